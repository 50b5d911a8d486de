"""Leafing through a list: which of its pages is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request

Row = TypeVar("Row")

FARTHEST = 100_000
"""No page beyond is looked for: the number of its first row would be too large for a database."""


@dataclass(frozen=True)
class Leaf:
    """One page of a list, numbered from 1: of how many, and how long the whole list is."""

    number: int
    pages: int
    count: int
    per_page: int

    @classmethod
    def of(cls, count: int, per_page: int, asked: int | None = None) -> "Leaf":
        """The page that is asked for, by the address unless given; the nearest that there is."""
        pages = max(1, -(-count // per_page))
        return cls(min(_asked() if asked is None else max(1, asked), pages), pages, count, per_page)

    @property
    def rows(self) -> slice:
        """Which rows of the whole list it holds."""
        return slice(self.offset, self.offset + self.per_page)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.per_page


def leafed(find: Callable[[int, int], tuple[int, Sequence[Row]]], per_page: int) -> tuple[Leaf, list[Row]]:
    """The page that the address asks for, out of a database.

    `find` gets how many rows are wanted and how many come before them, and says how many there are in all
    and which these are. Only whoever asks for a page beyond the last has it look twice.
    """
    asked = _asked()
    count, rows = find(per_page, (asked - 1) * per_page)
    leaf = Leaf.of(count, per_page, asked)
    if leaf.number != asked:
        _count, rows = find(per_page, leaf.offset)
    return leaf, list(rows)


def _asked() -> int:
    return min(max(1, request.args.get("page", 1, type=int)), FARTHEST)
