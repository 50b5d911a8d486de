"""The posts that pass every gate, with their score, in the order in which they are shown."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from portal.matching.cells import Ids
from portal.matching.domain import AvailabilityFacts, Factors, VacancyFacts
from portal.matching.numbers import Ints
from portal.matching.packing import Bools, Floats

_NANO = 1e9
_DOUBTFUL = 1e-4  # of the last kept digit: so near a half, only the exact rule rounds alike


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


@dataclass(frozen=True)
class Hits:
    """All hits of one post as arrays of equal length, best first."""

    positions: Ids
    nano_scores: Ints
    skills: Floats
    occupation: Floats
    distance: Floats
    dates: Floats
    heads: Floats
    distance_km: Floats
    relocating: Bools
    covered: Ints
    free_availability: Ints
    """Heads that the lot has free in the days of each pair; `free_vacancy` those of the vacancy."""
    free_vacancy: Ints

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Hit]:
        rows = zip(
            self.positions.tolist(),
            self.scores.tolist(),
            self.skills.tolist(),
            self.occupation.tolist(),
            self.distance.tolist(),
            self.dates.tolist(),
            self.heads.tolist(),
            self.distance_km.tolist(),
            self.relocating.tolist(),
            self.covered.tolist(),
            self.free.tolist(),
            strict=True,
        )
        for position, score, skills, occupation, distance, dates, heads, km, moves, days, free in rows:
            factors = Factors(skills, occupation, distance, dates, heads)
            yield Hit(position, score, factors, km, moves, days, free)

    @property
    def free(self) -> Ints:
        """The lesser of both sides' free heads."""
        free: Ints = np.minimum(self.free_availability, self.free_vacancy)
        return free

    @property
    def scores(self) -> Floats:
        """Scores rounded to 9 places, as the rules say."""
        rounded: Floats = self.nano_scores / _NANO
        return rounded


def totals(skills: Floats, occupation: Floats, distance: Floats, dates: Floats, heads: Floats) -> Floats:
    """The score of each pair before rounding, summed in the order of the rules."""
    total: Floats = 0.45 * skills + 0.20 * occupation + 0.15 * distance + 0.10 * dates + 0.10 * heads
    return total


def rounded(scores: Floats, exact_score: Callable[[int], float]) -> Ints:
    """Scores in thousand millionths; where rounding is in doubt, the exact rule is asked."""
    nano = scores * _NANO
    whole = np.rint(nano).astype(np.int64)
    for at in np.flatnonzero(np.abs(nano - np.floor(nano) - 0.5) < _DOUBTFUL):
        whole[at] = round(exact_score(int(at)) * _NANO)
    return whole


def best(nano: Ints, seniority: Ints, top: int | None) -> Ids:
    """Where the best stand: by score, then the older post, then the reference."""
    among = np.arange(len(nano), dtype=np.int64)
    if top is not None and 0 < top < len(nano):
        among = np.flatnonzero(nano >= np.partition(nano, -top)[-top])
    order = np.lexsort((seniority[among], -nano[among]))
    return among[order[:top]]


def seniority(posts: Sequence[AvailabilityFacts] | Sequence[VacancyFacts]) -> Ints:
    """The rank of each post by age and reference."""
    ranks = np.empty(len(posts), np.int64)
    order = sorted(range(len(posts)), key=lambda at: (posts[at].order, posts[at].reference))
    ranks[order] = np.arange(len(posts))
    return ranks
