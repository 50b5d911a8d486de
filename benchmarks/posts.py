"""Posts as a market of one continent might have them: crowded cities, common trades, few skills named.

The same seed gives the same posts. Nothing in them is anybody's.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from benchmarks.trades import Trade, Trades
from portal.gazetteer.domain import Place
from portal.gazetteer.files import read_places
from portal.kernel.globe import Point
from portal.kernel.periods import Commitment, Period
from portal.matching.domain import (
    AvailabilityFacts,
    EngagementForm,
    Level,
    Shift,
    ShiftRule,
    VacancyFacts,
    latest_start_of,
)

T = TypeVar("T")

START = date(2027, 3, 1)
_SPEECH = {
    "GB": ("en", "GBP", 40), "IE": ("en", "EUR", 6), "DE": ("de", "EUR", 14), "FR": ("fr", "EUR", 10),
    "PL": ("pl", "PLN", 8), "RO": ("ro", "RON", 6), "ES": ("es", "EUR", 6), "IT": ("it", "EUR", 5),
    "NL": ("nl", "EUR", 5),
}  # fmt: skip
_OTHERS = ("pl", "ro", "ar", "tr", "uk", "ru", "fr", "es", "bg", "de")
_TICKETS = (
    "driving-b", "forklift-counterbalance", "food-hygiene", "dbs", "driving-c", "forklift-reach",
    "driving-ce", "telehandler", "first-aid", "cscs", "driver-cpc", "adr",
)  # fmt: skip
_SECTORS = (
    "A01",
    "C10",
    "C10.1",
    "F41",
    "G47",
    "H49",
    "H52",
    "H53",
    "I56",
    "N81",
    "Q86",
    "Q87",
    "Q88",
    "E38",
)
_TRAVELS = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 80.0, 150.0, 400.0)
_TRAVEL_WEIGHTS = (6, 14, 14, 16, 12, 14, 8, 9, 4, 2, 1)
_DAY, _EVENING, _NIGHT, _WEEKEND = Shift
_SHIFTS: tuple[frozenset[Shift], ...] = (
    frozenset(), frozenset({_DAY}), frozenset({_DAY, _EVENING}), frozenset({_NIGHT}),
    frozenset({_DAY, _EVENING, _NIGHT}), frozenset({_DAY, _WEEKEND}),
)  # fmt: skip
_SHIFTS_WORKED, _SHIFTS_ASKED = (40, 20, 15, 5, 15, 5), (5, 55, 15, 8, 7, 10)
_FORMS: tuple[frozenset[EngagementForm], ...] = (
    frozenset(), frozenset({EngagementForm.LOAN}), frozenset({EngagementForm.LOAN, EngagementForm.TRANSFER}),
    frozenset({EngagementForm.AGENCY}), frozenset({EngagementForm.SECOND_JOB, EngagementForm.SUSPENSION}),
)  # fmt: skip
_FORM_WEIGHTS = (50, 20, 15, 10, 5)
_NO_SKILL, _ONLY_DESIRED = 0.07, 0.06
"""How many of the vacancies name no skill, and how many require none of those they name."""


class Weighted(Generic[T]):
    """Things of which some come up more often."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = things
        self._until = list(accumulate(weights))

    def draw(self, r: Random) -> T:
        return self._things[min(bisect(self._until, r.random() * self._until[-1]), len(self._things) - 1)]


