"""The engine answers what the reference answers, in both directions."""

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.availability_index import AvailabilityIndex
from portal.matching.domain import AvailabilityFacts, Gate, PairJudgement, VacancyFacts
from portal.matching.hits import Hit, rounded
from portal.matching.reference import best_for_availability, best_for_vacancy, judge
from portal.matching.vacancy_index import VacancyIndex
from tests.unit.matching.pairs import KNOWLEDGE, availability, vacancy
from tests.unit.matching.worlds import world


def told(judgement: PairJudgement) -> tuple[object, ...]:
    free = min(judgement.free_availability, judgement.free_vacancy)
    return judgement.score, judgement.relocating, judgement.covered_days, free


def agree(hit: Hit, judgement: PairJudgement) -> None:
    assert (hit.score, hit.relocating, hit.covered_days, hit.free_heads) == told(judgement)
    assert astuple(hit.factors) == pytest.approx(astuple(judgement.factors), abs=1e-12)
    assert hit.distance_km == pytest.approx(judgement.distance_km, abs=1e-6)


def compare(lots: Sequence[AvailabilityFacts], posts: Sequence[VacancyFacts], top: int | None) -> int:
    """Every query both ways; how many pairs were compared."""
    supply, demand, pairs = AvailabilityIndex(lots, KNOWLEDGE), VacancyIndex(posts, KNOWLEDGE), 0
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


@pytest.mark.parametrize(("seed", "top"), [(1, 3), (2, None)])
def test_the_engine_agrees_with_the_reference_on_a_seeded_world(seed: int, top: int | None) -> None:
    assert compare(*world(seed, 40, 30), top) > 20


@given(st.integers(0, 10**9), st.integers(0, 8), st.integers(0, 8))
def test_the_engine_agrees_with_the_reference_on_any_world(seed: int, lots: int, posts: int) -> None:
    compare(*world(seed, lots, posts), 2)


def test_each_gate_of_the_engine_is_that_of_the_reference() -> None:
    lots, posts = world(7, 40, 25)
    supply, demand = AvailabilityIndex(lots, KNOWLEDGE), VacancyIndex(posts, KNOWLEDGE)
    judged = [[judge(a, v, KNOWLEDGE).failed for v in posts] for a in lots]
    for gate in Gate:
        for j, v in enumerate(posts):
            expected = [gate not in judged[i][j] for i in range(len(lots))]
            assert supply.passes(gate, v, supply.everyone()).tolist() == expected
        for i, a in enumerate(lots):
            expected = [gate not in judged[i][j] for j in range(len(posts))]
            assert demand.passes(gate, a, demand.everyone()).tolist() == expected


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


def test_a_score_between_two_roundings_is_put_to_the_exact_rule() -> None:
    asked: list[int] = []

    def exact(at: int) -> float:
        asked.append(at)
        return 0.123456788

    assert rounded(np.array([0.25, 0.1234567885, 0.75]), exact).tolist() == [250000000, 123456788, 750000000]
    assert asked == [1]
