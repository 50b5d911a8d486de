"""What an index answers to a fact of an asking post, for every distinct value of the fact; remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.matching.domain import Level
from portal.matching.index.arrays import Floats, Pool, Records
from portal.matching.index.layout import BUSY, LINK, RUN

_MOST_BYTES = 256_000_000
_NEVER_BUSY = np.empty(0, BUSY)
NUMBERS_A_LINK = LINK.itemsize // 4

Languages = tuple[tuple[str, Level], ...]
"""Levels by language, in the order of the languages."""
Link = tuple[int, int, int, int]
"""As LINK lays it out."""

Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


class Known(dict[Question, Answer]):
    """Answers by their question, each sought once: known[question]."""

    def __init__(self, answer: Callable[[Question], Answer]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, question: Question) -> Answer:
        answer = self[question] = self._answer(question)
        return answer


@dataclass
class Answers:
    """Rows of answers, one after the other; a question says where its row begins."""

    rows: Pool = field(default_factory=lambda: Pool(np.uint8))
    """One byte for each distinct value of a fact."""
    nearness: Pool = field(default_factory=lambda: Pool(np.float64))
    runs: Pool = field(default_factory=lambda: Pool(RUN))
    links: Pool = field(default_factory=lambda: Pool(np.uint32))

    def near(self, nearness: Floats) -> tuple[int, int, int]:
        """Where the nearness of each occupation begins, and where its runs begin and end."""
        runs = _runs(nearness)
        first = self.runs.add(runs)
        return self.nearness.add(nearness), first, first + len(runs)

    def link(self, held: list[int], related: list[int]) -> tuple[int, int, int]:
        """Where the indexed skills begin that mean a skill is held, then those related to it, and the end."""
        first = self.links.add(held + related)
        return first, first + len(held), first + len(held) + len(related)

    @property
    def full(self) -> bool:
        """It has grown so large that it is better begun anew."""
        return self.rows.nbytes + self.nearness.nbytes + self.links.nbytes > _MOST_BYTES


def trade_of(occupation: str, occupations: Sequence[str]) -> tuple[int, int]:
    """The numbers of the first and after the last of sorted occupations of the same sub-major group."""
    trade = _trade_of(occupation)
    return (
        bisect_left(occupations, trade, key=_trade_of),
        bisect_right(occupations, trade, key=_trade_of),
    )


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


class Asked:
    """Questions as they are put together, and the lists that they point into; numbers in a row, for speed."""

    def __init__(self) -> None:
        self.questions = bytearray()
        self.program: list[int] = []
        self.shelves: list[int] = []
        self.busy: list[tuple[int, int, int]] = []

    def ready(self, kind: np.dtype[Any]) -> "Questions":
        """All of it as arrays, once it is whole; `kind` is that of the questions."""
        return Questions(
            np.frombuffer(self.questions, kind),
            np.array(self.program, np.uint32).view(LINK),
            np.array(self.shelves, np.uint32),
            np.array(self.busy, BUSY) if self.busy else _NEVER_BUSY,
        )


@dataclass(frozen=True)
class Questions:
    """Posts that ask, as records, with the lists that they point into."""

    records: Records
    program: Records
    shelves: NDArray[np.uint32]
    busy: Records
