"""All pairs of lots and vacancies that pass every gate, not only the best of each post, as a task to plan."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from portal.matching.allocation import FREE, AllocationTask
from portal.matching.domain import AvailabilityFacts, Gate, Knowledge, VacancyFacts
from portal.matching.index.arrays import NONE, Ints
from portal.matching.index.availabilities import AvailabilityIndex


def task_of(
    lots: Sequence[AvailabilityFacts],
    vacancies: Sequence[VacancyFacts],
    priorities: Sequence[int],
    knowledge: Knowledge,
    programme: Collection[int] = (),
) -> AllocationTask:
    """The task of a plan, both sides in the given order; `programme` are places of lots.

    A lot serves once per plan, with the heads that it has free in the days of every pair that it could
    serve; so does a vacancy. So the heads of a plan are free together, whichever days overlap.
    """
    supply = AvailabilityIndex(lots, knowledge)
    hits = list(supply.best_for_vacancies(vacancies, None))
    of_lots = np.concatenate([NONE, *(found.positions for found in hits)])
    of_vacancies = np.repeat(np.arange(len(hits)), _whole([len(found) for found in hits]))
    lot_heads = _whole([lot.headcount for lot in lots])
    vacancy_heads = _whole([vacancy.headcount for vacancy in vacancies])
    np.minimum.at(lot_heads, of_lots, np.concatenate([NONE, *(found.free_availability for found in hits)]))
    np.minimum.at(vacancy_heads, of_vacancies, np.concatenate([NONE, *(one.free_vacancy for one in hits)]))
    return AllocationTask(
        lot_heads=lot_heads,
        vacancy_heads=vacancy_heads,
        priorities=_whole(priorities),
        lots=of_lots,
        vacancies=of_vacancies,
        scores=np.concatenate([np.empty(0), *(found.scores for found in hits)]),
        most=np.minimum(lot_heads[of_lots], vacancy_heads[of_vacancies]),
        sectors=_sector_numbers([vacancy.sector for vacancy in vacancies]),
        programme=np.isin(np.arange(len(lots)), list(programme)),
        locked=np.full(len(of_lots), FREE),
    )


def turned_away(
    lots: Sequence[AvailabilityFacts], vacancies: Sequence[VacancyFacts], knowledge: Knowledge
) -> Mapping[Gate, int]:
    """How many of all pairs fail each gate, taken alone, the strictest first; without gates that all pass."""
    supply = AvailabilityIndex(lots, knowledge)
    failed = dict.fromkeys(Gate, 0)
    for vacancy in vacancies:
        for gate, passes in supply.gates(vacancy).items():
            failed[gate] += int((~passes).sum())
    return {gate: n for gate, n in sorted(failed.items(), key=lambda one: -one[1]) if n}


def division(sector: str) -> str:
    """The division of a sector (C10 of C10.1), by which sectors are told apart in a plan."""
    return sector.partition(".")[0]


def _sector_numbers(sectors: Sequence[str]) -> Ints:
    """The division of each vacancy as a number; those that name none stand together."""
    numbers: dict[str, int] = {}
    return _whole([numbers.setdefault(division(sector), len(numbers)) for sector in sectors])


def _whole(values: Sequence[int]) -> Ints:
    return np.asarray(values, np.int64)
