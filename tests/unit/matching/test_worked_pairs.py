"""The worked pairs of the rules, figure by figure."""

from dataclasses import astuple, replace
from datetime import timedelta

import pytest

from portal.matching.domain import AvailabilityFacts, Gate, VacancyFacts
from portal.matching.reference import judge
from tests.unit.matching.pairs import HERE, KNOWLEDGE, START, availability, north_of, vacancy

Pair = tuple[AvailabilityFacts, VacancyFacts]

SAME_JOB: Pair = (
    availability(skills=frozenset({"x", "y"})),
    vacancy(
        required_skills=frozenset({"x"}), desired_skills=frozenset({"y", "free"}), point=north_of(HERE, 12.4)
    ),
)
NO_SKILLS_ASKED: Pair = (
    availability(occupation="9211", travel_km=0.0, headcount=10, available_to=START + timedelta(days=19)),
    vacancy(occupation="9213", days=90),
)
MOVING: Pair = (
    availability(occupation="5131", relocates=True, headcount=12, travel_km=20.0),
    vacancy(
        occupation="9211", entry_level=True, accommodation=True, headcount=12, point=north_of(HERE, 300.0)
    ),
)
STEP: Pair = (
    availability(
        occupation="7511",
        skills=frozenset({"a", "b2"}),
        travel_km=10.000001,
        headcount=3,
        available_to=START + timedelta(days=4),
    ),
    vacancy(
        occupation="8160",
        days=200,
        headcount=12,
        point=north_of(HERE, 10.0),
        required_skills=frozenset({"a"}),
        desired_skills=frozenset({"b", "c"}),
    ),
)
FAR: Pair = (
    availability(occupation="5321", skills=frozenset({"a"}), relocates=True, headcount=9),
    vacancy(
        occupation="5321",
        required_skills=frozenset({"a"}),
        accommodation=True,
        headcount=9,
        point=north_of(HERE, 3500.0),
    ),
)


@pytest.mark.parametrize(
    ("pair", "factors", "score"),
    [
        (SAME_JOB, (0.75, 1, 0.876, 1, 1), 0.8689),
        (NO_SKILLS_ASKED, (0.75, 0.75, 1, 0.222222222, 0.25), 0.684722222),
        (MOVING, (0.5, 0.5, 0.38, 1, 1), 0.582),
        (STEP, (0.625, 0.75, 0.5, 0.025, 0.25), 0.53375),
        (FAR, (1, 1, 0.2, 1, 1), 0.88),
    ],
    ids=["same job", "no skills asked", "moving", "step", "far"],
)
def test_a_worked_pair_has_its_factors_and_its_score(
    pair: Pair, factors: tuple[float, ...], score: float
) -> None:
    judgement = judge(*pair, KNOWLEDGE)
    assert judgement.failed == ()
    assert astuple(judgement.factors) == pytest.approx(factors, abs=6e-8)
    assert judgement.score == pytest.approx(score, abs=1e-8)


def test_a_lot_free_a_day_after_the_latest_start_fails_on_dates() -> None:
    a, v = SAME_JOB
    late = replace(a, available_from=v.latest_start + timedelta(days=1))
    assert judge(late, v, KNOWLEDGE).failed == (Gate.DATES,)


def test_moving_needs_accommodation() -> None:
    a, v = MOVING
    stranded = replace(v, entry_level=False, accommodation=False)
    assert Gate.PLACE in judge(a, stranded, KNOWLEDGE).failed
    assert judge(replace(a, occupation="9211"), stranded, KNOWLEDGE).failed == (Gate.PLACE,)


def test_a_group_larger_than_the_lot_fails_on_group() -> None:
    a, v = NO_SKILLS_ASKED
    assert judge(a, replace(v, min_group=12), KNOWLEDGE).failed == (Gate.GROUP,)


def test_the_evidence_says_which_skills_how_far_and_why() -> None:
    judgement = judge(*STEP, KNOWLEDGE)
    assert (judgement.skills.held, judgement.skills.related, judgement.skills.missing) == (
        ("a",),
        ("b",),
        ("c",),
    )
    assert judgement.covered_days == 5
    assert judgement.step_reason == "much of the work is alike"
    assert not judgement.relocating
    assert judge(*FAR, KNOWLEDGE).relocating
