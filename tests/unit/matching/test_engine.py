"""The engine answers what the reference answers, in both directions."""

from collections.abc import Sequence
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.domain import AvailabilityFacts, Gate, PairJudgement, VacancyFacts
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hit
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import best_for_availability, best_for_vacancy, judge
from tests.unit.matching.pairs import KNOWLEDGE, availability, vacancy
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import world


def told(judgement: PairJudgement) -> tuple[object, ...]:
    free = min(judgement.free_availability, judgement.free_vacancy)
    return judgement.score, judgement.relocating, judgement.covered_days, free


def agree(hit: Hit, judgement: PairJudgement) -> None:
    assert (hit.score, hit.relocating, hit.covered_days, hit.free_heads) == told(judgement)
    assert astuple(hit.factors) == pytest.approx(astuple(judgement.factors), abs=1e-12)
    assert hit.distance_km == pytest.approx(judgement.distance_km, abs=1e-6)


def compare(
    lots: Sequence[AvailabilityFacts], posts: Sequence[VacancyFacts], top: int | None, path: str
) -> int:
    """Every query both ways; how many pairs were compared."""
    supply, demand, pairs = AvailabilityIndex(lots, KNOWLEDGE, path), VacancyIndex(posts, KNOWLEDGE, path), 0
    for v in posts:
        found, expected = list(supply.best_for_vacancy(v, top)), best_for_vacancy(v, lots, KNOWLEDGE, top)
        assert [lots[hit.position] for hit in found] == [pair.availability for pair in expected]
        for hit, lot in zip(found, expected, strict=True):
            agree(hit, lot.judgement)
        pairs += len(found)
    for a in lots:
        found, ranked = (
            list(demand.best_for_availability(a, top)),
            best_for_availability(a, posts, KNOWLEDGE, top),
        )
        assert [posts[hit.position] for hit in found] == [pair.vacancy for pair in ranked]
        for hit, post in zip(found, ranked, strict=True):
            agree(hit, post.judgement)
        pairs += len(found)
    return pairs


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("seed", "top"), [(1, 3), (2, None)])
def test_the_engine_agrees_with_the_reference_on_a_seeded_world(
    seed: int, top: int | None, path: str
) -> None:
    assert compare(*world(seed, 40, 30), top, path) > 20


@pytest.mark.parametrize("path", PATHS)
@given(st.integers(0, 10**9), st.integers(0, 8), st.integers(0, 8))
def test_the_engine_agrees_with_the_reference_on_any_world(
    path: str, seed: int, lots: int, posts: int
) -> None:
    compare(*world(seed, lots, posts), 2, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_small_step_is_enough_where_no_skill_is_asked(path: str) -> None:
    assert compare([availability(occupation="4321")], [vacancy(occupation="9333")], 5, path) == 2


@pytest.mark.parametrize("path", PATHS)
def test_a_post_may_ask_more_skills_than_the_kernel_counts(path: str) -> None:
    many = frozenset(f"free {number}" for number in range(70))
    lots = [availability(reference=f"A{n}", skills=frozenset(sorted(many)[:n])) for n in (0, 3, 70)]
    assert compare(lots, [vacancy(desired_skills=many), vacancy(required_skills=many)], 5, path) == 8


def test_each_gate_of_the_engine_is_that_of_the_reference() -> None:
    lots, posts = world(7, 40, 25)
    supply, demand = AvailabilityIndex(lots, KNOWLEDGE), VacancyIndex(posts, KNOWLEDGE)
    judged = [[judge(a, v, KNOWLEDGE).failed for v in posts] for a in lots]
    of_lots, of_vacancies = [demand.gates(a) for a in lots], [supply.gates(v) for v in posts]
    for gate in Gate:
        for j, passed in enumerate(of_vacancies):
            assert passed[gate].tolist() == [gate not in judged[i][j] for i in range(len(lots))]
        for i, passed in enumerate(of_lots):
            assert passed[gate].tolist() == [gate not in judged[i][j] for j in range(len(posts))]


def test_the_order_in_which_posts_are_listed_changes_nothing() -> None:
    lots, posts = world(3, 60, 10)
    forward, backward = AvailabilityIndex(lots, KNOWLEDGE), AvailabilityIndex(lots[::-1], KNOWLEDGE)
    for v in posts:
        ahead = [
            (lots[h.position].order, lots[h.position].reference, h.score) for h in forward.best_for_vacancy(v)
        ]
        back = [
            (lots[-1 - h.position].order, lots[-1 - h.position].reference, h.score)
            for h in backward.best_for_vacancy(v)
        ]
        assert ahead == back


def test_asking_for_none_or_of_none_gives_none() -> None:
    assert len(AvailabilityIndex([], KNOWLEDGE).best_for_vacancy(vacancy())) == 0
    assert len(VacancyIndex([], KNOWLEDGE).best_for_availability(availability())) == 0
    assert len(AvailabilityIndex([availability()], KNOWLEDGE).best_for_vacancy(vacancy(), 0)) == 0
