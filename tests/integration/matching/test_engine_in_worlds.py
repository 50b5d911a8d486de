"""In worlds of every kind the engine answers what the reference answers, gate by gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.domain import Gate
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import judge
from tests.unit.matching.agreement import compare
from tests.unit.matching.pairs import KNOWLEDGE, availability, vacancy
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import world


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
