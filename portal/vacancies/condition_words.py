"""The work as it really is, in words: what was said of each fact that workers ask for."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext, ngettext

from portal.infra.web.mixed import listed
from portal.infra.web.pages import language_name
from portal.posts.words import plain_amount, yes_no
from portal.vacancies.conditions import Conditions, HolidayPay


@dataclass(frozen=True)
class ConditionInWords:
    """One fact; the text is empty where nobody has said."""

    name: str
    label: str
    text: str


def condition_words(conditions: Conditions) -> tuple[ConditionInWords, ...]:
    """Every fact in the order in which workers ask, said or not."""
    c = conditions
    return tuple(
        ConditionInWords(*one)
        for one in (
            ("guaranteed_hours", gettext("Guaranteed hours a week"), _hours(c.guaranteed_hours)),
            ("payday", gettext("Payday"), c.payday),
            ("holiday_pay", gettext("Holiday pay"), _holiday(c)),
            ("sick_pay", gettext("Pay when ill"), c.sick_pay),
            ("may_refuse_hours", gettext("You may say no to extra hours"), _yes(c.may_refuse_hours)),
            ("pace", gettext("Pace and targets"), c.pace),
            ("weather", gettext("Outdoors, cold or heat"), c.weather),
            ("heaviest_kg", gettext("Heaviest lift"), _kg(c.heaviest_kg)),
            ("breaks", gettext("Breaks"), c.breaks),
            ("protection", gettext("Protective equipment"), c.protection),
            ("training", gettext("Training"), _training(c)),
            ("people_per_room", gettext("People in one room"), _number(c.people_per_room)),
            ("housing_minutes", gettext("From the bed to work"), _minutes(c.housing_minutes)),
            ("transport_minutes", gettext("Time on the way to work"), _minutes(c.transport_minutes)),
            ("if_work_stops", gettext("If the work stops early"), c.if_work_stops),
            ("notice_days", gettext("Notice"), _days(c.notice_days)),
            ("union", gettext("Union or works council"), c.union),
            ("contact", gettext("Contact at the workplace"), contact_words(c)),
        )
    )


def contact_words(conditions: Conditions) -> str:
    """Who answers there, and under which number."""
    return listed((conditions.contact_name, conditions.contact_phone))


def _holiday(c: Conditions) -> str:
    percent = f"{plain_amount(c.holiday_percent)} %" if c.holiday_percent is not None else ""
    match c.holiday_pay:
        case HolidayPay.APART:
            kind = gettext("on top of the pay per hour")
        case HolidayPay.WITHIN:
            kind = gettext("inside the pay per hour")
        case None:
            kind = ""
    return listed((percent, kind))


def _training(c: Conditions) -> str:
    language = language_name(c.training_language) if c.training_language else ""
    paid = ""
    if c.training_paid is not None:
        paid = gettext("paid") if c.training_paid else gettext("not paid")
    return listed((c.training, language, paid))


def _hours(hours: Decimal | None) -> str:
    if hours is None:
        return ""
    return plain_amount(hours) if hours else gettext("none")


def _yes(answer: bool | None) -> str:
    return "" if answer is None else yes_no(answer)


def _kg(weight: int | None) -> str:
    return "" if weight is None else f"{weight} kg"


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _minutes(count: int | None) -> str:
    return "" if count is None else ngettext("%(num)s minute", "%(num)s minutes", count)


def _days(count: int | None) -> str:
    return "" if count is None else ngettext("%(num)s day", "%(num)s days", count)
