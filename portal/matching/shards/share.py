"""One shard: the posts that meet in it, and what each finds there."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import thread_time
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np

from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.index.arrays import NONE, Bools, Floats, Ids
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hits
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.shards.layout import Layout

Facts = TypeVar("Facts", AvailabilityFacts, VacancyFacts)


@dataclass(frozen=True)
class Share:
    """The posts that stand in one shard, each with its number in the whole market: its place by age, then by
    reference. They are read once, and not kept."""

    lots: Iterable[tuple[int, AvailabilityFacts]]
    vacancies: Iterable[tuple[int, VacancyFacts]]


class Source(Protocol):
    """Where a worker reads what it matches. It travels to the workers, and says the same each time it is
    asked, since a lost shard is done again elsewhere."""

    def knowledge(self) -> Knowledge: ...

    def share(self, shard: int) -> Share: ...


def seen_in(layout: Layout, shard: int, a: AvailabilityFacts) -> AvailabilityFacts:
    """A lot as its shard sees it: in a stripe nobody moves, that is looked at elsewhere."""
    return replace(a, relocates=False) if a.relocates and shard < layout.stripes else a


@dataclass(frozen=True)
class Found:
    """Pairs by the numbers of the post that asked and of the one found; for each asking post best first."""

    askers: Ids
    found: Ids
    scores: Floats

    def __len__(self) -> int:
        return len(self.askers)

    def only(self, chosen: Bools | Ids) -> Self:
        """Some of the pairs, or all in another order."""
        return type(self)(self.askers[chosen], self.found[chosen], self.scores[chosen])


NOTHING = Found(NONE, NONE, np.empty(0))


@dataclass(frozen=True)
class Cost:
    """What one shard took: CPU seconds, bytes of its index, and the peak of its process in bytes."""

    shard: int
    lots: int
    vacancies: int
    index_bytes: int
    reading: float
    building: float
    searching: float
    peak: int
    """0 where the system does not tell."""


@dataclass(frozen=True)
class Answer:
    """What the asking posts of a shard found there, by the stripe in which they are at home."""

    by_home: dict[int, Found]
    cost: Cost


def merged(parts: Sequence[Found], top: int | None) -> Found:
    """The best of what asking posts found in several shards: by score, then the older, then the reference.

    A pair that met in two shards has the same score in both, and counts once.
    """
    whole = Found(
        np.concatenate([NONE, *(part.askers for part in parts)]),
        np.concatenate([NONE, *(part.found for part in parts)]),
        np.concatenate([NOTHING.scores, *(part.scores for part in parts)]),
    )
    whole = whole.only(np.lexsort((whole.found, -whole.scores, whole.askers)))
    again = (np.diff(whole.askers) == 0) & (np.diff(whole.found) == 0)
    whole = whole.only(np.concatenate((np.ones(min(len(whole), 1), np.bool_), ~again)))
    if top is None:
        return whole
    first = np.searchsorted(whole.askers, whole.askers, "left")
    return whole.only(np.arange(len(whole)) - first < top)


def answer(
    source: Source, shard: int, layout: Layout, knowledge: Knowledge, *, lots_answer: bool, top: int | None
) -> Answer:
    """What the vacancies of a shard find among its lots; where lots do not answer, the lots among its
    vacancies."""
    forget_peak()
    share, began = source.share(shard), thread_time()
    lots, vacancies = _Read(share.lots), _Read(share.vacancies)
    index: AvailabilityIndex | VacancyIndex
    if lots_answer:
        index = supply = AvailabilityIndex(lots, knowledge)
        built = thread_time()
        by_home = _by_home(layout, vacancies, lots, supply.best_for_vacancies(vacancies, top))
    else:
        index = demand = VacancyIndex(vacancies, knowledge)
        built = thread_time()
        by_home = _by_home(layout, lots, vacancies, demand.best_for_availabilities(lots, top))
    indexed, asking = (lots, vacancies) if lots_answer else (vacancies, lots)
    cost = Cost(
        shard=shard,
        lots=len(lots.numbers),
        vacancies=len(vacancies.numbers),
        index_bytes=index.packed.nbytes,
        reading=lots.seconds + vacancies.seconds,
        building=built - began - indexed.seconds,
        searching=thread_time() - built - asking.seconds,
        peak=peak_bytes(),
    )
    return Answer(by_home, cost)


class _Read(Generic[Facts]):
    """Posts as they are read: what remains of them is their numbers and places, and how long reading took."""

    def __init__(self, posts: Iterable[tuple[int, Facts]]) -> None:
        self._posts: Iterable[tuple[int, Facts]] = posts
        self.numbers, self.longitudes = array("q"), array("d")
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Facts]:
        began = thread_time()
        for number, post in self._posts:
            self.numbers.append(number)
            self.longitudes.append(post.point.longitude)
            self.seconds += thread_time() - began
            yield post
            began = thread_time()


def _by_home(
    layout: Layout, asking: _Read[Any], indexed: _Read[Any], hits: Iterable[Hits]
) -> dict[int, Found]:
    """The hits of asking posts, in their order, each under the stripe in which its asking post lies."""
    positions, scores = [NONE], [NOTHING.scores]
    for one in hits:
        positions.append(one.positions)
        scores.append(one.scores)
    lengths = [len(one) for one in positions[1:]]
    homes = np.repeat(layout.homes(np.array(asking.longitudes)), lengths)
    order = np.argsort(homes, kind="stable")
    found = Found(
        np.repeat(np.array(asking.numbers), lengths),
        np.array(indexed.numbers)[np.concatenate(positions)],
        np.concatenate(scores),
    ).only(order)
    ends: list[int] = np.cumsum(np.bincount(homes, minlength=layout.stripes)).tolist()
    starts = [0, *ends[:-1]]
    return {
        home: found.only(np.arange(start, end))
        for home, (start, end) in enumerate(zip(starts, ends, strict=True))
        if start < end
    }


def forget_peak() -> None:
    """Let this process's peak of memory begin anew, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_bytes() -> int:
    """The most memory that this process held since then; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
