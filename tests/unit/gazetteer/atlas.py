"""A handful of places, held in a list, to decide about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.gazetteer.domain import NamedPlace, Place, postcode_area
from portal.gazetteer.spelling import normalise


def a_place(name: str, country: str, **facts: object) -> Place:
    """A place that differs from all others by its id; anything not said is plain."""
    given = {
        "id": f"{name}-{country}-{facts.get('region', '')}",
        "region": None,
        "latitude": 0.0,
        "longitude": 0.0,
        "population": 1000,
        "timezone": None,
    }
    return Place(name=name, country=country, **(given | facts))  # type: ignore[arg-type]


@dataclass
class Atlas:
    """Places with their other names, and postcode areas; counts on nothing but lists."""

    entries: Sequence[tuple[Place, tuple[str, ...]]]
    postcodes: Iterable[str] = ()

    def named(self, normalised: str, country: str | None) -> list[NamedPlace]:
        return [
            NamedPlace(place, is_primary)
            for name, place, is_primary in self._names()
            if name == normalised and country in (None, place.country)
        ]

    def postcode(self, code: str) -> Place | None:
        return postcode_area(code, 52.0, 0.0) if code in self.postcodes else None

    def place(self, place_id: str) -> Place | None:
        return next((place for place, _ in self.entries if place.id == place_id), None)

    def names_starting(self, prefix: str, country: str | None) -> list[tuple[str, str]]:
        return [
            (name, place.id)
            for name, place, _ in self._names()
            if name.startswith(prefix) and country in (None, place.country)
        ]

    def _names(self) -> list[tuple[str, Place, bool]]:
        return [
            (normalise(name), place, name == place.name)
            for place, others in self.entries
            for name in (place.name, *others)
        ]
