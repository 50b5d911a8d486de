"""What an index answers to a fact of an asking post, for every distinct value of the fact; remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.matching.index.arrays import Floats, Pool, Records
from portal.matching.index.layout import BUSY, LINK, RUN
from portal.matching.index.records import Record

_MOST_BYTES = 256_000_000

Answer = TypeVar("Answer")


@dataclass
class Answers:
    """Rows of answers, each kept under its question; a question says where its row begins."""

    rows: Pool = field(default_factory=lambda: Pool(np.uint8))
    nearness: Pool = field(default_factory=lambda: Pool(np.float64))
    runs: Pool = field(default_factory=lambda: Pool(RUN))
    links: Pool = field(default_factory=lambda: Pool(np.uint32))
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def remember(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """The answer to a question, sought once."""
        known: Answer | None = self._known.get(question)
        if known is None:
            known = self._known[question] = answer()
        return known

    def row(self, question: Hashable, answer: Callable[[], NDArray[Any]]) -> int:
        """Where the row of answers to a question begins, one byte for each distinct value."""
        return self.remember(question, lambda: self.rows.add(answer()))

    def near(self, question: Hashable, answer: Callable[[], Floats]) -> tuple[int, int, int]:
        """Where the nearness of each occupation begins, and where its runs begin and end."""
        return self.remember(("near", question), lambda: self._near(answer()))

    def _near(self, nearness: Floats) -> tuple[int, int, int]:
        runs = _runs(nearness)
        first = self.runs.add(runs)
        return self.nearness.add(nearness), first, first + len(runs)

    def link(self, skill: str, answer: Callable[[], tuple[list[int], list[int]]]) -> tuple[int, int, int]:
        """Where the indexed skills begin that mean a skill is held, then those related to it, and the end."""
        return self.remember(("link", skill), lambda: self._link(*answer()))

    def _link(self, held: list[int], related: list[int]) -> tuple[int, int, int]:
        first = self.links.add(held + related)
        return first, first + len(held), first + len(held) + len(related)

    def trade(self, occupation: str, occupations: Sequence[str]) -> tuple[int, int]:
        """The numbers of the first and after the last of sorted occupations of the same sub-major group."""
        trade = _trade_of(occupation)
        return self.remember(
            ("trade", trade),
            lambda: (
                bisect_left(occupations, trade, key=_trade_of),
                bisect_right(occupations, trade, key=_trade_of),
            ),
        )

    @property
    def full(self) -> bool:
        """It has grown so large that it is better begun anew."""
        return self.rows.nbytes + self.nearness.nbytes + self.links.nbytes > _MOST_BYTES


def _trade_of(occupation: str) -> str:
    """The sub-major group: the first two digits."""
    return occupation[:2]


def _runs(nearness: Floats) -> Records:
    """Occupations with adjoining numbers that are equally near, the nearest first."""
    if not len(nearness):
        return np.empty(0, RUN)
    first = np.flatnonzero(np.concatenate(([True], nearness[1:] != nearness[:-1])))
    runs = np.empty(len(first), RUN)
    runs["nearness"], runs["first"] = nearness[first], first
    runs["after"] = np.append(first[1:], len(nearness))
    ordered: Records = runs[np.lexsort((first, -runs["nearness"]))]
    return ordered


@dataclass
class Asked:
    """Questions as they are put together, and the lists that they point into."""

    questions: list[Record] = field(default_factory=list)
    program: list[tuple[int, int, int, int]] = field(default_factory=list)
    shelves: list[int] = field(default_factory=list)
    busy: list[tuple[int, int, int]] = field(default_factory=list)

    def ready(self, kind: np.dtype[Any]) -> "Questions":
        return Questions(
            np.array(self.questions, kind),
            np.array(self.program, LINK),
            np.array(self.shelves, np.uint32),
            np.array(self.busy, BUSY),
        )


@dataclass(frozen=True)
class Questions:
    """Posts that ask, as records, with the lists that they point into."""

    records: Records
    program: Records
    shelves: NDArray[np.uint32]
    busy: Records
