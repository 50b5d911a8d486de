"""Posts in cells of the globe, so that a disc is a few ranges of neighbouring records.

Posts are sorted by class of reach, band of latitude and longitude. Longitudes are in ten-millionths of a
degree from 180 degrees west; the key of a place is the number of its band, counted through all classes, and
the longitude.
"""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

from portal.kernel.globe import EARTH_RADIUS_KM
from portal.matching.index.arrays import NONE, Floats, Ids, Ints, Records
from portal.matching.index.layout import CELLS

REACHES_KM = (0.0, 10.0, 25.0, 50.0, 100.0, 200.0, 500.0, 2000.0)
_LOWEST_BAND, _HIGHEST_BAND = 0.25, 5.0  # degrees of latitude
_KM_A_DEGREE = 111.2
_MARGIN = 1e-6  # degrees, some 10 cm: rounding must not lose a post at the very edge
_BAND_SHIFT = 32
_LONGITUDE = (1 << _BAND_SHIFT) - 1
_STEPS_A_DEGREE = 1e7
_WHOLE_ROUND = 179.9  # degrees each way from which on all longitudes are looked at
_FAR_ROUND = 1.5  # radians from which on a disc is no longer thought of as a band


def _steps(longitude: Floats) -> Ints:
    """Ten-millionths of a degree from 180 degrees west."""
    return np.floor((longitude + 180.0) * _STEPS_A_DEGREE).astype(np.int64)


@dataclass(frozen=True)
class Arranged:
    """How posts stand in their cells."""

    order: Ids
    """Which post comes first, second, ..."""
    cells: Records
    longitudes: NDArray[np.uint32]
    bands: Ids
    """Where each band begins, and where the last ends."""


def arrange(latitudes: Floats, longitudes: Floats, reach_km: Floats, ranks: Ints) -> Arranged:
    """Sort posts into their cells; posts at one point by rank. Degrees and km."""
    classes = np.searchsorted(np.asarray(REACHES_KM), reach_km, "left")
    cells, band_of = np.zeros(len(np.unique(classes)), CELLS), np.zeros(len(latitudes), np.int64)
    bands = 0
    for cell, number in zip(cells, np.unique(classes), strict=True):
        chosen = classes == number
        most = float(reach_km[chosen].max())
        height = min(max(most / _KM_A_DEGREE, _LOWEST_BAND), _HIGHEST_BAND)
        count = int(180.0 / height) + 1
        cell["reach_km"], cell["height"], cell["band"], cell["bands"] = most, height, bands, count
        band_of[chosen] = bands + np.minimum((latitudes[chosen] + 90.0) / height, count - 1).astype(np.int64)
        bands += count
    keys = (band_of << _BAND_SHIFT) + _steps(longitudes)
    order = np.lexsort((ranks, keys)).astype(np.int64)
    starts = np.searchsorted(band_of[order], np.arange(bands + 1))
    return Arranged(order, cells, (keys[order] & _LONGITUDE).astype(np.uint32), starts.astype(np.int64))


def keys_of(bands: NDArray[np.uint32], longitudes: NDArray[np.uint32]) -> Ints:
    """The key of each place, ascending."""
    band_of = np.repeat(np.arange(len(bands) - 1, dtype=np.int64), bands[1:] - bands[:-1])
    keys: Ints = (band_of << _BAND_SHIFT) + longitudes
    return keys


def ranges_near(
    cells: Records, keys: Ints, latitude: float, longitude: float, *, more_km: float
) -> tuple[Ids, Ids]:
    """Ranges of records, ascending, that hold all posts whose reach and `more_km` come to a point, and some
    beside: where each begins and ends. Degrees."""
    lowest: list[int] = []
    highest: list[int] = []
    for reach_km, height, band, count in cells.tolist():
        angle = (reach_km + more_km) / EARTH_RADIUS_KM
        south, north = latitude - degrees(angle) - _MARGIN, latitude + degrees(angle) + _MARGIN
        low = band + min(int((max(south, -90.0) + 90.0) / height), count - 1)
        high = band + min(int((min(north, 90.0) + 90.0) / height), count - 1)
        windows = [(0, 1 << _BAND_SHIFT)]
        if angle < _FAR_ROUND and south > -90 and north < 90:
            windows = _windows(longitude, angle, latitude)
        elif angle >= _FAR_ROUND:
            low, high = band, band + count - 1
        for number in range(low, high + 1):
            for first, after in windows:
                lowest.append((number << _BAND_SHIFT) + first)
                highest.append((number << _BAND_SHIFT) + after)
    if not lowest:
        return NONE, NONE
    starts = np.searchsorted(keys, np.array(lowest, np.int64), "left")
    ends = np.searchsorted(keys, np.array(highest, np.int64), "left")
    some = ends > starts
    return starts[some].astype(np.int64), ends[some].astype(np.int64)


def _windows(longitude: float, angle: float, latitude: float) -> list[tuple[int, int]]:
    """Longitudes [first, after) in steps, the westernmost first; two where they cross the antimeridian."""
    whole = 1 << _BAND_SHIFT
    half = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude))))) + _MARGIN
    if half >= _WHOLE_ROUND:
        return [(0, whole)]
    west, east = longitude - half + 180.0, longitude + half + 180.0
    if west < 0:
        return [(0, int(east * _STEPS_A_DEGREE) + 1), (int((west + 360) * _STEPS_A_DEGREE), whole)]
    if east > 360:
        return [(0, int((east - 360) * _STEPS_A_DEGREE) + 1), (int(west * _STEPS_A_DEGREE), whole)]
    return [(int(west * _STEPS_A_DEGREE), int(east * _STEPS_A_DEGREE) + 1)]
