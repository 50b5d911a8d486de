"""On larger worlds every path of the engine answers what the reference does, both ways, in any order."""

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hit, Hits
from portal.matching.index.packed import Packed
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import judge
from tests.unit.matching.pairs import KNOWLEDGE
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import world

LOTS, VACANCIES = (2000, 400) if os.environ.get("FAIRSHIFT_PROVE") == "full" else (250, 60)
TOPS = (1, 20, None)

Ranked = list[tuple[int, float]]
"""Positions and scores, best first."""


def great_world() -> tuple[list[AvailabilityFacts], list[VacancyFacts]]:
    lots, vacancies = world(20, LOTS, VACANCIES)
    return (
        [replace(lot, reference=f"A{at}") for at, lot in enumerate(lots)],
        [replace(vacancy, reference=f"V{at}") for at, vacancy in enumerate(vacancies)],
    )


@cache
def by_the_reference() -> tuple[list[Ranked], list[Ranked]]:
    """All pairs that pass, ranked for each vacancy and for each lot."""
    lots, vacancies = great_world()
    for_vacancies: list[list[tuple[float, int, str, int]]] = [[] for _ in vacancies]
    for_lots: list[list[tuple[float, int, str, int]]] = [[] for _ in lots]
    for i, a in enumerate(lots):
        for j, v in enumerate(vacancies):
            judged = judge(a, v, KNOWLEDGE)
            if judged.passed:
                for_vacancies[j].append((-judged.score, a.order, a.reference, i))
                for_lots[i].append((-judged.score, v.order, v.reference, j))
    return (
        [[(at, -score) for score, _, _, at in sorted(found)] for found in for_vacancies],
        [[(at, -score) for score, _, _, at in sorted(found)] for found in for_lots],
    )


def ranked(hits: Hits) -> Ranked:
    return list(zip(hits.positions.tolist(), hits.scores.tolist(), strict=True))


@pytest.mark.parametrize("path", PATHS)
def test_each_vacancy_finds_the_lots_that_the_reference_finds(path: str) -> None:
    lots, vacancies = great_world()
    index, expected = AvailabilityIndex(lots, KNOWLEDGE, path), by_the_reference()[0]
    assert index.path == path
    for top in TOPS:
        found = [ranked(hits) for hits in index.best_for_vacancies(vacancies, top)]
        assert found == [all_of_one[:top] for all_of_one in expected]


@pytest.mark.parametrize("path", PATHS)
def test_each_lot_finds_the_vacancies_that_the_reference_finds(path: str) -> None:
    lots, vacancies = great_world()
    index, expected = VacancyIndex(vacancies, KNOWLEDGE, path), by_the_reference()[1]
    for top in TOPS:
        found = [ranked(hits) for hits in index.best_for_availabilities(lots, top)]
        assert found == [all_of_one[:top] for all_of_one in expected]


def test_all_paths_tell_the_same_of_each_pair() -> None:
    lots, vacancies = great_world()
    told: list[list[Hit]] = []
    for path in PATHS:
        index = AvailabilityIndex(lots, KNOWLEDGE, path)
        told.append([hit for hits in index.best_for_vacancies(vacancies) for hit in hits])
    for one, other in zip(told[0], told[-1], strict=True):
        assert (one.position, one.score, one.relocating) == (other.position, other.score, other.relocating)
        assert (one.covered_days, one.free_heads) == (other.covered_days, other.free_heads)
        assert one.factors.total() == pytest.approx(other.factors.total(), abs=1e-9)
        assert one.distance_km == pytest.approx(other.distance_km, abs=1e-6)


@pytest.mark.parametrize("path", PATHS)
def test_the_order_of_the_list_changes_neither_answers_nor_ranks(path: str) -> None:
    lots, vacancies = great_world()
    shuffled = Random(4).sample(lots, len(lots))
    one, other = AvailabilityIndex(lots, KNOWLEDGE, path), AvailabilityIndex(shuffled, KNOWLEDGE, path)
    for v in vacancies:
        assert names(one.best_for_vacancy(v), lots) == names(other.best_for_vacancy(v), shuffled)


def names(hits: Hits, posts: Sequence[AvailabilityFacts]) -> list[tuple[str, float]]:
    return [(posts[hit.position].reference, hit.score) for hit in hits]


@pytest.mark.parametrize("path", PATHS)
def test_arrays_read_back_from_files_answer_alike(
    path: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lots, vacancies = great_world()
    folder = tmp_path_factory.mktemp("index")
    index = AvailabilityIndex(lots, KNOWLEDGE, path)
    before = [ranked(hits) for hits in index.best_for_vacancies(vacancies)]
    index.packed.write(folder)
    mapped = index.over(Packed.mapped(folder))
    assert [ranked(hits) for hits in mapped.best_for_vacancies(vacancies)] == before
