"""The parts of a score where the rules leave room for doubt."""

from dataclasses import replace
from datetime import date, timedelta
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.globe import EARTH_RADIUS_KM, Point, great_circle_km
from portal.kernel.periods import Commitment, Period
from portal.matching.domain import end_of, latest_start_of
from portal.matching.reference import best_for_availability, best_for_vacancy, judge
from tests.unit.matching.pairs import HERE, KNOWLEDGE, START, availability, north_of, vacancy

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_a_skill_in_both_lists_counts_as_required() -> None:
    both = vacancy(required_skills=frozenset({"x"}), desired_skills=frozenset({"x", "q"}))
    assert judge(availability(skills=frozenset({"x"})), both, KNOWLEDGE).factors.skills == pytest.approx(
        2 / 3
    )


def test_a_related_skill_is_judged_on_skills_held_directly() -> None:
    # x2 counts as x1 and x; y shares its parent with x, but x is not held directly
    wanted = vacancy(desired_skills=frozenset({"y", "x"}))
    judgement = judge(availability(skills=frozenset({"x2"})), wanted, KNOWLEDGE)
    assert (judgement.skills.held, judgement.skills.missing) == (("x",), ("y",))


def test_the_immediate_broader_or_narrower_skill_is_related() -> None:
    narrower = judge(
        availability(skills=frozenset({"x"})), vacancy(desired_skills=frozenset({"x1"})), KNOWLEDGE
    )
    assert narrower.skills.related == ("x1",)
    assert narrower.factors.skills == 0.5


def test_without_skills_asked_the_occupation_counts_for_them() -> None:
    judgement = judge(availability(occupation="8311"), vacancy(), KNOWLEDGE)
    assert (judgement.factors.skills, judgement.factors.occupation) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("theirs", "ours", "entry", "value"),
    [
        ("8344", "8344", True, 1.0),
        ("8343", "8344", False, 0.75),
        ("8311", "8344", True, 0.5),
        ("8311", "8344", False, 0.5),
        ("9211", "8344", True, 0.5),
        ("9211", "8344", False, 0.0),
        ("2221", "5321", False, 1.0),
        ("5321", "2221", False, 0.0),
        ("4321", "9333", True, 0.5),
        ("4321", "9333", False, 0.25),
    ],
)
def test_the_largest_of_the_ways_to_an_occupation_counts(
    theirs: str, ours: str, entry: bool, value: float
) -> None:
    judgement = judge(availability(occupation=theirs), vacancy(occupation=ours, entry_level=entry), KNOWLEDGE)
    assert judgement.factors.occupation == value


def test_within_the_radius_wins_over_moving() -> None:
    near = judge(
        availability(relocates=True, travel_km=50.0),
        vacancy(accommodation=True, point=north_of(HERE, 49.0)),
        KNOWLEDGE,
    )
    assert not near.relocating
    assert near.factors.distance == pytest.approx(0.51)


def test_free_heads_are_those_of_the_covered_days() -> None:
    busy = Commitment(Period(START, START + timedelta(days=9)), 30)
    late = availability(commitments=(busy,), available_from=START + timedelta(days=2))
    assert judge(late, vacancy(), KNOWLEDGE).free_availability == 10
    after = replace(late, commitments=(replace(busy, period=Period(START, START + timedelta(days=1))),))
    assert judge(after, vacancy(), KNOWLEDGE).free_availability == 40


def test_a_vacancy_that_began_counts_from_today() -> None:
    today = START + timedelta(days=10)
    seen = vacancy(days=60).seen_on(today)
    assert (seen.starts, seen.length, seen.latest_start) == (today, 50, START + timedelta(days=2))
    assert vacancy(days=60).seen_on(START) == vacancy(days=60)


def test_defaults_of_dates_hold_at_the_end_of_the_calendar() -> None:
    assert latest_start_of(START, None) == date(2027, 3, 3)
    assert (end_of(START, None) - START).days == 89
    assert end_of(date.max, None) == date.max


def test_equal_scores_are_ordered_by_age_and_then_by_reference() -> None:
    lots = [availability(reference=r, order=o) for r, o in (("C", 2), ("B", 2), ("Z", 1))]
    assert [p.availability.reference for p in best_for_vacancy(vacancy(), lots, KNOWLEDGE)] == ["Z", "B", "C"]
    posts = [vacancy(reference=r, order=o) for r, o in (("C", 2), ("B", 2), ("Z", 1))]
    assert [p.vacancy.reference for p in best_for_availability(availability(), posts, KNOWLEDGE, 2)] == [
        "Z",
        "B",
    ]


@given(points, points)
def test_distance_is_the_same_both_ways_and_at_most_half_way_round(one: Point, other: Point) -> None:
    there = great_circle_km(one, other)
    assert there == pytest.approx(great_circle_km(other, one), abs=1e-6)
    assert 0 <= there <= EARTH_RADIUS_KM * 3.14159266
    assert great_circle_km(one, one) == 0


def test_distances_known_from_geometry() -> None:
    quarter = EARTH_RADIUS_KM * pi / 2
    assert great_circle_km(Point(90, 77), Point(0, -12)) == pytest.approx(quarter)
    assert great_circle_km(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(quarter / 90)


@given(st.floats(0, 500), st.floats(0, 500))
def test_a_wider_radius_never_closes_a_place(km: float, wider: float) -> None:
    small, large = sorted((km, wider))
    v = vacancy(point=north_of(HERE, 120.0))
    near, far = (judge(availability(travel_km=r), v, KNOWLEDGE) for r in (small, large))
    assert not near.passed or far.passed
    if near.passed:
        assert far.score >= near.score
