"""Points on the globe and the distance between them in a straight line."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Point:
    """A place on the globe in degrees: latitude -90 to 90, longitude -180 to 180."""

    latitude: float
    longitude: float


def great_circle_km(here: Point, there: Point) -> float:
    """How far two points are apart in km, on a sphere of radius 6371.0088 km (haversine)."""
    latitude, other = radians(here.latitude), radians(there.latitude)
    across = sin((other - latitude) / 2)
    along = sin(radians(there.longitude - here.longitude) / 2)
    half_chord = across * across + cos(latitude) * cos(other) * along * along
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half_chord)))
