"""The figures of posts as arrays, and the measures of a pair taken on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.kernel.globe import EARTH_RADIUS_KM
from portal.matching.cells import Ids
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.packing import Bools, Floats

Ints = NDArray[np.int64]
Numbers = TypeVar("Numbers", "AvailabilityNumbers", "VacancyNumbers")
_DOUBTFUL_KM = 1e-6


@dataclass(frozen=True)
class AvailabilityNumbers:
    """One entry for each lot; places in radians, days as ordinals. Of one lot they fit any vacancies."""

    latitude: Floats
    longitude: Floats
    travel_km: Floats
    relocates: Bools
    first: Ints
    last: Ints
    headcount: Ints
    min_group: Ints


@dataclass(frozen=True)
class VacancyNumbers:
    """One entry for each vacancy; places in radians, days as ordinals. Of one it fits any lots."""

    latitude: Floats
    longitude: Floats
    accommodation: Bools
    entry_level: Bools
    asks_required: Bools
    starts: Ints
    latest_start: Ints
    ends: Ints
    min_days: Ints
    headcount: Ints
    min_group: Ints


def availability_numbers(posts: Sequence[AvailabilityFacts]) -> AvailabilityNumbers:
    return AvailabilityNumbers(
        latitude=np.radians(_floats(p.point.latitude for p in posts)),
        longitude=np.radians(_floats(p.point.longitude for p in posts)),
        travel_km=_floats(p.travel_km for p in posts),
        relocates=np.asarray([p.relocates for p in posts], np.bool_),
        first=_ints(p.available_from.toordinal() for p in posts),
        last=_ints((p.available_to or date.max).toordinal() for p in posts),
        headcount=_ints(p.headcount for p in posts),
        min_group=_ints(p.min_group for p in posts),
    )


def vacancy_numbers(posts: Sequence[VacancyFacts]) -> VacancyNumbers:
    return VacancyNumbers(
        latitude=np.radians(_floats(p.point.latitude for p in posts)),
        longitude=np.radians(_floats(p.point.longitude for p in posts)),
        accommodation=np.asarray([p.accommodation for p in posts], np.bool_),
        entry_level=np.asarray([p.entry_level for p in posts], np.bool_),
        asks_required=np.asarray([bool(p.required_skills) for p in posts], np.bool_),
        starts=_ints(p.starts.toordinal() for p in posts),
        latest_start=_ints(p.latest_start.toordinal() for p in posts),
        ends=_ints(p.ends.toordinal() for p in posts),
        min_days=_ints(p.min_days for p in posts),
        headcount=_ints(p.headcount for p in posts),
        min_group=_ints(p.min_group for p in posts),
    )


def _floats(values: Any) -> Floats:
    return np.asarray(list(values), np.float64)


def _ints(values: Any) -> Ints:
    return np.asarray(list(values), np.int64)


def chosen(numbers: Numbers, ids: Ids) -> Numbers:
    """The figures of some of the posts."""
    return type(numbers)(**{f.name: getattr(numbers, f.name)[ids] for f in fields(numbers)})


def date_of(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def distances(a: AvailabilityNumbers, v: VacancyNumbers) -> Floats:
    """Great circle distance of each pair in km (haversine)."""
    across = np.sin((v.latitude - a.latitude) / 2)
    along = np.sin((v.longitude - a.longitude) / 2)
    half_chord = across * across + np.cos(a.latitude) * np.cos(v.latitude) * along * along
    km: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half_chord)))
    return km


def within_radius(km: Floats, travel_km: Floats, exact_km: Callable[[int], float]) -> Bools:
    """Whether each pair lies within the radius; on the very edge the exact distance decides."""
    travel = np.broadcast_to(travel_km, km.shape)
    within: Bools = km <= travel
    for at in np.flatnonzero((np.abs(km - travel) < _DOUBTFUL_KM) & (km > 0)):
        within[at] = exact_km(int(at)) <= travel[at]
    return within


def covered_days(a: AvailabilityNumbers, v: VacancyNumbers) -> tuple[Ints, Ints, Ints]:
    """First and last covered day of each pair, and how many there are (0 where none)."""
    first, last = np.maximum(v.starts, a.first), np.minimum(v.ends, a.last)
    return first, last, np.maximum(last - first + 1, 0)


def dates_pass(a: AvailabilityNumbers, v: VacancyNumbers) -> Bools:
    covered = covered_days(a, v)[2]
    least = np.minimum(v.ends - v.starts + 1, v.min_days)
    passes: Bools = (a.first <= v.latest_start) & (covered >= least)
    return passes


def distance_factors(km: Floats, travel_km: Floats, within: Bools) -> Floats:
    travel = np.broadcast_to(travel_km, km.shape)
    reached = 1.0 - 0.5 * km / np.where(travel > 0, travel, 1.0)
    moved = 0.4 - 0.2 * np.minimum(km, 3000.0) / 3000.0
    return np.where(within, np.where(travel > 0, reached, 1.0), moved)


def head_factors(free_a: Ints, free_v: Ints) -> Floats:
    shares = np.minimum(1.0, free_a / np.maximum(free_v, 1))
    return np.where(free_v > 0, shares, 0.0)
