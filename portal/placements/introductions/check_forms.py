"""What is asked about the checks on workers before the start."""

from datetime import date
from typing import TypeVar

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import AnyOf, Day, Form, OneOf, Submit, Tick
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.checks import (
    CheckAnswers,
    CheckFlaw,
    CheckIncomplete,
    How,
    record,
)
from portal.placements.introductions.forms import SIDES

Choice = TypeVar("Choice", Side, How)

HOWS = {
    How.SEEN: _("Saw the passport or identity card"),
    How.ONLINE: _("Looked it up online"),
    How.PERMIT: _("Saw the permit or visa"),
    How.OTHER: _("In another way"),
}


class ChecksForm(Form):
    """The same answers for all ticked workers."""

    who = AnyOf(_("Which workers were checked?"), needed=_("Choose at least one worker"))
    adult = OneOf(
        _("Are they 18 or older?"),
        [("yes", _("Yes, everybody ticked")), ("no", _("No, everybody ticked is under 18"))],
        hint=_("They cross a border for this work."),
    )
    unlimited = Tick(_("They may work there with no end date"))
    until = Day(
        _("Or: until when may they work there?"),
        hint=_("The last day on which they may work, like 30 9 2027."),
    )
    checked_by = OneOf(_("Who checked?"), SIDES)
    how = OneOf(_("How?"), [(one.value, words) for one, words in HOWS.items()])
    submit = Submit(_("Record"))

    def ask_for(self, *, crosses: bool) -> None:
        """Age is asked only where a border is crossed; without one, "no end date" is enough."""
        if crosses:
            return
        del self.adult
        self.unlimited.description = gettext("Tick this after you have checked; nothing more is needed.")

    def answers(self) -> CheckAnswers:
        """What was answered so far."""
        adult = self.adult.data if "adult" in self else None
        return CheckAnswers(
            adult={"yes": True, "no": False}.get(adult or ""),
            checked_by=_one(Side, self.checked_by.data),
            how=_one(How, self.how.data),
            until=self.until.data,
            unlimited=self.unlimited.data,
        )

    def is_complete(self, *, own: Side, crosses: bool, today: date) -> bool:
        """Whether it was sent and makes a check; everything that is wrong is said at once."""
        is_valid = bool(self.validate_on_submit())
        if not self.is_submitted():
            return False
        made = record(self.answers(), own=own, crosses=crosses, today=today)
        if isinstance(made, CheckIncomplete):
            self._fail_for(made, today)
            return False
        return is_valid

    def _fail_for(self, incomplete: CheckIncomplete, today: date) -> None:
        day = format_date(today, "long")
        for flaw in incomplete.flaws:
            field, words = {
                CheckFlaw.AGE_MISSING: ("adult", gettext("Choose whether they are 18 or older")),
                CheckFlaw.WHO_MISSING: ("checked_by", gettext("Choose which side checked")),
                CheckFlaw.HOW_MISSING: ("how", gettext("Choose how it was checked")),
                CheckFlaw.END_MISSING: (
                    "until",
                    gettext("Enter the last day on which they may work, or tick that there is no end date"),
                ),
                CheckFlaw.END_PAST: ("until", gettext("Enter %(day)s or a later day", day=day)),
                CheckFlaw.TWO_ENDS: ("until", gettext("Enter a day, or tick “no end date”, not both")),
            }[flaw]
            if not self[field].errors:
                self.fail(field, words)


def _one(kind: type[Choice], value: str | None) -> Choice | None:
    return next((one for one in kind if one.value == value), None)
