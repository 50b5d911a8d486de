"""What a peer is asked to do, and what it says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from benchmarks.columns import Array, Columns

TOP = 20


@dataclass(frozen=True)
class Found:
    """The best lots of one vacancy, best first: their places in the list, and their scores."""

    lots: Array
    scores: Array


class Peer(Protocol):
    """A tool that finds the best twenty lots of vacancies, by all gates and with the score."""

    name: ClassVar[str]
    batch: ClassVar[int]
    """How many vacancies it is asked at once; 1 for tools that answer one question at a time."""
    tuned: ClassVar[str]
    """What was done to make it quick, for the document."""

    def version(self) -> str: ...

    def load(self, columns: Columns) -> None:
        """Take in the lots, and build whatever makes questions quick."""

    def best(self, vacancies: Array) -> Sequence[Found]:
        """The best lots of each of these vacancies, named by their places in the list."""

    def servers(self) -> Sequence[int]:
        """Processes beside its own whose work and memory count; without those that they start."""

    def close(self) -> None: ...
