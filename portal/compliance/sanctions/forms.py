"""What is asked about a sanction."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.sanctions.domain import SanctionAct, Step
from portal.compliance.sanctions.service import Proposal
from portal.infra import clock
from portal.infra.web.forms import Day, Form, LongText, OneOf, Submit

STEPS = (
    (Step.ADVICE.value, _("Advice: say what to do better")),
    (Step.CONDITIONS.value, _("Conditions: say what has to be mended, and by when")),
    (Step.SUSPENSION.value, _("Suspension: it takes part in nothing until this is lifted")),
    (Step.REMOVAL.value, _("Removal: it takes part in nothing any more")),
)
ACTS = {
    SanctionAct.IMPOSE: _("Impose it"),
    SanctionAct.DROP: _("Drop it"),
    SanctionAct.MEET: _("What was asked for has been done"),
    SanctionAct.REVERSE: _("Take it back"),
    SanctionAct.KEEP: _("Let it stand"),
}


class ProposeForm(Form):
    """A step against an organisation."""

    organisation = OneOf(_("Against whom?"), needed=_("Choose the organisation"))
    step = OneOf(_("Which step?"), STEPS, needed=_("Choose a step"))
    reason = LongText(
        _("Why?"),
        needed=_("Enter the reason: what was found, and which rule it breaks"),
        hint=_("The organisation reads it. Never name who reported something."),
        most=2000,
    )
    asked_for = LongText(_("What has to be mended?"), hint=_("For conditions."), most=1000)
    deadline = Day(_("By when?"), hint=_("For conditions."))
    submit = Submit(_("Propose"))

    def offer(self, organisations: Sequence[tuple[str, str]]) -> None:
        """Whom it may be against; where that is one, it need not be chosen."""
        self.organisation.choices = list(organisations)
        if len(organisations) == 1:
            self.organisation.data = organisations[0][0]

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if self.step.data != Step.CONDITIONS.value:
            return well
        if not self.asked_for.data:
            self.fail("asked_for", gettext("Enter what has to be mended"))
            well = False
        if not self.deadline.data and not self.deadline.errors:
            self.fail("deadline", gettext("Enter the day by which it has to be mended"))
            well = False
        elif self.deadline.data and self.deadline.data <= clock.today():
            self.fail("deadline", gettext("Enter a day after today"))
            well = False
        return well

    def proposal(self) -> Proposal:
        is_conditional = self.step.data == Step.CONDITIONS.value
        return Proposal(
            step=Step(str(self.step.data)),
            reason=str(self.reason.data),
            asked_for=(self.asked_for.data or "") if is_conditional else "",
            deadline=self.deadline.data if is_conditional else None,
        )


class DecideForm(Form):
    """What the second person decides, or how it ends."""

    act = OneOf(_("What do you decide?"), (), needed=_("Choose what you decide"))
    reason = LongText(
        _("Why?"),
        needed=_("Enter the reason; the organisation reads it"),
        most=2000,
    )
    submit = Submit(_("Decide"))

    def offer(self, acts: Iterable[SanctionAct]) -> None:
        self.act.choices = [(one.value, ACTS[one]) for one in acts]


class ReplyForm(Form):
    """The organisation's own word."""

    words = LongText(
        _("Your reply"),
        needed=_("Enter your reply: what happened, and what you have done about it"),
        hint=_("You can reply once. Compliance reads it before anything is decided."),
        most=4000,
    )
    submit = Submit(_("Send the reply"))
