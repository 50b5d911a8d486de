"""More of what is asked never matches less, and what is no input changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.availability.domain import AvailabilityRow
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.facts import Standing, facts_of_availability, facts_of_vacancy
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from portal.posts.domain import PostState, Skill
from portal.vacancies.domain import VacancyRow
from tests.unit.matching.pairs import KNOWLEDGE
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import SKILLS, world

NOW = datetime(2027, 2, 20, 9, tzinfo=UTC)

OF_LOTS: list[Callable[[AvailabilityFacts], AvailabilityFacts]] = [
    lambda a: replace(a, travel_km=a.travel_km * 2 + 30),
    lambda a: replace(a, available_from=a.available_from - timedelta(days=9)),
    lambda a: replace(a, available_to=None),
    lambda a: replace(a, headcount=a.headcount + 7),
    lambda a: replace(a, skills=a.skills | {SKILLS[0], SKILLS[3]}),
    lambda a: replace(a, min_pay={}),
    lambda a: replace(a, relocates=True),
]
OF_VACANCIES: list[Callable[[VacancyFacts], VacancyFacts]] = [
    lambda v: replace(v, pay=v.pay + 3),
    lambda v: replace(v, headcount=v.headcount + 7),
    lambda v: replace(v, latest_start=v.latest_start + timedelta(days=9)),
    lambda v: replace(v, required_skills=frozenset(sorted(v.required_skills)[:1])),
    lambda v: replace(v, tickets=frozenset(), languages={}),
    lambda v: replace(v, accommodation=True),
]


def small_world(seed: int) -> tuple[list[AvailabilityFacts], list[VacancyFacts]]:
    """Without commitments: more days may meet a day that is taken."""
    lots, vacancies = world(seed, 12, 12)
    return [replace(a, commitments=()) for a in lots], [replace(v, commitments=()) for v in vacancies]


@pytest.mark.parametrize("path", PATHS)
@given(st.integers(0, 10**9), st.sampled_from(OF_LOTS))
def test_a_lot_that_offers_more_matches_no_less(
    path: str, seed: int, more: Callable[[AvailabilityFacts], AvailabilityFacts]
) -> None:
    lots, vacancies = small_world(seed)
    index = VacancyIndex(vacancies, KNOWLEDGE, path)
    for before, after in zip(
        index.best_for_availabilities(lots, None),
        index.best_for_availabilities(map(more, lots), None),
        strict=True,
    ):
        assert set(before.positions) <= set(after.positions)


@pytest.mark.parametrize("path", PATHS)
@given(st.integers(0, 10**9), st.sampled_from(OF_VACANCIES))
def test_a_vacancy_that_asks_less_matches_no_less(
    path: str, seed: int, less: Callable[[VacancyFacts], VacancyFacts]
) -> None:
    lots, vacancies = small_world(seed)
    index = AvailabilityIndex(lots, KNOWLEDGE, path)
    for before, after in zip(
        index.best_for_vacancies(vacancies, None),
        index.best_for_vacancies(map(less, vacancies), None),
        strict=True,
    ):
        assert set(before.positions) <= set(after.positions)


@pytest.mark.parametrize("path", PATHS)
def test_better_pay_never_changes_a_score(path: str) -> None:
    lots, vacancies = world(31, 60, 30)
    index = AvailabilityIndex(lots, KNOWLEDGE, path)
    for v in vacancies:
        scores = {hit.position: hit.score for hit in index.best_for_vacancy(v, None)}
        more = {hit.position: hit.score for hit in index.best_for_vacancy(replace(v, pay=Decimal(99)), None)}
        assert scores.items() <= more.items()


def row_of_lot(a: AvailabilityFacts, number: int, who: str) -> AvailabilityRow:
    """The lot as a row; `who` fills all that says whose it is and who its workers are."""
    return AvailabilityRow(
        **_common(a, number, who),
        skills=tuple(Skill(None, key) for key in sorted(a.skills)),
        travel_km=a.travel_km,
        relocates=a.relocates,
        work_countries=tuple(sorted(a.work_countries)),
        work_sectors=tuple(sorted(a.work_sectors)),
        available_from=a.available_from,
        available_to=a.available_to,
        min_pay=a.min_pay,
        country={"one": "GB", "other": "RO"}[who],
        notes={"one": "", "other": "mostly women over 50, from Cluj, one with a bad back"}[who],
    )


def row_of_vacancy(v: VacancyFacts, number: int, who: str) -> VacancyRow:
    return VacancyRow(
        **_common(v, number, who),
        title={"one": "Packer", "other": "Strong young man wanted"}[who],
        sector=v.sector,
        entry_level=v.entry_level,
        required_skills=tuple(Skill(None, key) for key in sorted(v.required_skills)),
        desired_skills=tuple(Skill(None, key) for key in sorted(v.desired_skills)),
        country=v.country,
        accommodation=v.accommodation,
        starts=v.starts,
        latest_start=v.latest_start,
        ends=v.ends,
        min_days=v.min_days,
        pay=v.pay,
        currency=v.currency,
        shift_rule=v.shift_rule,
        description={"one": "", "other": "Christians preferred"}[who],
        transport={"one": "bus", "other": ""}[who],
        priority={"one": 1, "other": 3}[who],
    )


def _common(facts: AvailabilityFacts | VacancyFacts, number: int, who: str) -> dict[str, Any]:
    told = {"one": 1, "other": 2}[who]
    return {
        "id": UUID(int=number),
        "published_at": NOW + timedelta(seconds=facts.order),
        "organisation_id": UUID(int=10**6 * told + number),
        "branch_id": None if told == 1 else UUID(int=5),
        "on_behalf_of": None if told == 1 else "Ahmed & Daughters",
        "number": f"{who}-{number}",
        "state": PostState.PUBLISHED,
        "version": told,
        "posted_by": UUID(int=77 * told),
        "created_at": NOW - timedelta(days=told),
        "expires_at": NOW + timedelta(days=30 * told),
        "occupation": who,
        "isco": facts.occupation,
        "languages": {language: level.name for language, level in facts.languages.items()},
        "tickets": tuple(sorted(facts.tickets)),
        "place_id": who,
        "town": {"one": "Wisbech", "other": "Boston"}[who],
        "region": who,
        "latitude": facts.point.latitude,
        "longitude": facts.point.longitude,
        "headcount": facts.headcount,
        "min_group": facts.min_group,
        "shifts": facts.shifts,
        "engagement": facts.engagement,
        "commitments": facts.commitments,
    }


def answers(lots: Sequence[AvailabilityRow], vacancies: Sequence[VacancyRow], path: str) -> bytes:
    """All that the engine says of all pairs, as bytes."""
    today = NOW.date()
    given_lots = [facts_of_availability(row, Standing()) for row in lots]
    given_vacancies = [facts_of_vacancy(row, Standing(), today) for row in vacancies]
    supply = AvailabilityIndex(given_lots, KNOWLEDGE, path)
    demand = VacancyIndex(given_vacancies, KNOWLEDGE, path)
    return b"".join(
        [hits.tobytes() for hits in supply.best_for_vacancies(given_vacancies, None)]
        + [hits.tobytes() for hits in demand.best_for_availabilities(given_lots, None)]
        + [array.tobytes() for packed in (supply.packed, demand.packed) for array in packed.arrays().values()]
    )


@pytest.mark.parametrize("path", PATHS)
def test_ten_thousand_pairs_are_answered_alike_whoever_the_people_are(path: str) -> None:
    lots, vacancies = world(32, 100, 100)
    told = [
        answers(
            [row_of_lot(a, at, who) for at, a in enumerate(lots)],
            [row_of_vacancy(v, at, who) for at, v in enumerate(vacancies)],
            path,
        )
        for who in ("one", "other")
    ]
    assert told[0] == told[1]
