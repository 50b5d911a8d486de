"""Match a market in shards and as a whole, and see that both find the same.

    python -m benchmarks.shards --availabilities 100000 --vacancies 20000 --shards 8 [--esco FOLDER]

Posts are read from files by the workers of Dask: processes here, or with --scheduler those of other machines
that see the same folder. CPU seconds are those of one thread, generating posts is not counted; peaks are of a
worker's whole process. Writes var/bench/shards.json and the table of docs/scale.md.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np
from distributed import Client

from benchmarks.parcels import WHOLE, Parcels, laid_out
from benchmarks.posts import Market
from benchmarks.tables import Row, written
from benchmarks.trades import esco_trades, shipped_trades
from portal.matching.shards.cluster import match, workers
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import Answer, Cost, Found, Share, answer, merged

TOP = 20


@dataclass(frozen=True)
class Alone(Parcels):
    """The whole market as if it were one shard."""

    def share(self, shard: int) -> Share:
        return self.named(WHOLE)


@dataclass(frozen=True)
class Sharded:
    """What the shards found and took, and how long it took on the clock."""

    found: Found
    costs: Sequence[Cost]
    clock: float
    merging: float
    """CPU seconds of merging once more, in one process, what each stripe has merged already."""


def as_a_whole(client: Client, source: Alone, layout: Layout, *, lots_answer: bool) -> tuple[Found, Cost]:
    """What one index finds, in a worker."""
    knowledge = source.knowledge()
    # One index needs no layout but to say where its posts are at home
    asked = client.submit(
        answer, source, len(layout), layout, knowledge, lots_answer=lots_answer, top=TOP, pure=False
    )
    answered: Answer = asked.result()
    return merged(list(answered.by_home.values()), TOP), answered.cost


def in_shards(client: Client, source: Parcels, layout: Layout, *, lots_answer: bool) -> Sharded:
    began = perf_counter()
    matched = match(client, source, layout, lots_answer=lots_answer, top=TOP)
    found: list[Found] = client.gather(list(matched.found))
    clock = perf_counter() - began
    busy = process_time()
    whole = merged(found, TOP)
    return Sharded(whole, client.gather(list(matched.costs)), clock, process_time() - busy)


def same(one: Found, other: Found) -> bool:
    """The same pairs in the same order with the same scores, to the last bit."""
    return all(
        np.array_equal(mine, theirs)
        for mine, theirs in (
            (one.askers, other.askers),
            (one.found, other.found),
            (one.scores, other.scores),
        )
    )


def cpu(cost: Cost) -> float:
    """CPU seconds of indexing and asking; reading posts is apart."""
    return cost.building + cost.searching


def kind(name: str, costs: Sequence[Cost]) -> Iterator[Row]:
    """What shards of one kind took."""
    seconds = [cpu(cost) for cost in costs]
    mean = sum(seconds) / len(seconds)
    yield Row(f"{name}: CPU seconds each", ", ".join(f"{one:.2f}" for one in seconds))
    yield Row(f"{name}: imbalance, the heaviest against the mean", f"{max(seconds) / mean:.2f}")
    yield Row(
        f"{name}: lots, vacancies in the heaviest",
        "{0.lots:,}, {0.vacancies:,}".format(max(costs, key=cpu)),
    )
    yield Row(f"{name}: peak memory of a worker", f"{max(cost.peak for cost in costs) / 1e6:.0f} MB")


def direction(
    name: str, whole: tuple[Found, Cost], sharded: Sharded, layout: Layout, lots: int
) -> Iterator[Row]:
    """One way of asking, compared."""
    expected, alone = whole
    agree = same(expected, sharded.found)
    yield Row(f"{name}: ids and scores of all that is found", "identical" if agree else "DIFFERENT")
    yield Row(f"{name}: pairs", f"{len(sharded.found):,}")
    yield Row(
        f"{name}: one index, CPU of building + asking", f"{alone.building:.2f} + {alone.searching:.2f} s"
    )
    building = sum(cost.building for cost in sharded.costs)
    searching = sum(cost.searching for cost in sharded.costs)
    yield Row(f"{name}: all shards, CPU of building + asking", f"{building:.2f} + {searching:.2f} s")
    yield Row(
        f"{name}: all shards against one index", f"{(building + searching) / cpu(alone):.2f} times the CPU"
    )
    yield Row(f"{name}: merging once more what the stripes merged", f"{sharded.merging:.2f} s CPU")
    yield Row(f"{name}: on the clock, with reading and merging", f"{sharded.clock:.1f} s")


def rows(client: Client, folder: Path, market: Market, chosen: argparse.Namespace) -> Iterator[Row]:
    """Measure both ways of asking."""
    parcels, every = Parcels(folder), chosen.lots_every
    lots, vacancies = parcels.write_whole(market, chosen.availabilities, chosen.vacancies)
    moving = chosen.moving or max(1, chosen.shards // 4)
    layout = laid_out(lots, vacancies, chosen.shards, moving, chosen.vacancy_weight)
    of_lots, _ = parcels.write_shards(layout)
    stripes = layout.stripes
    yield Row("market", f"{lots.count:,} availabilities, {vacancies.count:,} vacancies, seed {market.seed}")
    yield Row("shards", f"{stripes} stripes, {len(layout) - stripes} for who would move")
    yield Row("a lot stands in so many stripes", f"{sum(of_lots[:stripes]) / lots.count:.2f}")
    yield Row(
        "and in so many shards of who would move, on average", f"{sum(of_lots[stripes:]) / lots.count:.2f}"
    )
    client.run(_warm)
    some_lots = "for lots" if every == 1 else f"for one lot in {every}"
    for name, read, lots_answer in (("for vacancies", 1, True), (some_lots, every, False)):
        whole = as_a_whole(client, Alone(folder, read), layout, lots_answer=lots_answer)
        sharded = in_shards(client, Parcels(folder, read), layout, lots_answer=lots_answer)
        yield from direction(name, whole, sharded, layout, lots.count)
        if lots_answer:
            yield Row("one index: peak memory of a worker", f"{whole[1].peak / 1e6:.0f} MB")
            yield Row("one index: reading the posts", f"{whole[1].reading:.2f} s CPU")
            yield Row("shards: reading the posts", f"{sum(c.reading for c in sharded.costs):.2f} s CPU")
            yield from kind("a stripe", sharded.costs[:stripes])
            yield from kind("a shard of who would move", sharded.costs[stripes:])
        if not same(whole[0], sharded.found):
            raise SystemExit("shards and one index found different pairs")


def _warm() -> None:
    """Import what workers need before anything is measured."""
    from portal.matching.index.paths import path_in_use

    path_in_use()


def market_of(chosen: argparse.Namespace) -> Market:
    return Market(esco_trades(chosen.esco) if chosen.esco else shipped_trades(), chosen.seed)


def main() -> None:
    asked: Any = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--availabilities", type=int, default=100_000)
    asked.add_argument("--vacancies", type=int, default=20_000)
    asked.add_argument("--shards", type=int, default=8, help="stripes of longitude")
    asked.add_argument("--moving", type=int, help="shards of who would move; a quarter of the stripes")
    asked.add_argument(
        "--vacancy-weight", type=float, default=2.0, help="a lot weighs 1 where stripes are cut"
    )
    asked.add_argument("--lots-every", type=int, default=10, help="ask for one lot in so many the other way")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--scheduler", help="the address of one; else processes here")
    asked.add_argument("--folder", type=Path, help="where posts are written for the workers")
    asked.add_argument("--esco", type=Path, help="the official bundle; else the occupations that ship")
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    listed = []
    with (
        TemporaryDirectory(dir=chosen.folder) as folder,
        workers(chosen.scheduler, chosen.processes) as client,
    ):
        for row in rows(client, Path(folder), market_of(chosen), chosen):
            print(f"{row.what:<62}{row.figure}", flush=True)
            listed.append(row)
    written("shards", listed)


if __name__ == "__main__":
    main()
