"""What is asked of a side about the safety of workers before the first shift."""

from datetime import date
from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import AnyOf, Day, Form, FromList, LongText, Submit, Text
from portal.infra.web.pages import language_name
from portal.placements.work.domain.safety import (
    SafetyAnswers,
    SafetyFlaw,
    SafetyIncomplete,
    SafetyKind,
    record,
)
from portal.posts.words import LANGUAGES

KINDS = {
    SafetyKind.INSTRUCTION: _("Safety instruction"),
    SafetyKind.PPE: _("Protective equipment"),
    SafetyKind.TRAINING: _("Training for the job"),
}


class SafetyForm(Form):
    """The same answers for all ticked workers."""

    who = AnyOf(_("Which workers?"), needed=_("Choose at least one worker"))
    given = AnyOf(
        _("What did they get?"),
        [
            (SafetyKind.INSTRUCTION.value, _("Safety instruction: dangers, what to do, first aid, fire")),
            (SafetyKind.PPE.value, _("Protective equipment, that fits, at no cost to them")),
            (SafetyKind.TRAINING.value, _("Training for the job and the machines")),
        ],
    )
    on = Day(_("On which day?"), hint=_("Before the first shift. A later day does not count."))
    language = FromList(_("In which language?"), hint=_("One that the workers understand."))
    given_by = Text(_("Who gave it?"), hint=_("A name or a role, like “Jo Hall, shift leader”."), most=200)
    not_needed = AnyOf(
        _("What is not needed?"),
        [(kind.value, KINDS[kind]) for kind in SafetyKind if kind.may_be_unneeded],
    )
    because = LongText(_("Why is it not needed?"), hint=_("The worker reads this."), most=500)
    submit = Submit(_("Record"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
        self.language.choices = [("", gettext("Choose a language")), *named]

    def answers(self) -> SafetyAnswers:
        """What was answered so far."""
        return SafetyAnswers(
            given=_kinds(self.given.data),
            on=self.on.data,
            language=self.language.data,
            given_by=self.given_by.data or "",
            not_needed=_kinds(self.not_needed.data),
            because=self.because.data or "",
        )

    def is_complete(self, today: date) -> bool:
        """Whether it was sent and makes a record; everything that is wrong is said at once."""
        is_valid = bool(self.validate_on_submit())
        if not self.is_submitted() or self.given.errors or self.not_needed.errors:
            return False
        made = record(self.answers(), today=today)
        if isinstance(made, SafetyIncomplete):
            for flaw in made.flaws:
                field, words = _flaw_words(flaw, today)
                if not self[field].errors:
                    self.fail(field, words)
            return False
        return is_valid


def _kinds(ticked: list[str] | None) -> tuple[SafetyKind, ...]:
    """What was ticked; anything else that a form may send is no tick."""
    return tuple(kind for kind in SafetyKind if kind.value in (ticked or ()))


def _flaw_words(flaw: SafetyFlaw, today: date) -> tuple[str, str]:
    """The field that a flaw belongs to, and what would be right."""
    day = format_date(today, "long")
    return {
        SafetyFlaw.NOTHING_SAID: ("given", gettext("Tick what the workers got, or what is not needed")),
        SafetyFlaw.BOTH_SAID: ("not_needed", gettext("Tick a thing as given or as not needed, not both")),
        SafetyFlaw.DAY_MISSING: ("on", gettext("Enter the day on which they got it")),
        SafetyFlaw.DAY_TO_COME: ("on", gettext("Enter %(day)s or an earlier day", day=day)),
        SafetyFlaw.LANGUAGE_MISSING: ("language", gettext("Choose the language in which it was given")),
        SafetyFlaw.GIVER_MISSING: ("given_by", gettext("Enter who gave it")),
        SafetyFlaw.REASON_MISSING: ("because", gettext("Write why it is not needed")),
    }[flaw]
