"""What grows with a market, as a base for docs/scale.md.

    python -m benchmarks.scale growth [--sizes 50000 200000 1000000] [--esco FOLDER]
    python -m benchmarks.scale stripes       how often a lot is kept, by the number of stripes
    python -m benchmarks.scale components    what hangs together, and what planning in regions loses
    python -m benchmarks.scale database      small transactions a second (--database URL; else SQLite)

Markets have ten availabilities to a vacancy. Figures are CPU seconds of one thread unless said otherwise.
Each writes var/bench/scale-NAME.json and its table of docs/scale.md.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, process_time
from typing import Any

import numpy as np
from sqlalchemy import text

from benchmarks.parcels import Summary, laid_out
from benchmarks.posts import Market
from benchmarks.shards import TOP, market_of
from benchmarks.tables import Row, written
from portal.infra.database import WRITING, new_engine
from portal.matching.allocation import AllocationTask, Policy, allocate
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.index.arrays import Bools, Ids
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hits
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.passing import task_of
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import forget_peak, peak_bytes
from portal.matching.solver import Limits

_TO_A_VACANCY = 10
_ASKING = 5000
_PASSING = 500
_LIMITS = Limits(seconds=900)


class _Timed:
    """Posts as they are generated, without the time that this takes."""

    def __init__(self, posts: Iterator[Any]) -> None:
        self._posts = posts
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Any]:
        began = process_time()
        for post in self._posts:
            self.seconds += process_time() - began
            yield post
            began = process_time()


def growth(market: Market, sizes: list[int]) -> Iterator[Row]:
    """The cost of one question as posts become denser, both ways."""
    # The first half is asked before anything is measured: a re-match asks so much that what is asked once
    # of each distinct value hardly counts
    knowledge, asked = market.trades.knowledge, list(market.vacancies(2 * _ASKING))
    lots = list(market.availabilities(2 * _ASKING))
    took: dict[str, list[float]] = {"a vacancy": [], "a lot": []}
    for size in sizes:
        forget_peak()
        before = peak_bytes()
        began, posts = process_time(), _Timed(market.availabilities(size))
        supply = AvailabilityIndex(posts, knowledge)
        building = process_time() - began - posts.seconds
        yield Row(
            f"{size:,} lots: index, peak while it is built, CPU of building",
            f"{supply.packed.nbytes / size:.0f} B, {(peak_bytes() - before) / size:.0f} B"
            f" and {building / size * 1e6:.0f} us a lot",
        )
        drain(supply.best_for_vacancies(asked[:_ASKING], TOP))
        began = process_time()
        pairs = drain(supply.best_for_vacancies(asked[_ASKING:], TOP))
        each = (process_time() - began) / _ASKING
        took["a vacancy"].append(each)
        passing = drain(supply.best_for_vacancies(asked[:_PASSING], None)) / _PASSING
        yield Row(
            f"{size:,} lots: CPU, hits and passing lots of a vacancy",
            f"{each * 1e6:.0f} us, {pairs / _ASKING:.1f}, {passing:.1f}",
        )
        del supply
        demand = VacancyIndex(market.vacancies(size // _TO_A_VACANCY), knowledge)
        drain(demand.best_for_availabilities(lots[:_ASKING], TOP))
        began = process_time()
        pairs = drain(demand.best_for_availabilities(lots[_ASKING:], TOP))
        each = (process_time() - began) / _ASKING
        took["a lot"].append(each)
        yield Row(
            f"{size // _TO_A_VACANCY:,} vacancies: CPU and hits of a lot, bytes a vacancy",
            f"{each * 1e6:.0f} us, {pairs / _ASKING:.1f}, {demand.packed.nbytes / len(demand):.0f}",
        )
        del demand
    for name, each_of in took.items():
        slopes = [
            log(after / before) / log(larger / smaller)
            for (before, after), (smaller, larger) in zip(pairwise(each_of), pairwise(sizes), strict=True)
        ]
        yield Row(
            f"CPU of {name} grows with the market to the power of",
            ", then ".join(f"{slope:.2f}" for slope in slopes),
        )


def drain(hits: Iterable[Hits]) -> int:
    """How many pairs were found."""
    return sum(len(found) for found in hits)


def summary(posts: list[AvailabilityFacts] | list[VacancyFacts]) -> Summary:
    return Summary(len(posts), [], [post.point.longitude for post in posts], {})


def stripes(market: Market, sizes: list[int]) -> Iterator[Row]:
    """How often a lot is kept, which is a matter of geography and not of how many posts there are."""
    lots = list(market.availabilities(sizes[0]))
    vacancies = list(market.vacancies(sizes[0] // _TO_A_VACANCY))
    for count in (8, 16, 32, 64, 128, 256):
        layout = laid_out(summary(lots), summary(vacancies), count, 1, 2.0)
        local = [replace(lot, relocates=False) for lot in lots]
        held = np.bincount([shard for lot in local for shard in layout.of_lot(lot)], minlength=count)
        narrowest = min(after - before for before, after in pairwise(layout.cuts))
        yield Row(
            f"{count} stripes: a lot stands in; the fullest holds; the narrowest is",
            f"{held.sum() / len(lots):.2f} stripes, {held.max() / len(lots):.1%} of all lots,"
            f" {narrowest:.2f} degrees wide",
        )


def components(market: Market, sizes: list[int]) -> Iterator[Row]:
    """The graph of passing pairs, whole and without who would move; then plans in regions."""
    for size in sizes:
        lots = list(market.availabilities(size))
        vacancies = list(market.vacancies(size // _TO_A_VACANCY))
        priorities = [1 + at % 3 for at in range(len(vacancies))]
        task = task_of(lots, vacancies, priorities, market.trades.knowledge)
        stays = [replace(lot, relocates=False) for lot in lots]
        near_task = task_of(stays, vacancies, priorities, market.trades.knowledge)
        near = np.isin(keys(task), keys(near_task))
        local = near & (np.array([lot.travel_km for lot in lots]) <= 50)[task.lots]
        yield Row(f"{size:,} lots: pairs that pass; within the radius", f"{len(near):,}; {near.sum():,}")
        for name, some in (
            ("all pairs", np.ones_like(near)),
            ("within the radius", near),
            ("within a radius of at most 50 km", local),
        ):
            largest, among, count = largest_component(task, some)
            yield Row(
                f"{size:,} lots, {name}: components; the largest holds",
                f"{count:,}; {largest / among:.1%} of {among:,} posts that have a pair",
            )
        layout = laid_out(summary(lots), summary(vacancies), 8, 1, 2.0)
        yield from plans(f"{size:,} lots", task, near, at_home(task, layout, lots, vacancies))


def keys(task: AllocationTask) -> Ids:
    return task.lots * len(task.vacancy_heads) + task.vacancies


def at_home(
    task: AllocationTask, layout: Layout, lots: list[AvailabilityFacts], vacancies: list[VacancyFacts]
) -> Bools:
    """Whether both posts of each pair lie in one stripe."""
    homes = layout.homes(np.array([lot.point.longitude for lot in lots]))
    theirs = layout.homes(np.array([vacancy.point.longitude for vacancy in vacancies]))
    inside: Bools = homes[task.lots] == theirs[task.vacancies]
    return inside


def largest_component(task: AllocationTask, some: Bools) -> tuple[int, int, int]:
    """Posts in the largest component, posts that have a pair, and how many components there are."""
    one, other = task.lots[some], len(task.lot_heads) + task.vacancies[some]
    label = np.arange(len(task.lot_heads) + len(task.vacancy_heads))
    while True:  # the least number of a neighbour, then of the neighbour's neighbour, until none changes
        least = label.copy()
        np.minimum.at(least, one, label[other])
        np.minimum.at(least, other, label[one])
        least = np.minimum(least, least[least])
        if np.array_equal(least, label):
            break
        label = least
    sizes = np.bincount(label[np.unique(np.concatenate((one, other)))])
    return int(sizes.max()), int(sizes.sum()), int((sizes > 0).sum())


def plans(name: str, task: AllocationTask, near: Bools, home: Bools) -> Iterator[Row]:
    """What a plan in regions is worth against the optimum of the whole."""
    began = process_time()
    best = allocate(task, Policy.OPTIMAL, _LIMITS)
    yield Row(f"{name}: the optimum of the whole, heads", f"{best.objective:,}, {best.heads.sum():,}")
    for what, turns in (
        ("greedy over the whole", None),
        ("the twenty best lots of each vacancy", (best_of_each(task, TOP),)),
        ("the hundred best lots of each vacancy", (best_of_each(task, 5 * TOP),)),
        ("eight regions alone, nobody moves", (near & home,)),
        ("eight regions, then all that is left over", (near & home, np.ones_like(near))),
        ("who would move first, then eight regions, then the rest", (~near, near & home, np.ones_like(near))),
        ("eight regions with moves inside them, then the rest", (home, np.ones_like(near))),
    ):
        worth, heads = in_turns(task, turns) if turns else greedily(task)
        yield Row(
            f"{name}: {what}",
            f"{worth / best.objective:.2%} of the optimum, {heads / best.heads.sum():.2%} of its heads",
        )
    yield Row(f"{name}: CPU of this process for these plans, solver apart", f"{process_time() - began:.1f} s")


def best_of_each(task: AllocationTask, top: int) -> Bools:
    """The pairs that are among the best so many of their vacancy."""
    order = np.lexsort((task.lots, -task.scores, task.vacancies))
    listed = task.vacancies[order]
    among = np.empty(len(order), np.bool_)
    among[order] = np.arange(len(order)) - np.searchsorted(listed, listed) < top
    return among


def greedily(task: AllocationTask) -> tuple[int, int]:
    plan = allocate(task, Policy.GREEDY)
    return plan.objective, int(plan.heads.sum())


def in_turns(task: AllocationTask, turns: tuple[Bools, ...]) -> tuple[int, int]:
    """The best plan of some of the pairs, then of others with the heads that are left."""
    heads = np.zeros(len(task.lots), np.int64)
    for some in turns:
        lots = task.lot_heads - np.bincount(task.lots, heads, len(task.lot_heads)).astype(np.int64)
        vacancies = task.vacancy_heads - np.bincount(task.vacancies, heads, len(task.vacancy_heads)).astype(
            np.int64
        )
        rest = replace(
            task,
            lot_heads=lots,
            vacancy_heads=vacancies,
            lots=task.lots[some],
            vacancies=task.vacancies[some],
            scores=task.scores[some],
            most=np.minimum(lots[task.lots], vacancies[task.vacancies])[some],
            locked=task.locked[some],
        )
        heads[some] += allocate(rest, Policy.OPTIMAL, _LIMITS).heads
    return int(heads @ task.worths), int(heads.sum())


def database(url: str | None, seconds: float = 4.0) -> Iterator[Row]:
    """Small transactions, five rows of 400 characters each, by how many write at once."""
    with TemporaryDirectory(dir="var") as folder:
        engine = new_engine(url or f"sqlite:///{folder}/scale.db")
        with engine.begin() as connection:
            connection.execute(text("create table scale_note (id integer, words text)"))
            connection.execute(text("create index scale_note_id on scale_note (id)"))
        for writers in (1, 4, 16):
            waits: list[float] = []
            until = perf_counter() + seconds

            def write(until: float = until, waits: list[float] = waits) -> None:
                with engine.connect().execution_options(**{WRITING: True}) as connection:
                    while perf_counter() < until:
                        began = perf_counter()
                        with connection.begin():
                            for at in range(5):
                                connection.execute(
                                    text("insert into scale_note values (:id, :words)"),
                                    {"id": at + len(waits), "words": "x" * 400},
                                )
                        waits.append(perf_counter() - began)

            threads = [Thread(target=write) for _ in range(writers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            waits.sort()
            yield Row(
                f"{engine.name}, {writers} writing at once: transactions a second, p50, p99",
                f"{len(waits) / seconds:,.0f}; {waits[len(waits) // 2] * 1e3:.1f} ms,"
                f" {waits[len(waits) * 99 // 100] * 1e3:.1f} ms",
            )
        with engine.begin() as connection:
            connection.execute(text("drop table scale_note"))
        engine.dispose()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", choices=("growth", "stripes", "components", "database"))
    asked.add_argument("--sizes", type=int, nargs="+")
    asked.add_argument("--esco", type=Path, help="the official bundle; else the occupations that ship")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", help="the address of an empty database")
    chosen = asked.parse_args()
    measures = {"growth": growth, "stripes": stripes, "components": components}
    usual = {"growth": [50_000, 200_000, 1_000_000], "stripes": [100_000], "components": [20_000, 100_000]}
    listed = []
    if chosen.what == "database":
        found = database(chosen.database)
    else:
        found = measures[chosen.what](market_of(chosen), chosen.sizes or usual[chosen.what])
    for row in found:
        print(f"{row.what:<78}{row.figure}", flush=True)
        listed.append(row)
    name = f"scale-{chosen.what}"
    written(f"{name}-postgresql" if chosen.database else name, listed)


if __name__ == "__main__":
    main()
