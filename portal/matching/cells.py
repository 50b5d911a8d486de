"""Posts in cells of the globe, so that those near a point stand together."""

from math import asin, cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

from portal.kernel.globe import EARTH_RADIUS_KM

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]

REACHES_KM = (0.0, 10.0, 25.0, 50.0, 100.0, 200.0, 500.0, 2000.0)
_BAND = 0.5  # degrees of latitude
_MARGIN = 1e-6  # degrees, some 10 cm: rounding must not lose a post at the very edge
_NOWHERE: Ids = np.empty(0, dtype=np.int64)


def gather(starts: Ids, ends: Ids) -> Ids:
    """All whole numbers of the ranges [start, end), one range after the other."""
    lengths = np.maximum(ends - starts, 0)
    total = int(lengths.sum())
    if not total:
        return _NOWHERE
    before = np.cumsum(lengths) - lengths
    gathered: Ids = np.arange(total, dtype=np.int64) + np.repeat(starts - before, lengths)
    return gathered


class _Reach:
    """Posts of about the same reach, sorted by band of latitude, then by longitude."""

    def __init__(self, ids: Ids, latitudes: Floats, longitudes: Floats, most_km: float) -> None:
        self.most_km = most_km
        keys = _key(np.floor(latitudes / _BAND), longitudes)
        order = np.argsort(keys, kind="stable")
        self._ids, self._keys = ids[order], keys[order]

    def near(self, latitude: float, longitude: float, more_km: float) -> Ids:
        angle = (self.most_km + more_km) / EARTH_RADIUS_KM
        if angle >= 1.5:
            return self._ids
        south, north = latitude - degrees(angle) - _MARGIN, latitude + degrees(angle) + _MARGIN
        windows = [(-180.0, 180.0)]
        if south > -90 and north < 90:
            half = degrees(asin(min(1.0, sin(angle) / cos(radians(latitude))))) + _MARGIN
            windows = _windows(longitude, half)
        bands = np.arange(np.floor(max(south, -90) / _BAND), np.floor(min(north, 90) / _BAND) + 1)
        found = []
        for west, east in windows:
            starts = np.searchsorted(self._keys, _key(bands, west), "left")
            ends = np.searchsorted(self._keys, _key(bands, east), "right")
            found.append(self._ids[gather(starts.astype(np.int64), ends.astype(np.int64))])
        return found[0] if len(found) == 1 else np.concatenate(found)


def _key(bands: Floats, longitude: Floats | float) -> Floats:
    key: Floats = bands * 1000.0 + longitude
    return key


def _windows(longitude: float, half: float) -> list[tuple[float, float]]:
    """The longitudes from west to east, in two parts where they cross the antimeridian."""
    west, east = longitude - half, longitude + half
    if half >= 180:
        return [(-180.0, 180.0)]
    if west < -180:
        return [(west + 360, 180.0), (-180.0, east)]
    if east > 180:
        return [(west, 180.0), (-180.0, east - 360)]
    return [(west, east)]


class Cells:
    """Where posts are and how far each of them reaches."""

    def __init__(self, ids: Ids, latitudes: Floats, longitudes: Floats, reach_km: Floats) -> None:
        """Latitudes and longitudes in degrees, one reach in km for each of the ids."""
        classes = np.searchsorted(np.asarray(REACHES_KM), reach_km, "left")
        self._reaches = [
            _Reach(ids[chosen], latitudes[chosen], longitudes[chosen], float(reach_km[chosen].max()))
            for number in np.unique(classes)
            for chosen in (classes == number,)
        ]

    def near(self, latitude: float, longitude: float, more_km: float = 0.0) -> Ids:
        """The ids whose reach, and `more_km`, may come to the point: all that do, and some beside."""
        found = [reach.near(latitude, longitude, more_km) for reach in self._reaches]
        return np.concatenate(found) if found else _NOWHERE
