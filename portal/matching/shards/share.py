"""One shard: the posts that meet in it, and what each finds there."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import thread_time
from typing import Generic, Protocol, Self, TypeVar

import numpy as np

from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.index.arrays import NONE, Bools, Floats, Ids
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hits
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.shards.layout import Layout

Facts = TypeVar("Facts", AvailabilityFacts, VacancyFacts)


@dataclass(frozen=True)
class Numbered(Generic[Facts]):
    """Posts of one side, each with its number in the whole market: its place by age, then by reference."""

    facts: Sequence[Facts]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Share:
    """The posts that stand in one shard."""

    lots: Numbered[AvailabilityFacts]
    vacancies: Numbered[VacancyFacts]


class Source(Protocol):
    """Where a worker reads what it matches. It travels to the workers, and says the same each time it is
    asked, since a lost shard is done again elsewhere."""

    def knowledge(self) -> Knowledge: ...

    def share(self, shard: int) -> Share: ...


def share_of(
    layout: Layout,
    shard: int,
    lots: Iterable[tuple[int, AvailabilityFacts]],
    vacancies: Iterable[tuple[int, VacancyFacts]],
) -> Share:
    """Those of numbered posts that stand in a shard."""
    stripe = shard < layout.stripes
    some_lots = [(n, seen_in(stripe=stripe, a=a)) for n, a in lots if shard in layout.of_lot(a)]
    some_vacancies = [(n, v) for n, v in vacancies if shard in layout.of_vacancy(v)]
    return Share(
        Numbered([a for _, a in some_lots], [n for n, _ in some_lots]),
        Numbered([v for _, v in some_vacancies], [n for n, _ in some_vacancies]),
    )


def seen_in(*, stripe: bool, a: AvailabilityFacts) -> AvailabilityFacts:
    """A lot as its shard sees it: in a stripe nobody moves, that is looked at elsewhere."""
    return replace(a, relocates=False) if stripe and a.relocates else a


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
    began = thread_time()
    share = source.share(shard)
    read = thread_time()
    index: AvailabilityIndex | VacancyIndex
    if lots_answer:
        index = supply = AvailabilityIndex(share.lots.facts, knowledge)
        built = thread_time()
        hits = supply.best_for_vacancies(share.vacancies.facts, top)
        by_home = _by_home(layout, share.vacancies, share.lots.numbers, hits)
    else:
        index = demand = VacancyIndex(share.vacancies.facts, knowledge)
        built = thread_time()
        hits = demand.best_for_availabilities(share.lots.facts, top)
        by_home = _by_home(layout, share.lots, share.vacancies.numbers, hits)
    cost = Cost(
        shard=shard,
        lots=len(share.lots.facts),
        vacancies=len(share.vacancies.facts),
        index_bytes=index.packed.nbytes,
        reading=read - began,
        building=built - read,
        searching=thread_time() - built,
        peak=peak_bytes(),
    )
    return Answer(by_home, cost)


def _by_home(
    layout: Layout, asking: Numbered[Facts], numbers: Sequence[int], hits: Iterable[Hits]
) -> dict[int, Found]:
    """The hits of asking posts, in their order, each under the stripe in which its asking post lies."""
    listed: list[Hits] = list(hits)
    lengths = np.array([len(one) for one in listed], np.int64)
    homes = np.repeat(np.array([layout.home(post.point) for post in asking.facts], np.int64), lengths)
    order = np.argsort(homes, kind="stable")
    found = Found(
        np.repeat(np.array(asking.numbers, np.int64), lengths),
        np.array(numbers, np.int64)[np.concatenate([NONE, *(one.positions for one in listed)])],
        np.concatenate([NOTHING.scores, *(one.scores for one in listed)]),
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
