"""Key terms in words: what each is called, what it says, and what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.compliance.pay.words import deduction_words
from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, day, language_name
from portal.placements.offers.domain.key_terms import DEDUCTIONS, MONEY, ONCE, Difference, Turn
from portal.posts.words import form_words, plain_amount, plain_money, shift_words, yes_no

LABELS: Mapping[str, Any] = MappingProxyType(
    {
        "currency": _("Currency"),
        "pay": _("Pay per hour"),
        "guaranteed_hours": _("Guaranteed hours a week"),
        "hours": _("Hours a week"),
        "days_between_pay": _("You are paid"),
        "payday": _("Payday"),
        "gross": _("Pay for a usual week, before tax"),
        "deductions": _("Taken off your pay a week"),
        "taken_once": _("Taken off your pay once"),
        "net": _("Left of a usual week"),
        "holiday_apart": _("Holiday pay on top of the pay per hour"),
        "holiday_percent": _("Holiday pay, percent"),
        "sick_pay": _("Pay when ill"),
        "housing": _("A bed is given"),
        "housing_price": _("A bed, a week"),
        "people_per_room": _("People in one room"),
        "housing_minutes": _("From the bed to work"),
        "housing_optional": _("You may say no to the bed"),
        "transport": _("The way to work"),
        "transport_price": _("The way to work, a week"),
        "transport_minutes": _("Time on the way to work"),
        "first": _("First day"),
        "last": _("Last day"),
        "title": _("Work"),
        "place": _("Where"),
        "shifts": _("Shifts"),
        "start_time": _("First shift begins"),
        "description": _("The job as it really is"),
        "pace": _("Pace and targets"),
        "weather": _("Outdoors, cold or heat"),
        "heaviest_kg": _("Heaviest lift"),
        "protection": _("Protective equipment"),
        "training": _("Training"),
        "training_language": _("Language of the training"),
        "training_paid": _("The training is paid"),
        "breaks": _("Breaks"),
        "form": _("The form"),
        "employer_of_record": _("Your employer"),
        "paid_by": _("Who pays you"),
        "paid_when": _("Wages"),
        "directed_by": _("Who tells you what to do"),
        "safety_by": _("Who answers for your safety"),
        "insurer": _("Insured against accidents at work by"),
        "insured_until": _("Insured until"),
        "recall_days": _("Notice before you are called back"),
        "return_date": _("You return on"),
        "equal_from": _("Paid like the employer's own people from"),
        "notice_days": _("Notice"),
        "if_work_stops": _("If the work stops early"),
        "union": _("Union or works council"),
        "contact": _("Contact at the workplace"),
        "may_refuse_hours": _("You may say no to extra hours"),
    }
)
TURNS: Mapping[Turn, Any] = MappingProxyType(
    {Turn.WORSE: _("Worse for you"), Turn.UNCLEAR: _("Changed"), Turn.BETTER: _("Better for you")}
)
_DAYS = frozenset({"recall_days", "notice_days"})
_MINUTES = frozenset({"housing_minutes", "transport_minutes"})


@dataclass(frozen=True)
class ChangeInWords:
    """One term, old and new side by side."""

    label: str
    before: str
    after: str
    turn: Turn
    words: str


def changes_words(
    found: Iterable[Difference], currency_before: str, currency_after: str
) -> tuple[ChangeInWords, ...]:
    """Differences as a person reads them, in the order given."""
    return tuple(
        ChangeInWords(
            label=_label(one),
            before=value_words(one.name, one.before, currency_before),
            after=value_words(one.name, one.after, currency_after),
            turn=one.turn,
            words=str(TURNS[one.turn]),
        )
        for one in found
    )


def _label(one: Difference) -> str:
    if not one.label:
        return str(LABELS[one.name])
    return taken_words(one.name, one.label) if one.name == ONCE else deduction_words(one.label)


def taken_words(name: str, label: str) -> str:
    """What a paper takes off the pay and whether every week, as the name of a line."""
    what = deduction_words(label)
    if name == ONCE:
        return gettext("Taken off once: %(what)s", what=what)
    return gettext("Taken off a week: %(what)s", what=what)


def value_words(name: str, value: Any, currency: str) -> str:
    """What one term says."""
    match value:
        case None | "" | ():
            return gettext("not said")
        case bool():
            return yes_no(value)
        case Decimal() if name in MONEY | DEDUCTIONS:
            return plain_money(value, currency)
        case Decimal():
            return plain_amount(value)
        case date():
            return str(day(value))
        case int():
            return _counted(name, value)
        case _:
            return _named(name, str(value))


def _counted(name: str, count: int) -> str:
    if name in _DAYS:
        return ngettext("%(num)s day", "%(num)s days", count)
    if name in _MINUTES:
        return ngettext("%(num)s minute", "%(num)s minutes", count)
    if name == "days_between_pay":
        return paid_words(count)
    return f"{count} kg" if name == "heaviest_kg" else str(count)


def paid_words(days: int | None) -> str:
    """How often wages are paid."""
    match days:
        case 1:
            return gettext("Every day")
        case 7:
            return gettext("Every week")
        case 14:
            return gettext("Every two weeks")
        case 30:
            return gettext("Every month")
        case _:
            return ""


def _named(name: str, value: str) -> str:
    match name:
        case "shifts":
            return shift_words(value.split())
        case "form":
            return form_words((value,))
        case "training_language":
            return str(language_name(value))
        case "place":
            town, _comma, country = value.rpartition(", ")
            return listed((town, str(country_name(country))))
        case _:
            return value
