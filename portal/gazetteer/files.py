"""The places and postcodes that ship with the portal, read from its own files."""

import csv
import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from portal.gazetteer.domain import NamedPlace, Place, postcode_area
from portal.gazetteer.spelling import AFTER_ALL_LETTERS, normalise

DATA = Path(__file__).parent / "data"


def read_places() -> Iterator[Place]:
    """Every place, in the order of the GeoNames numbers."""
    for row in _rows("places.csv.gz"):
        place_id, name, region, nation, country, latitude, longitude, population, timezone = row
        yield Place(
            id=place_id,
            name=name,
            region=region or None,
            country=country,
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population),
            timezone=timezone or None,
            nation=nation or None,
        )


def read_other_names() -> Iterator[tuple[str, str]]:
    """Each place's id with one of its other names, normalised; a place has any number of them."""
    return ((place_id, name) for place_id, name in _rows("place_names.csv.gz"))


def read_postcode_areas() -> Iterator[Place]:
    """Every UK postcode sector and outward code."""
    for code, latitude, longitude in _rows("uk_postcodes.csv.gz"):
        yield postcode_area(code, float(latitude), float(longitude))


def _rows(file: str) -> Iterator[list[str]]:
    with gzip.open(DATA / file, "rt", encoding="utf-8", newline="") as text:
        rows = csv.reader(text)
        next(rows)
        yield from rows


class FilePlaces:
    """All places held in memory, for work without a database; read when first asked."""

    def named(self, normalised: str, country: str | None) -> Sequence[NamedPlace]:
        bearers = self._bearers.get(normalised, ())
        return [one for one in bearers if country in (None, one.place.country)]

    def postcode(self, code: str) -> Place | None:
        return self._postcode_areas.get(code)

    def place(self, place_id: str) -> Place | None:
        return self._places.get(place_id) or self._postcode_areas.get(place_id)

    def names_starting(self, prefix: str, country: str | None) -> Sequence[tuple[str, str]]:
        first = bisect_left(self._names, prefix)
        last = bisect_left(self._names, prefix + AFTER_ALL_LETTERS)
        return [
            (name, bearer.place.id)
            for name in self._names[first:last]
            for bearer in self.named(name, country)
        ]

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {one.id: one for one in read_places()}

    @cached_property
    def _postcode_areas(self) -> dict[str, Place]:
        return {one.id: one for one in read_postcode_areas()}

    @cached_property
    def _bearers(self) -> dict[str, list[NamedPlace]]:
        found: dict[str, list[NamedPlace]] = defaultdict(list)
        for place in self._places.values():
            found[normalise(place.name)].append(NamedPlace(place, is_primary=True))
        others = {place_id: NamedPlace(one, is_primary=False) for place_id, one in self._places.items()}
        for place_id, name in read_other_names():
            found[name].append(others[place_id])
        return dict(found)

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self._bearers)


@lru_cache(maxsize=1)
def places_from_files() -> FilePlaces:
    """The one copy of all places in this process."""
    return FilePlaces()
