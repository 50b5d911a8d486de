"""Small tasks of allocation."""

from itertools import product
from random import Random

import numpy as np

from portal.matching.allocation import AllocationTask


def task(
    lot_heads: list[int],
    vacancy_heads: list[int],
    pairs: list[tuple[int, int, float]],
    priorities: list[int] | None = None,
    *,
    sectors: list[int] | None = None,
    programme: list[int] | None = None,
) -> AllocationTask:
    lots, vacancies, scores = zip(*pairs, strict=True) if pairs else ((), (), ())
    return AllocationTask(
        lot_heads=np.array(lot_heads, np.int64),
        vacancy_heads=np.array(vacancy_heads, np.int64),
        priorities=np.array(priorities or [3] * len(vacancy_heads), np.int64),
        lots=np.array(lots, np.int64),
        vacancies=np.array(vacancies, np.int64),
        scores=np.array(scores, np.float64),
        most=np.array([min(lot_heads[a], vacancy_heads[v]) for a, v, _ in pairs], np.int64),
        sectors=np.array(sectors or [0] * len(vacancy_heads), np.int64),
        programme=np.isin(np.arange(len(lot_heads)), programme or []),
    )


def random_task(seed: int) -> AllocationTask:
    r = Random(seed)
    lots, vacancies = r.randint(1, 3), r.randint(1, 3)
    pairs = [
        (a, v, r.choice((0.2, 0.5, 0.871234567, 1.0)))
        for a, v in product(range(lots), range(vacancies))
        if r.random() < 0.7
    ][:5]
    return task(
        [r.randint(1, 3) for _ in range(lots)],
        [r.randint(1, 3) for _ in range(vacancies)],
        pairs,
        [r.randint(1, 3) for _ in range(vacancies)],
        sectors=list(range(vacancies)),
        programme=[0],
    )


def fits(one: AllocationTask, heads: np.ndarray) -> bool:
    of_lots = np.bincount(one.lots, heads, minlength=len(one.lot_heads))
    of_vacancies = np.bincount(one.vacancies, heads, minlength=len(one.vacancy_heads))
    return bool((of_lots <= one.lot_heads).all() and (of_vacancies <= one.vacancy_heads).all())
