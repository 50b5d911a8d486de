"""Every gate at its boundary: just passing and just failing."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from portal.kernel.globe import great_circle_km
from portal.kernel.periods import Commitment, Period
from portal.matching.domain import (
    AvailabilityFacts,
    EngagementForm,
    Gate,
    GateOutcome,
    Level,
    LicenceBar,
    Shift,
    ShiftRule,
    VacancyFacts,
)
from portal.matching.reference import judge
from tests.unit.matching.pairs import HERE, KNOWLEDGE, START, availability, north_of, vacancy

A = Callable[..., AvailabilityFacts]
DAY, NIGHT = frozenset({Shift.DAY}), frozenset({Shift.NIGHT})
LOAN, AGENCY = frozenset({EngagementForm.LOAN}), frozenset({EngagementForm.AGENCY})
THERE = north_of(HERE, 25.0)
AWAY = great_circle_km(HERE, THERE)
DAYS = timedelta(days=1)


def taken(first: int, last: int, heads: int) -> tuple[Commitment, ...]:
    return (Commitment(Period(START + first * DAYS, START + last * DAYS), heads),)


PASSING: dict[str, tuple[Gate, AvailabilityFacts, VacancyFacts]] = {
    "neither is held": (Gate.COMPLIANCE, availability(), vacancy()),
    "a barred form beside a free one": (
        Gate.COMPLIANCE,
        availability(licence_bars=frozenset({LicenceBar("GB", EngagementForm.AGENCY)})),
        vacancy(),
    ),
    "a bar for another sector": (
        Gate.COMPLIANCE,
        availability(
            engagement=AGENCY, licence_bars=frozenset({LicenceBar("GB", EngagementForm.AGENCY, "A")})
        ),
        vacancy(sector="C10.1"),
    ),
    "own country": (Gate.PERMISSION, availability(), vacancy()),
    "an open corridor": (
        Gate.PERMISSION,
        availability(open_corridors=frozenset({"DK"})),
        vacancy(country="DK"),
    ),
    "the beginning of a sector": (
        Gate.PERMISSION,
        availability(work_sectors=frozenset({"A", "C10"})),
        vacancy(sector="C10.1"),
    ),
    "any form": (Gate.ENGAGEMENT, availability(), vacancy(engagement=AGENCY)),
    "a shared form": (
        Gate.ENGAGEMENT,
        availability(engagement=LOAN | AGENCY),
        vacancy(engagement=AGENCY),
    ),
    "free on the latest start": (Gate.DATES, availability(available_from=START + 2 * DAYS), vacancy()),
    "the least days": (Gate.DATES, availability(available_to=START + 4 * DAYS), vacancy()),
    "a short job whole": (Gate.DATES, availability(available_to=START + 1 * DAYS), vacancy(days=2)),
    "every ticket": (
        Gate.TICKETS,
        availability(tickets=frozenset({"C", "CE"})),
        vacancy(tickets=frozenset({"C"})),
    ),
    "the level itself": (
        Gate.LANGUAGES,
        availability(languages={"en": Level.B1}),
        vacancy(languages={"en": Level.B1}),
    ),
    "all shifts when none is named": (Gate.SHIFTS, availability(), vacancy()),
    "any shift shared": (
        Gate.SHIFTS,
        availability(shifts=DAY),
        vacancy(shifts=DAY | NIGHT, shift_rule=ShiftRule.ANY),
    ),
    "the very pay": (Gate.PAY, availability(min_pay={"GBP": Decimal("12.5")}), vacancy()),
    "a floor of nothing": (Gate.PAY, availability(min_pay={"GBP": Decimal(0)}), vacancy()),
    "a narrower skill": (
        Gate.SKILLS,
        availability(skills=frozenset({"x2"})),
        vacancy(required_skills=frozenset({"x", "x1"})),
    ),
    "at the radius": (Gate.PLACE, availability(travel_km=AWAY), vacancy(point=THERE)),
    "moving with a skill": (
        Gate.PLACE,
        availability(travel_km=1.0, relocates=True, occupation="5131", skills=frozenset({"a"})),
        vacancy(point=THERE, accommodation=True, required_skills=frozenset({"a"})),
    ),
    "moving to a trade of the same kind": (
        Gate.PLACE,
        availability(travel_km=1.0, relocates=True, occupation="8311"),
        vacancy(point=THERE, accommodation=True),
    ),
    "the least group": (Gate.GROUP, availability(min_group=40), vacancy()),
    "taken on other days": (
        Gate.GROUP,
        availability(commitments=taken(60, 90, 40)),
        vacancy(),
    ),
    "a related occupation": (Gate.RELEVANCE, availability(occupation="8311"), vacancy()),
    "a related skill": (
        Gate.RELEVANCE,
        availability(occupation="5131", skills=frozenset({"b"})),
        vacancy(desired_skills=frozenset({"b2"})),
    ),
    "a small step with no skills asked": (
        Gate.RELEVANCE,
        availability(occupation="4321"),
        vacancy(occupation="9333"),
    ),
}

FAILING: dict[str, tuple[Gate, AvailabilityFacts, VacancyFacts]] = {
    "a held lot": (Gate.COMPLIANCE, availability(held=True), vacancy()),
    "a held vacancy": (Gate.COMPLIANCE, availability(), vacancy(held=True)),
    "the only form is barred": (
        Gate.COMPLIANCE,
        availability(
            engagement=AGENCY, licence_bars=frozenset({LicenceBar("GB", EngagementForm.AGENCY, "A01.1")})
        ),
        vacancy(sector="A01.1"),
    ),
    "another country": (Gate.PERMISSION, availability(), vacancy(country="IE")),
    "another sector": (
        Gate.PERMISSION,
        availability(work_sectors=frozenset({"C10"})),
        vacancy(sector="C1"),
    ),
    "no sector is named": (Gate.PERMISSION, availability(work_sectors=frozenset({"C10"})), vacancy()),
    "no form shared": (Gate.ENGAGEMENT, availability(engagement=LOAN), vacancy(engagement=AGENCY)),
    "free too late": (Gate.DATES, availability(available_from=START + 3 * DAYS), vacancy()),
    "one day too few": (Gate.DATES, availability(available_to=START + 3 * DAYS), vacancy()),
    "a short job in part": (Gate.DATES, availability(available_to=START), vacancy(days=2)),
    "over before it starts": (
        Gate.DATES,
        availability(available_from=START - 9 * DAYS, available_to=START - 1 * DAYS),
        vacancy(),
    ),
    "a ticket short": (
        Gate.TICKETS,
        availability(tickets=frozenset({"C"})),
        vacancy(tickets=frozenset({"C", "CPC"})),
    ),
    "a ticket in other letters": (
        Gate.TICKETS,
        availability(tickets=frozenset({"dbs"})),
        vacancy(tickets=frozenset({"DBS"})),
    ),
    "a level short": (
        Gate.LANGUAGES,
        availability(languages={"en": Level.A2}),
        vacancy(languages={"en": Level.B1}),
    ),
    "a language short": (Gate.LANGUAGES, availability(), vacancy(languages={"en": Level.A1})),
    "a shift short": (Gate.SHIFTS, availability(shifts=DAY), vacancy(shifts=DAY | NIGHT)),
    "all shifts are asked when none is named": (Gate.SHIFTS, availability(shifts=DAY), vacancy()),
    "no shift shared": (
        Gate.SHIFTS,
        availability(shifts=DAY),
        vacancy(shifts=NIGHT, shift_rule=ShiftRule.ANY),
    ),
    "a penny short": (Gate.PAY, availability(min_pay={"GBP": Decimal("12.51")}), vacancy()),
    "only the broader skill": (
        Gate.SKILLS,
        availability(skills=frozenset({"x"})),
        vacancy(required_skills=frozenset({"x1"})),
    ),
    "beyond the radius": (Gate.PLACE, availability(travel_km=AWAY - 1e-6), vacancy(point=THERE)),
    "moving without accommodation": (
        Gate.PLACE,
        availability(travel_km=1.0, relocates=True),
        vacancy(point=THERE),
    ),
    "not moving": (Gate.PLACE, availability(travel_km=1.0), vacancy(point=THERE, accommodation=True)),
    "moving for another trade without a skill": (
        Gate.PLACE,
        availability(travel_km=1.0, relocates=True, occupation="9213"),
        vacancy(point=THERE, accommodation=True),
    ),
    "a group too large": (Gate.GROUP, availability(headcount=11), vacancy(min_group=12)),
    "taken on one covered day": (
        Gate.GROUP,
        availability(commitments=taken(59, 90, 1), min_group=40),
        vacancy(),
    ),
    "taken on the vacancy": (Gate.GROUP, availability(), vacancy(commitments=taken(-5, 0, 40))),
    "nothing in common": (Gate.RELEVANCE, availability(occupation="5131"), vacancy()),
    "a small step and no skill of those asked": (
        Gate.RELEVANCE,
        availability(occupation="4321"),
        vacancy(occupation="9333", desired_skills=frozenset({"b"})),
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_gate_passes_when(name: str) -> None:
    gate, a, v = PASSING[name]
    assert gate not in judge(a, v, KNOWLEDGE).failed


@pytest.mark.parametrize("name", FAILING)
def test_a_gate_fails_when(name: str) -> None:
    gate, a, v = FAILING[name]
    assert gate in judge(a, v, KNOWLEDGE).failed


def test_pay_without_a_floor_in_that_currency_is_not_compared_and_passes() -> None:
    judgement = judge(availability(min_pay={"EUR": Decimal(99)}), vacancy(), KNOWLEDGE)
    pay = next(result for result in judgement.gates if result.gate is Gate.PAY)
    assert pay.outcome is GateOutcome.NOT_COMPARED
    assert judgement.passed


def test_no_gate_tells_the_pay_floor() -> None:
    judgement = judge(availability(min_pay={"GBP": Decimal("99.87")}), vacancy(), KNOWLEDGE)
    assert "99.87" not in str(judgement)


def test_every_gate_is_in_both_tables_and_in_every_judgement() -> None:
    assert {gate for gate, _, _ in PASSING.values()} == set(Gate)
    assert {gate for gate, _, _ in FAILING.values()} == set(Gate)
    assert tuple(result.gate for result in judge(availability(), vacancy(), KNOWLEDGE).gates) == tuple(Gate)
