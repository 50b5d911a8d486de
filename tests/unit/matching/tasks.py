"""Small tasks of allocation."""

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np

from portal.matching.allocation import FREE, AllocationTask


def task(
    lot_heads: list[int],
    vacancy_heads: list[int],
    pairs: list[tuple[int, int, float]],
    priorities: list[int] | None = None,
    *,
    sectors: list[int] | None = None,
    programme: list[int] | None = None,
    locked: dict[int, int] | None = None,
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
        locked=np.array([(locked or {}).get(at, FREE) for at in range(len(pairs))], np.int64),
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


def larger_task(seed: int) -> AllocationTask:
    """Up to 12 lots and 12 vacancies in a few sectors, some pairs free for fewer, some fixed by hand."""
    r = Random(seed)
    lot_heads = [r.randint(1, 30) for _ in range(r.randint(2, 12))]
    vacancy_heads = [r.randint(1, 30) for _ in range(r.randint(2, 12))]
    pairs = [
        (a, v, round(r.random(), 9))
        for a, v in product(range(len(lot_heads)), range(len(vacancy_heads)))
        if r.random() < 0.5
    ]
    sectors = r.randint(1, 4)
    one = task(
        lot_heads,
        vacancy_heads,
        pairs,
        [r.randint(1, 3) for _ in vacancy_heads],
        sectors=[at % sectors for at in range(len(vacancy_heads))],
        programme=[a for a in range(len(lot_heads)) if r.random() < 0.4],
    )
    some = np.array([r.random() < 0.2 for _ in pairs], np.bool_)
    most = np.where(some, np.maximum(one.most // 2, 1), one.most)
    locked, left_a, left_v = one.locked.copy(), lot_heads[:], vacancy_heads[:]
    for at, (a, v, _) in enumerate(pairs):
        if r.random() < 0.1:
            locked[at] = r.randint(0, min(most[at], left_a[a], left_v[v]))
            left_a[a] -= locked[at]
            left_v[v] -= locked[at]
    return replace(one, most=most, locked=locked)


def fits(one: AllocationTask, heads: np.ndarray) -> bool:
    of_lots = np.bincount(one.lots, heads, minlength=len(one.lot_heads))
    of_vacancies = np.bincount(one.vacancies, heads, minlength=len(one.vacancy_heads))
    return bool((of_lots <= one.lot_heads).all() and (of_vacancies <= one.vacancy_heads).all())
