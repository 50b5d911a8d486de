"""What an employer is asked about the work as it really is; every answer may be left out."""

from decimal import Decimal
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Amount, FromList, LongText, OneOf, Phone, Text, WholeNumber, YesNo
from portal.infra.web.pages import language_name
from portal.posts.words import LANGUAGES
from portal.vacancies.conditions import ASKED, Conditions, HolidayPay

HOLIDAY_PAYS = (
    (HolidayPay.APART.value, _("On top of the rate")),
    (HolidayPay.WITHIN.value, _("Inside the rate")),
)
GROUPS = (
    (
        _("Money and hours"),
        ("guaranteed_hours", "may_refuse_hours", "payday", "holiday_pay", "holiday_percent", "sick_pay"),
    ),
    (_("The work"), ("pace", "weather", "heaviest_kg", "breaks", "protection")),
    (_("Training"), ("training", "training_language", "training_paid")),
    (_("Bed and way"), ("people_per_room", "housing_minutes", "transport_minutes")),
    (_("When work stops, and whom to ask"), ("if_work_stops", "notice_days", "union")),
    (_("Contact at the workplace"), ("contact_name", "contact_phone")),
)
CONDITION_FIELDS = tuple(name for _title, names in GROUPS for name in names)


class ConditionsPart(wtforms.Form):  # type: ignore[misc]
    """The facts that workers ask for before they say yes."""

    guaranteed_hours = Amount(
        _("Guaranteed hours a week"),
        least=Decimal(0),
        most=Decimal(100),
        hint=_("Paid even if there is less work. 0 if none are guaranteed."),
    )
    may_refuse_hours = YesNo(_("May a worker say no to extra hours?"))
    payday = Text(_("Payday"), hint=_("Like: every Friday, for the week before."), most=120)
    holiday_pay = OneOf(_("Is holiday pay on top of the rate, or inside it?"), HOLIDAY_PAYS)
    holiday_percent = Amount(_("Holiday pay, percent of the pay"), least=Decimal(0), most=Decimal(100))
    sick_pay = Text(_("Pay when ill"), hint=_("Like: by law, from the fourth day."), most=200)
    pace = LongText(_("Pace and targets"), hint=_("Like: 60 crates an hour after two weeks."), most=400)
    weather = Text(_("Outdoors, cold or heat"), hint=_("Like: a cold store at 4 degrees."), most=200)
    heaviest_kg = WholeNumber(_("Heaviest lift, kg"), least=0, most=200)
    breaks = Text(_("Breaks"), hint=_("Like: 30 minutes unpaid, twice 10 minutes paid."), most=200)
    protection = Text(
        _("Protective equipment, and who gives it"),
        hint=_("Like: boots and gloves, from us, free."),
        most=200,
    )
    training = Text(_("Training"), hint=_("Like: two days on the first shift."), most=200)
    training_language = FromList(_("Language of the training"))
    training_paid = YesNo(_("Is the training paid?"))
    people_per_room = WholeNumber(_("People in one room"), least=1, most=50)
    housing_minutes = WholeNumber(_("Minutes from the bed to work"), least=0, most=600)
    transport_minutes = WholeNumber(_("Minutes on the bus or lift, one way"), least=0, most=600)
    if_work_stops = Text(
        _("If the work stops early"), hint=_("Like: two weeks are paid, and the way home."), most=200
    )
    notice_days = WholeNumber(_("Notice, days"), least=0, most=366)
    union = Text(_("Union or works council"), most=200)
    contact_name = Text(_("Name of the contact"), most=120)
    contact_phone = Phone(
        _("Number that answers at 5 am"), hint=_("A work number. Workers see it in their offer.")
    )

    def offer_conditions(self) -> None:
        named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
        self.training_language.choices = [("", gettext("Not named")), *named]

    def condition_groups(self) -> list[tuple[Any, list[Any]]]:
        """The questions as the page groups them."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def conditions(self) -> Conditions:
        """What was answered."""
        return Conditions(**{name: _value(self[name]) for name in ASKED})


def condition_answers(conditions: Conditions) -> dict[str, list[str]]:
    """Conditions as they would be typed into the form."""
    return {name: [_typed(getattr(conditions, name))] for name in ASKED}


def _value(field: Any) -> Any:
    match field:
        case YesNo():
            return None if field.data is None else field.is_yes
        case OneOf():
            return HolidayPay(field.data) if field.data else None
        case Amount() | WholeNumber():
            return field.data
        case _:
            return field.data or ""


def _typed(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
