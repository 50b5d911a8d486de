"""Arrays by their kind, and arrays that grow."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Records = NDArray[Any]
"""Structured rows, of one of the kinds in `layout`."""

NONE: Ids = np.empty(0, dtype=np.int64)


def gather(starts: Ids, ends: Ids) -> Ids:
    """All whole numbers of the ranges [start, end), one range after the other."""
    lengths = np.maximum(ends - starts, 0)
    total = int(lengths.sum())
    if not total:
        return NONE
    before = np.cumsum(lengths) - lengths
    gathered: Ids = np.arange(total, dtype=np.int64) + np.repeat(starts - before, lengths)
    return gathered


def starts_of(lengths: NDArray[Any]) -> NDArray[np.uint32]:
    """Where each of many lists begins when they stand one after the other, and where the last ends."""
    starts = np.zeros(len(lengths) + 1, np.uint32)
    np.cumsum(lengths, out=starts[1:])
    return starts


def sorted_lists(list_of: Ids, item: Ids, lists: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Pairs of a list's and an item's number as ascending lists: where each begins, and the items."""
    width = int(item.max()) + 1 if len(item) else 1
    keys = np.sort(list_of * width + item)
    return starts_of(np.bincount(list_of, minlength=lists)), (keys % width).astype(np.uint32)


class Pool:
    """An array that grows at its end; what once was given a place keeps it."""

    def __init__(self, kind: Any) -> None:
        self._room = np.zeros(1024, kind)
        self._filled = 0

    def add(self, values: Iterable[Any]) -> int:
        """Append the values; where they begin."""
        array = np.asarray(values, self._room.dtype)
        start, self._filled = self._filled, self._filled + len(array)
        if self._filled > len(self._room):
            grown = np.zeros(max(self._filled, 2 * len(self._room)), self._room.dtype)
            grown[:start] = self._room[:start]
            self._room = grown
        self._room[start : self._filled] = array
        return start

    @property
    def array(self) -> NDArray[Any]:
        """All that was added, and empty room after it."""
        return self._room

    @property
    def nbytes(self) -> int:
        return int(self._room.nbytes)