@dataclass(frozen=True)
class Market:
    """Where posts are and what they are about."""

    trades: Trades
    seed: int = 1

    @cached_property
    def _places(self) -> Weighted[Place]:
        """Places by how many live there, each country with its share."""
        of_country: dict[str, list[Place]] = {country: [] for country in _SPEECH}
        for place in read_places():
            if place.country in of_country:
                of_country[place.country].append(place)
        weighed: list[tuple[Place, float]] = []
        for country, places in of_country.items():
            people = sum(place.population for place in places)
            weighed += [(place, _SPEECH[country][2] * place.population / people) for place in places]
        return Weighted([place for place, _ in weighed], [weight for _, weight in weighed])

    @cached_property
    def _trades(self) -> Weighted[Trade]:
        trades = list(self.trades.trades)
        Random(7).shuffle(trades)
        return Weighted(trades, [1 / (rank + 5) ** 0.8 for rank in range(len(trades))])

    def availabilities(self, count: int) -> Iterator[AvailabilityFacts]:
        """So many lots, one after the other."""
        r = Random(2 * self.seed)
        travels, shifts = Weighted(_TRAVELS, _TRAVEL_WEIGHTS), Weighted(_SHIFTS, _SHIFTS_WORKED)
        forms = Weighted(_FORMS, _FORM_WEIGHTS)
        for number in range(count):
            place, trade = self._places.draw(r), self._trades.draw(r)
            language, currency, _ = _SPEECH[place.country]
            first = START + timedelta(days=r.randrange(-30, 14))
            headcount = 1 + int(r.expovariate(1 / 9))
            named = r.random() < 0.6
            yield AvailabilityFacts(
                reference=f"A{number}",
                order=number // 4,
                occupation=trade.isco,
                skills=_some_of(r, trade) if named else frozenset(trade.essential),
                skills_assumed=not named,
                languages=_speech(r, language),
                tickets=_some(r, _TICKETS, 0.4, 3),
                point=_near(r, place),
                travel_km=travels.draw(r),
                relocates=r.random() < 0.15,
                work_countries=frozenset({place.country}) | _some(r, tuple(_SPEECH), 0.15, 2),
                work_sectors=_some(r, _SECTORS, 0.2, 2),
                available_from=first,
                available_to=first + timedelta(days=r.randrange(20, 200)) if r.random() < 0.6 else None,
                headcount=headcount,
                commitments=_commitments(r, headcount),
                min_group=min(headcount, r.choice((1, 1, 1, 1, 2, 5))),
                min_pay={currency: Decimal(r.randrange(44, 64)) / 4} if r.random() < 0.5 else {},
                shifts=shifts.draw(r),
                engagement=forms.draw(r),
            )

    def vacancies(self, count: int) -> Iterator[VacancyFacts]:
        """So many vacancies, one after the other."""
        r = Random(2 * self.seed + 1)
        shifts, forms = Weighted(_SHIFTS, _SHIFTS_ASKED), Weighted(_FORMS, _FORM_WEIGHTS)
        for number in range(count):
            place, trade = self._places.draw(r), self._trades.draw(r)
            language, currency, _ = _SPEECH[place.country]
            starts = START + timedelta(days=r.randrange(0, 30))
            required, desired = _asked(r, trade)
            headcount = 1 + int(r.expovariate(1 / 12))
            yield VacancyFacts(
                reference=f"V{number}",
                order=number // 4,
                occupation=trade.isco,
                entry_level=r.random() < 0.25,
                required_skills=required,
                desired_skills=desired,
                languages={language: r.choice(tuple(Level)[:4])} if r.random() < 0.5 else {},
                tickets=_some(r, _TICKETS, 0.25, 1),
                point=_near(r, place),
                country=place.country,
                accommodation=r.random() < 0.2,
                sector=r.choice(_SECTORS),
                starts=starts,
                latest_start=latest_start_of(starts, None),
                ends=starts + timedelta(days=r.choice((13, 29, 59, 89, 179))),
                headcount=headcount,
                commitments=_commitments(r, headcount),
                min_group=r.choice((1, 1, 1, 1, min(headcount, 3))),
                pay=Decimal(r.randrange(220, 400)) / 20,
                currency=currency,
                shifts=shifts.draw(r),
                shift_rule=ShiftRule.ANY if r.random() < 0.2 else ShiftRule.ALL,
                engagement=forms.draw(r),
            )


def _some(r: Random, things: Sequence[T], chance: float, most: int) -> frozenset[T]:
    """None of them mostly; else one or more, the first ones more often."""
    if r.random() >= chance:
        return frozenset()
    return frozenset(
        things[int(len(things) * r.random() * r.random())] for _ in range(1 + int(r.random() * most))
    )


def _some_of(r: Random, trade: Trade) -> frozenset[str]:
    """The few skills that one lot of a trade names."""
    usual = (*trade.essential, *trade.essential, *trade.optional)
    return frozenset(r.choice(usual) for _ in range(r.randint(3, 8))) if usual else frozenset()


def _asked(r: Random, trade: Trade) -> tuple[frozenset[str], frozenset[str]]:
    """The skills that one vacancy requires, and those that it desires; some ask none."""
    chance = r.random()
    if chance < _NO_SKILL:
        return frozenset(), frozenset()
    least, most = (0, 0) if chance < _NO_SKILL + _ONLY_DESIRED else (1, 3)
    required = frozenset(r.sample(trade.essential, min(len(trade.essential), r.randint(least, most))))
    usual = (*trade.essential, *trade.optional)
    return required, frozenset(r.sample(usual, min(len(usual), r.randint(0, 4)))) - required


def _speech(r: Random, own: str) -> dict[str, Level]:
    if r.random() < 0.75:
        return {own: Level.C2}
    return {r.choice(_OTHERS): Level.C2, own: r.choice(tuple(Level)[:4])}


def _near(r: Random, place: Place) -> Point:
    """Somewhere within a few km of the middle of a place."""
    return Point(
        max(-90.0, min(90.0, place.latitude + r.gauss(0, 0.03))),
        max(-180.0, min(180.0, place.longitude + r.gauss(0, 0.05))),
    )


def _commitments(r: Random, headcount: int) -> tuple[Commitment, ...]:
    if r.random() >= 0.05:
        return ()
    first = START + timedelta(days=r.randrange(-20, 60))
    return (Commitment(Period(first, first + timedelta(days=r.randrange(5, 60))), r.randint(1, headcount)),)
