"""What staff are asked when they decide about findings, make a check, or switch a rule."""

from flask_babel import lazy_gettext as _

from portal.compliance.domain import RuleOutcome
from portal.compliance.findings.domain import FindingState
from portal.infra.web.forms import Form, LongText, OneOf, Submit

CLEAR = (FindingState.CLEARED.value, _("Clear it: nothing is wrong, or the proof was seen"))
UPHOLD = (FindingState.UPHELD.value, _("Uphold it: it stands until it is mended"))


class DecideFindingForm(Form):
    """What a person who looked decides, and why."""

    decision = OneOf(_("What do you decide?"), (), needed=_("Choose what you decide"))
    reason = LongText(
        _("Why?"),
        needed=_("Enter the reason: what you saw, and what it proves"),
        hint=_("It is kept with the finding and in the trail."),
        most=2000,
    )
    submit = Submit(_("Decide"))

    def offer(self, *, may_clear: bool) -> None:
        """A plain failure can only be upheld: it goes away when it is mended."""
        self.decision.choices = [CLEAR, UPHOLD] if may_clear else [UPHOLD]


class CheckForm(Form):
    """What staff saw in one check, and what it means."""

    outcome = OneOf(
        _("What did you find?"),
        (
            (RuleOutcome.PASS.value, _("All is well")),
            (RuleOutcome.NEEDS_EVIDENCE.value, _("Not shown yet: more evidence is asked for")),
            (RuleOutcome.FAIL.value, _("It is not kept")),
        ),
        needed=_("Choose what you found"),
    )
    evidence = LongText(
        _("Which evidence did you see?"),
        needed=_("Enter what you saw: which paper, whose word, of which day"),
        hint=_("Name papers, not people: no names or contacts of workers."),
        most=2000,
    )
    submit = Submit(_("Record it"))


class SwitchForm(Form):
    """Why a rule is switched off, or on again."""

    reason = LongText(
        _("Why?"),
        needed=_("Enter the reason: which law, court or mistake makes it necessary"),
        hint=_("It is kept in the trail, and decisions made meanwhile say that the rule was off."),
        most=2000,
    )
    submit = Submit(_("Go on"))


class ConfirmForm(Form):
    """The second person agrees."""

    submit = Submit(_("Confirm: switch it off"))
