"""Which posts meet in which shard, so that every pair that can pass meets in at least one.

A vacancy stands in one stripe of longitudes, a lot in every stripe that its radius touches. Pairs beyond the
radius meet elsewhere: a vacancy that houses stands once more in a shard of its country, and a lot that
relocates in all shards of the countries where it may work.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import asin, cos, degrees, radians, sin
from zlib import crc32

import numpy as np

from portal.kernel.globe import EARTH_RADIUS_KM, Point
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.index.arrays import Floats, Ids

_MARGIN = 1e-6  # degrees, some 10 cm: rounding must not lose a post at the very edge
_FAR_ROUND = 1.5  # radians from which on a disc is taken to touch every longitude


@dataclass(frozen=True)
class Layout:
    """How a market is shared out: first the stripes, from west to east, then the shards of who would move."""

    cuts: tuple[float, ...] = ()
    """The longitudes, ascending, at which the second stripe begins, the third, ..."""
    moving: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Of each country the shards among which its vacancies with accommodation are shared out. Those of
    countries not named stand in the first shard after the stripes."""

    def __len__(self) -> int:
        moving = (shard for shards in self.moving.values() for shard in shards)
        return max((self.stripes, *moving)) + 1

    @property
    def stripes(self) -> int:
        """How many of the shards, the first ones, are stripes."""
        return len(self.cuts) + 1

    def home(self, point: Point) -> int:
        """The one stripe in which a place lies."""
        return bisect_right(self.cuts, point.longitude)

    def homes(self, longitudes: Floats) -> Ids:
        """The same for many places."""
        return np.searchsorted(np.array(self.cuts), longitudes, "right").astype(np.int64)

    def of_vacancy(self, v: VacancyFacts) -> Iterator[int]:
        """The shards in which a vacancy stands: its stripe, and one more where it houses."""
        yield self.home(v.point)
        if v.accommodation:
            shards = self._moving_to(v.country)
            yield shards[crc32(v.reference.encode()) % len(shards)]

    def of_lot(self, a: AvailabilityFacts) -> Collection[int]:
        """The shards in which a lot stands: those that its radius touches, and those where it would move."""
        touched = self._touched(a.point, a.travel_km)
        if not a.relocates:
            return touched
        countries = a.work_countries | a.open_corridors
        return {*touched, *(shard for country in countries for shard in self._moving_to(country))}

    def _moving_to(self, country: str) -> tuple[int, ...]:
        return self.moving.get(country, (self.stripes,))

    def _touched(self, point: Point, km: float) -> Collection[int]:
        half = half_width(point.latitude, km)
        west, east = point.longitude - half, point.longitude + half
        if half >= 180.0:
            return range(self.stripes)
        first = bisect_right(self.cuts, west + 360.0 if west < -180.0 else west)
        last = bisect_right(self.cuts, east - 360.0 if east > 180.0 else east)
        if west >= -180.0 and east <= 180.0:
            return range(first, last + 1)
        return {*range(last + 1), *range(first, self.stripes)}


def half_width(latitude: float, km: float) -> float:
    """How many degrees of longitude a disc reaches to the east, and as many to the west; 180 where it
    reaches a pole or so far that all are touched. A little more than it does, never less."""
    angle = km / EARTH_RADIUS_KM + radians(_MARGIN)
    if angle >= _FAR_ROUND or abs(latitude) + degrees(angle) >= 90.0:
        return 180.0
    return min(180.0, degrees(asin(min(1.0, sin(angle) / cos(radians(latitude))))) + _MARGIN)


def cuts_by_weight(longitudes: Floats, weights: Floats, stripes: int) -> tuple[float, ...]:
    """Where to cut so that all stripes weigh about the same: cities are heavy, seas are not."""
    if not len(longitudes):
        return (0.0,) * (stripes - 1)
    order = np.argsort(longitudes, kind="stable")
    until = np.cumsum(weights[order])
    places = np.searchsorted(until, until[-1] * np.arange(1, stripes) / stripes, "right")
    cuts: list[float] = longitudes[order][np.minimum(places, len(order) - 1)].tolist()
    return tuple(cuts)


def moving_by_weight(weights: Mapping[str, float], first: int, shards: int) -> dict[str, tuple[int, ...]]:
    """The countries shared out among so many shards, numbered from `first`: a heavy one has several, light
    ones stand together."""
    if not shards:
        return {}
    fair = sum(weights.values()) / shards
    numbers = list(range(first, first + shards))
    loads = dict.fromkeys(numbers, 0.0)
    shared: dict[str, tuple[int, ...]] = {}
    for country, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0])):
        wanted = max(1, round(weight / fair)) if fair else 1
        lightest = sorted(numbers, key=lambda number: (loads[number], number))[:wanted]
        for number in lightest:
            loads[number] += weight / len(lightest)
        shared[country] = tuple(sorted(lightest))
    return shared
