"""Random worlds of posts with much in common, so that ties, edges and near misses are frequent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from portal.kernel.globe import Point
from portal.kernel.periods import Commitment, Period
from portal.matching.domain import (
    AvailabilityFacts,
    EngagementForm,
    Level,
    LicenceBar,
    Shift,
    ShiftRule,
    VacancyFacts,
)
from tests.unit.matching.pairs import START, availability, vacancy

T = TypeVar("T")

OCCUPATIONS = ("8344", "8343", "8311", "9211", "9213", "7511", "8160", "5131", "9321", "4321", "9333")
SKILLS = ("x", "y", "x1", "x2", "b0", "b", "b2", "q", "free")
TICKETS = ("C", "CE", "DBS")
LANGUAGES = ("en", "ro", "pl")
SECTORS = ("", "A01.1", "C10", "C10.1", "H49")
PLACES = (
    Point(52.66, 0.16),
    Point(52.66, 0.16),
    Point(52.67, 0.2),
    Point(53.0, 0.5),
    Point(54.2, -3.1),
    Point(46.77, 23.6),
    Point(0.0, 179.999),
    Point(0.0, -179.999),
    Point(0.0, 180.0),
    Point(0.0, -180.0),
    Point(89.99, 10.0),
    Point(89.99, -170.0),
    Point(-90.0, 0.0),
)
TRAVELS = (0.0, 0.0, 5.0, 10.0, 33.3, 60.0, 150.0, 1800.0, 12000.0)


def random_availability(r: Random, number: int) -> AvailabilityFacts:
    first = START + timedelta(days=r.randint(-20, 8))
    a = availability(
        reference=f"A{r.randint(1, 9)}",
        order=number // 3,
        occupation=r.choice(OCCUPATIONS),
        skills=_some(r, SKILLS, 4),
        point=r.choice(PLACES),
        travel_km=r.choice(TRAVELS),
        relocates=r.random() < 0.5,
        work_countries=frozenset({"GB"}) | _some(r, ("DK", "IE"), 2),
        available_from=first,
        available_to=first + timedelta(days=r.randint(0, 90)) if r.random() < 0.6 else None,
        headcount=r.randint(1, 40),
        min_group=r.choice((1, 1, 1, 5)),
        languages=_levels(r, 3),
        tickets=_some(r, TICKETS, 3),
        min_pay=_floors(r),
        shifts=_some(r, tuple(Shift), 4),
    )
    if r.random() < 0.7:
        return a
    return replace(
        a,
        open_corridors=_some(r, ("DK", "IE"), 1),
        work_sectors=_some(r, ("A", "C10", "C10.1"), 2),
        engagement=_some(r, tuple(EngagementForm), 2),
        commitments=_commitments(r),
        held=r.random() < 0.1,
        licence_bars=frozenset({LicenceBar("GB", r.choice(tuple(EngagementForm)), r.choice(SECTORS))}),
    )


def random_vacancy(r: Random, number: int) -> VacancyFacts:
    v = vacancy(
        days=r.choice((1, 2, 7, 64, 90)),
        reference=f"V{r.randint(1, 9)}",
        order=number // 3,
        occupation=r.choice(OCCUPATIONS),
        entry_level=r.random() < 0.4,
        required_skills=_some(r, SKILLS, 2),
        desired_skills=_some(r, SKILLS, 3),
        point=r.choice(PLACES),
        country=r.choice(("GB", "GB", "DK")),
        accommodation=r.random() < 0.6,
        sector=r.choice(SECTORS),
        min_days=r.choice((1, 5, 5, 30)),
        headcount=r.randint(1, 40),
        min_group=r.choice((1, 1, 1, 4)),
        pay=Decimal(r.choice(("11.5", "11.50", "12.21", "13"))),
        currency=r.choice(("GBP", "GBP", "DKK")),
        languages=_levels(r, 1),
        tickets=_some(r, TICKETS, 1),
    )
    if r.random() < 0.7:
        return v
    return replace(
        v,
        shifts=_some(r, tuple(Shift), 2),
        shift_rule=r.choice(tuple(ShiftRule)),
        engagement=_some(r, tuple(EngagementForm), 3),
        commitments=_commitments(r),
        held=r.random() < 0.1,
    )


def world(seed: int, lots: int, posts: int) -> tuple[list[AvailabilityFacts], list[VacancyFacts]]:
    """The same posts for the same seed."""
    r = Random(seed)
    return [random_availability(r, n) for n in range(lots)], [random_vacancy(r, n) for n in range(posts)]


def _some(r: Random, those: Sequence[T], most: int) -> frozenset[T]:
    return frozenset(r.sample(those, r.randint(0, most)))


def _levels(r: Random, most: int) -> dict[str, Level]:
    return {language: r.choice(tuple(Level)) for language in sorted(_some(r, LANGUAGES, most))}


def _floors(r: Random) -> dict[str, Decimal]:
    sums = ("0", "11.50", "12.2", "12.21", "99")
    return {currency: Decimal(r.choice(sums)) for currency in sorted(_some(r, ("GBP", "DKK"), 2))}


def _commitments(r: Random) -> tuple[Commitment, ...]:
    days: list[date] = [START + timedelta(days=r.randint(-5, 60)) for _ in range(r.randint(0, 3))]
    return tuple(
        Commitment(Period(day, day + timedelta(days=r.randint(0, 20))), r.randint(1, 9)) for day in days
    )
