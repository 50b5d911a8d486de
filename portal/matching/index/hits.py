"""The posts that pass every gate, with their score, in the order in which they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.matching.domain import Factors
from portal.matching.index.arrays import Floats, Ids, Ints, Records

NANO = 1e9


@dataclass(frozen=True)
class Hit:
    """One counterpart of a post; `position` is its place in the list that was indexed."""

    position: int
    score: float
    factors: Factors
    distance_km: float
    relocating: bool
    covered_days: int
    free_heads: int
    """The lesser of both sides' free heads in the covered days."""


class Hits:
    """All hits of one post, best first, as HIT lays them out."""

    def __init__(self, rows: Records, positions: NDArray[np.uint32]) -> None:
        self._rows = rows
        self._positions = positions

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Hit]:
        found = zip(self.positions.tolist(), self.scores.tolist(), self._rows.tolist(), strict=True)
        for position, score, row in found:
            _, skills, occupation, distance, dates, heads, km, _, _, covered, of_lot, of_vacancy, moves = row
            factors = Factors(skills, occupation, distance, dates, heads)
            yield Hit(position, score, factors, km, bool(moves), covered, min(of_lot, of_vacancy))

    def tobytes(self) -> bytes:
        """All of it, to the last bit."""
        return self._rows.tobytes()

    @property
    def positions(self) -> Ids:
        """The places of the hits in the list that was indexed."""
        places: Ids = self._positions[self._rows["record"]].astype(np.int64)
        return places

    @property
    def nano_scores(self) -> Ints:
        """Scores in thousand millionths."""
        scores: Ints = self._rows["nano_score"]
        return scores

    @property
    def scores(self) -> Floats:
        """Scores rounded to 9 places, as the rules say."""
        scores: Floats = self.nano_scores / NANO
        return scores

    @property
    def free_availability(self) -> Ints:
        """Heads that the lot of each pair has free in the covered days."""
        heads: Ints = self._rows["free_availability"].astype(np.int64)
        return heads

    @property
    def free_vacancy(self) -> Ints:
        """Heads that the vacancy of each pair has free in the covered days."""
        heads: Ints = self._rows["free_vacancy"].astype(np.int64)
        return heads
