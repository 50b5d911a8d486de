"""What a plan over a million pairs costs: CPU seconds and peak memory of the solver's own process.

    python -m benchmarks.allocation [--pairs 1000000] [--seed 7] [--policy optimal] [--scarce]

The same seed gives the same market: lots of 1 to 60 heads, vacancies of 1 to 40, in 60 sectors, three
priorities; each vacancy's pairs are lots drawn at random with scores between 0.3 and 1. Where workers
are scarce, lots have 1 to 12 heads.
"""

import argparse
import json
import resource
import time
from typing import Any

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


def measure(pairs: int, seed: int, policy: Policy, *, scarce: bool = False) -> dict[str, Any]:
    """What one plan cost; CPU seconds of the solver's process, and of the whole without greedy."""
    task = market(pairs, seed, 12 if scarce else 60)
    began, wall = time.process_time(), time.perf_counter()
    plan = allocate(task, policy, Limits(seconds=600))
    here, clock = time.process_time() - began, time.perf_counter() - wall
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "policy": plan.policy.value,
        "seed": seed,
        "lots": len(task.lot_heads),
        "vacancies": len(task.vacancy_heads),
        "pairs": len(task.lots),
        "heads": int(plan.heads.sum()),
        "objective": plan.objective,
        "greedy": allocate(task, Policy.GREEDY).objective,
        "solver_cpu": child.ru_utime + child.ru_stime,
        "solver_peak_bytes": child.ru_maxrss * 1024,
        "cpu": here + child.ru_utime + child.ru_stime,
        "clock": clock,
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--policy", choices=[one.value for one in Policy], default="optimal")
    asked.add_argument("--scarce", action="store_true")
    asked.add_argument("--json", action="store_true", help="the figures for programs")
    chosen = asked.parse_args()
    said = measure(chosen.pairs, chosen.seed, Policy(chosen.policy), scarce=chosen.scarce)
    if chosen.json:
        print(json.dumps(said))
        return
    print(f"policy            {said['policy']}, seed {said['seed']}")
    print(f"lots, vacancies   {said['lots']:,}, {said['vacancies']:,}")
    print(f"pairs             {said['pairs']:,}")
    print(f"heads placed      {said['heads']:,}, worth {said['objective']:,}")
    print(f"greedy            {said['greedy']:,}")
    print(f"solver's CPU      {said['solver_cpu']:.2f} s")
    print(f"solver's peak     {said['solver_peak_bytes'] / 2**20:.0f} MB resident")
    print(f"CPU with packing  {said['cpu']:.2f} s")
    print(f"on the clock      {said['clock']:.2f} s")


if __name__ == "__main__":
    main()
