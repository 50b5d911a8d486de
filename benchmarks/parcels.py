"""Posts of a generated market in files, one for each side of each shard: what a database is in production."""

import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, TypeVar

import numpy as np

from benchmarks.posts import Market
from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.shards.layout import Layout, cuts_by_weight, moving_by_weight
from portal.matching.shards.share import Share, seen_in

Facts = TypeVar("Facts", AvailabilityFacts, VacancyFacts)

WHOLE = "whole"
_AT_ONCE = 1000


@dataclass(frozen=True)
class Summary:
    """What is kept in memory of all posts of one side."""

    count: int
    numbers: list[int]
    longitudes: list[float]
    housing: dict[str, int]
    """Of vacancies: how many of each country come with accommodation."""


@dataclass(frozen=True)
class Parcels:
    """A folder of posts, as workers read them; the whole market stands beside its shards."""

    folder: Path
    every: int = 1
    """Of the lots, only those whose number this divides are read."""

    def knowledge(self) -> Knowledge:
        found: Knowledge = pickle.loads((self.folder / "knowledge.pickle").read_bytes())
        return found

    def share(self, shard: int) -> Share:
        return self.named(str(shard))

    def named(self, name: str) -> Share:
        lots: Iterator[tuple[int, AvailabilityFacts]] = _read(self.folder / f"{name}.lots")
        return Share(
            ((number, a) for number, a in lots if number % self.every == 0),
            _read(self.folder / f"{name}.vacancies"),
        )

    def write_whole(self, market: Market, lots: int, vacancies: int) -> tuple[Summary, Summary]:
        """Write all posts of a market, each with its number."""
        (self.folder / "knowledge.pickle").write_bytes(pickle.dumps(market.trades.knowledge))
        return (
            self._write_side("lots", market.availabilities, lots),
            self._write_side("vacancies", market.vacancies, vacancies),
        )

    def _write_side(self, side: str, generate: object, count: int) -> Summary:
        assert callable(generate)
        ages: list[tuple[int, str]] = []
        longitudes: list[float] = []
        housing: dict[str, int] = {}
        for post in generate(count):
            ages.append((post.order, post.reference))
            longitudes.append(post.point.longitude)
            if isinstance(post, VacancyFacts) and post.accommodation:
                housing[post.country] = housing.get(post.country, 0) + 1
        numbers = [0] * count
        for number, at in enumerate(sorted(range(count), key=ages.__getitem__)):
            numbers[at] = number
        with (self.folder / f"{WHOLE}.{side}").open("wb") as file:
            _write(file, zip(numbers, generate(count), strict=True))
        return Summary(count, numbers, longitudes, housing)

    def write_shards(self, layout: Layout) -> tuple[list[int], list[int]]:
        """Share out the whole market; how many lots and vacancies stand in each shard."""
        whole = self.named(WHOLE)
        lots = (
            (shard, (number, seen_in(layout, shard, a)))
            for number, a in whole.lots
            for shard in layout.of_lot(a)
        )
        vacancies = ((shard, (number, v)) for number, v in whole.vacancies for shard in layout.of_vacancy(v))
        return self._share_out(layout, "lots", lots), self._share_out(layout, "vacancies", vacancies)

    def _share_out(self, layout: Layout, side: str, posts: Iterable[tuple[int, object]]) -> list[int]:
        counts = [0] * len(layout)
        with ExitStack() as stack:
            files = [
                stack.enter_context((self.folder / f"{shard}.{side}").open("wb"))
                for shard in range(len(layout))
            ]
            waiting: list[list[object]] = [[] for _ in files]
            for shard, post in posts:
                counts[shard] += 1
                waiting[shard].append(post)
                if len(waiting[shard]) == _AT_ONCE:
                    pickle.dump(waiting[shard], files[shard], pickle.HIGHEST_PROTOCOL)
                    waiting[shard] = []
            for some, file in zip(waiting, files, strict=True):
                pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)
        return counts


def laid_out(lots: Summary, vacancies: Summary, stripes: int, moving: int, vacancy_weight: float) -> Layout:
    """Stripes that weigh alike where a lot weighs 1, and shards for who would move."""
    longitudes = np.array([*lots.longitudes, *vacancies.longitudes])
    weights = np.concatenate((np.ones(lots.count), np.full(vacancies.count, vacancy_weight)))
    cuts = cuts_by_weight(longitudes, weights, stripes)
    return Layout(cuts, moving_by_weight(vacancies.housing, stripes, moving))


def _write(file: IO[bytes], posts: Iterator[object]) -> None:
    while some := list(islice(posts, _AT_ONCE)):
        pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)


def _read(path: Path) -> Iterator[tuple[int, Facts]]:
    with path.open("rb") as file:
        yield from chain.from_iterable(_parts(file))


def _parts(file: IO[bytes]) -> Iterator[list[tuple[int, Facts]]]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return
