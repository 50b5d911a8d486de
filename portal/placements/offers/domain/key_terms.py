"""The key terms of an offer, flat and whole, and what of them differs from one paper to the next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias, get_args

Value: TypeAlias = Decimal | int | str | date | bool | None


class Worse(StrEnum):
    """In which direction a term is worse for the worker."""

    LESS = "less"
    MORE = "more"
    NO = "no"
    """Worse when it is not so any more."""
    UNKNOWN = "unknown"
    """That it changed is all that a rule can say."""


class Turn(StrEnum):
    """What a difference does to the worker; in this order they are shown."""

    WORSE = "worse"
    UNCLEAR = "unclear"
    BETTER = "better"


ORDER = tuple(Turn)


@dataclass(frozen=True, kw_only=True)
class KeyTerms:
    """Every term that a worker is shown; none or empty means that the paper does not say it.

    Money is per hour (`pay`) or per week. Names, not ids: a paper is read by people.
    """

    currency: str = ""
    pay: Decimal | None = None
    guaranteed_hours: Decimal | None = None
    hours: Decimal | None = None
    """In a usual week."""
    days_between_pay: int | None = None
    """1, 7, 14 or 30."""
    payday: str = ""
    gross: Decimal | None = None
    """Of the example week."""
    deductions: tuple[tuple[str, Decimal], ...] = ()
    """By label, sorted; a week."""
    taken_once: tuple[tuple[str, Decimal], ...] = ()
    """By label, sorted; one single time, and so not part of a usual week."""
    net: Decimal | None = None
    holiday_apart: bool | None = None
    """On top of the rate, not inside it."""
    holiday_percent: Decimal | None = None
    sick_pay: str = ""
    housing: bool | None = None
    """Whether a bed is given."""
    housing_price: Decimal | None = None
    people_per_room: int | None = None
    housing_minutes: int | None = None
    housing_optional: bool | None = None
    transport: str = ""
    transport_price: Decimal | None = None
    transport_minutes: int | None = None
    first: date | None = None
    last: date | None = None
    title: str = ""
    place: str = ""
    shifts: str = ""
    """Their codes, sorted, with spaces between."""
    start_time: str = ""
    description: str = ""
    pace: str = ""
    weather: str = ""
    heaviest_kg: int | None = None
    protection: str = ""
    training: str = ""
    training_language: str = ""
    training_paid: bool | None = None
    breaks: str = ""
    form: str = ""
    """The legal form of the engagement."""
    employer_of_record: str = ""
    paid_by: str = ""
    paid_when: str = ""
    directed_by: str = ""
    safety_by: str = ""
    insurer: str = ""
    insured_until: date | None = None
    recall_days: int | None = None
    """Notice before the worker is called back."""
    return_date: date | None = None
    equal_from: date | None = None
    """From when the worker is paid like somebody employed directly."""
    notice_days: int | None = None
    if_work_stops: str = ""
    union: str = ""
    contact: str = ""
    may_refuse_hours: bool | None = None


_DIRECTION: Mapping[Worse, frozenset[str]] = MappingProxyType(
    {
        Worse.LESS: frozenset(
            {
                "pay",
                "guaranteed_hours",
                "hours",
                "gross",
                "net",
                "holiday_percent",
                "last",
                "insured_until",
                "recall_days",
                "notice_days",
            }
        ),
        Worse.MORE: frozenset(
            {
                "days_between_pay",
                "housing_price",
                "people_per_room",
                "housing_minutes",
                "transport_price",
                "transport_minutes",
                "heaviest_kg",
                "equal_from",
                "deductions",
                "taken_once",
            }
        ),
        Worse.NO: frozenset(
            {"holiday_apart", "housing", "housing_optional", "training_paid", "may_refuse_hours"}
        ),
    }
)
TERMS: Mapping[str, Worse] = MappingProxyType(
    {
        one.name: next((worse for worse, names in _DIRECTION.items() if one.name in names), Worse.UNKNOWN)
        for one in fields(KeyTerms)
    }
)
"""Every key term by name, and in which direction it is worse for the worker."""
MONEY = frozenset({"pay", "gross", "net", "housing_price", "transport_price"})
"""Sums, which only compare within one currency."""
DEDUCTION, ONCE = "deductions", "taken_once"
DEDUCTIONS = frozenset({DEDUCTION, ONCE})
"""Terms that are lists of what is taken off the pay, each by its label."""


@dataclass(frozen=True)
class Difference:
    """One term that two papers state differently."""

    name: str
    before: Value
    after: Value
    turn: Turn
    label: str = ""
    """Of a deduction, as it is written."""


def differences(before: KeyTerms, after: KeyTerms) -> tuple[Difference, ...]:
    """What changed for the worker: first what is worse, then what no rule can judge, then what is better."""
    taken = (one for name in (DEDUCTION, ONCE) for one in _of_deductions(name, before, after))
    found = [*_of_terms(before, after), *taken]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.turn)))


def stated_differences(before: KeyTerms, after: KeyTerms) -> tuple[Difference, ...]:
    """The same, of what the later paper states at all: a contract that is silent on a term keeps it."""
    return tuple(one for one in differences(before, after) if one.after not in (None, ""))


def _of_terms(before: KeyTerms, after: KeyTerms) -> Iterator[Difference]:
    is_other_money = before.currency != after.currency
    for name, worse in TERMS.items():
        was, now = getattr(before, name), getattr(after, name)
        if name in DEDUCTIONS or was == now:
            continue
        turn = Turn.UNCLEAR if is_other_money and name in MONEY else _turn(worse, name, was, now)
        yield Difference(name, was, now, turn)


def _of_deductions(name: str, before: KeyTerms, after: KeyTerms) -> Iterator[Difference]:
    is_other_money = before.currency != after.currency
    was, now = by_label(getattr(before, name)), by_label(getattr(after, name))
    for key in dict.fromkeys([*was, *now]):
        label, old = was.get(key, (now[key][0] if key in now else "", None))
        new = now[key][1] if key in now else None
        if (old or Decimal(0)) != (new or Decimal(0)):
            is_more = (new or Decimal(0)) > (old or Decimal(0))
            turn = Turn.UNCLEAR if is_other_money else Turn.WORSE if is_more else Turn.BETTER
            yield Difference(name, old, new, turn, label)


Deductions: TypeAlias = tuple[tuple[str, Decimal], ...]


def by_label(deductions: Deductions) -> dict[str, tuple[str, Decimal]]:
    """What is taken off, by label without regard to capitals: as it is written, and how much in all."""
    found: dict[str, tuple[str, Decimal]] = {}
    for label, amount in deductions:
        key = label.strip().casefold()
        first, before = found.get(key, (label, Decimal(0)))
        found[key] = (first, before + amount)
    return found


def with_stated(terms: KeyTerms, stated: KeyTerms) -> KeyTerms:
    """The terms with what a later paper takes off: what it is silent on stays, and less is left of a week."""
    weekly = _with_later(terms.deductions, stated.deductions)
    more = in_all(weekly) - in_all(terms.deductions)
    net = terms.net - more if terms.net is not None else None
    once = _with_later(terms.taken_once, stated.taken_once)
    return replace(terms, deductions=weekly, taken_once=once, net=net)


def _with_later(before: Deductions, later: Deductions) -> Deductions:
    was = by_label(before)
    now = {**was}
    for key, (label, amount) in by_label(later).items():
        now[key] = (was[key][0] if key in was else label, amount)
    return tuple(sorted(now.values()))


def in_all(deductions: Deductions) -> Decimal:
    """What is taken off altogether."""
    return sum((amount for _label, amount in deductions), Decimal(0))


def _turn(worse: Worse, name: str, was: Any, now: Any) -> Turn:
    match worse:
        case Worse.UNKNOWN:
            return Turn.UNCLEAR
        case Worse.NO:
            if bool(was) == bool(now):
                return Turn.UNCLEAR
            return Turn.WORSE if was else Turn.BETTER
        case Worse.LESS:
            return _fewer(name, was, now)
        case Worse.MORE:
            if was is None:
                return Turn.WORSE if name in MONEY and now else Turn.UNCLEAR
            if now is None:
                return Turn.UNCLEAR
            return Turn.WORSE if now > was else Turn.BETTER


def _fewer(name: str, was: Any, now: Any) -> Turn:
    """What was promised and is not said any more is lost; a last day that is not named is open, not lost."""
    if was is None or now is None:
        if name in OPEN_ENDED:
            return Turn.UNCLEAR
        return Turn.WORSE if now is None else Turn.BETTER
    return Turn.WORSE if now < was else Turn.BETTER


OPEN_ENDED = frozenset({"last", "insured_until"})


def written(terms: KeyTerms) -> dict[str, Any]:
    """As plain JSON; what is not stated is left out."""
    kept: dict[str, Any] = {}
    for name in TERMS:
        value = getattr(terms, name)
        if name in DEDUCTIONS:
            value = [[label, str(amount)] for label, amount in value] or None
        if value not in (None, ""):
            kept[name] = str(value) if isinstance(value, (Decimal, date)) else value
    return kept


def read(kept: Mapping[str, Any]) -> KeyTerms:
    """The terms behind the JSON; names that this portal does not know are left alone."""
    return KeyTerms(**{name: _value(name, value) for name, value in kept.items() if name in TERMS})


def _value(name: str, value: Any) -> Any:
    if name in DEDUCTIONS:
        return tuple((label, Decimal(amount)) for label, amount in value)
    return _READ.get(_KINDS[name], lambda plain: plain)(value)


_READ: Mapping[type, Any] = MappingProxyType({Decimal: Decimal, date: date.fromisoformat})
_KINDS: Mapping[str, type] = MappingProxyType(
    {one.name: next(iter(get_args(one.type)), one.type) for one in fields(KeyTerms)}  # type: ignore[misc]
)
"""What a term is when it is stated."""
