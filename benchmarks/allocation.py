"""What a plan over a million pairs costs: CPU seconds and peak memory of the solver's own process.

    python -m benchmarks.allocation [--pairs 1000000] [--seed 7] [--policy optimal] [--scarce]

The same seed gives the same market: lots of 1 to 60 heads, vacancies of 1 to 40, in 60 sectors, three
priorities; each vacancy's pairs are lots drawn at random with scores between 0.3 and 1. Where workers
are scarce, lots have 1 to 12 heads.
"""

import argparse
import resource
import time

import numpy as np

from portal.matching.allocation import FREE, AllocationTask, Policy, allocate
from portal.matching.solver import Limits


def market(pairs: int, seed: int, most_heads: int = 60) -> AllocationTask:
    """A task with about so many pairs, each once."""
    r = np.random.default_rng(seed)
    lots, vacancies = max(pairs // 20, 1), max(pairs // 50, 1)
    keys = np.unique(r.integers(0, lots * vacancies, pairs))
    lot, vacancy = keys % lots, keys // lots
    lot_heads, vacancy_heads = r.integers(1, most_heads + 1, lots), r.integers(1, 41, vacancies)
    return AllocationTask(
        lot_heads=lot_heads,
        vacancy_heads=vacancy_heads,
        priorities=r.integers(1, 4, vacancies),
        lots=lot,
        vacancies=vacancy,
        scores=np.round(r.uniform(0.3, 1, len(keys)), 9),
        most=np.minimum(lot_heads[lot], vacancy_heads[vacancy]),
        sectors=r.integers(0, 60, vacancies),
        programme=r.random(lots) < 0.1,
        locked=np.full(len(keys), FREE),
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--policy", choices=[one.value for one in Policy], default="optimal")
    asked.add_argument("--scarce", action="store_true")
    chosen = asked.parse_args()
    task = market(chosen.pairs, chosen.seed, 12 if chosen.scarce else 60)
    began, wall = time.process_time(), time.perf_counter()
    plan = allocate(task, Policy(chosen.policy), Limits(seconds=600))
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"policy            {plan.policy.value}, seed {chosen.seed}")
    print(f"lots, vacancies   {len(task.lot_heads):,}, {len(task.vacancy_heads):,}")
    print(f"pairs             {len(task.lots):,}")
    print(f"heads placed      {int(plan.heads.sum()):,}, worth {plan.objective:,}")
    print(f"greedy            {allocate(task, Policy.GREEDY).objective:,}")
    print(f"solver's CPU      {child.ru_utime + child.ru_stime:.2f} s")
    print(f"solver's peak     {child.ru_maxrss / 1024:.0f} MB resident")
    print(f"here, CPU         {time.process_time() - began:.2f} s (greedy included)")
    print(f"on the clock      {time.perf_counter() - wall:.2f} s (greedy included)")


if __name__ == "__main__":
    main()
