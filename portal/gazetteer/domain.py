"""What a place is, and how the words that a person types name one."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process

from portal.gazetteer.countries import country_code, country_named
from portal.gazetteer.spelling import normalise
from portal.kernel.globe import Point, great_circle_km
from portal.kernel.outcomes import Refusal

UNITED_KINGDOM = "GB"
MOST_SUGGESTIONS = 5
_CLOSE_ENOUGH = 70  # of 100: "wisbeech" for "wisbech" is 93, one wrong letter in four is 75
_SAME_PLACE_KM = 25  # GeoNames lists some towns twice, a few kilometres apart

_FULL_POSTCODE = re.compile(r"(?:^|[\s,;(])([A-Z]{1,2}\d[A-Z\d]?)\s*(\d)\s*[A-Z]{2}\)?$")
_OUTWARD_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_SECTOR = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """A town, a village or a postcode area: one point on the globe, in degrees (WGS84).

    `id` is the GeoNames number as text, or the postcode itself ("PE13 2"). `region` is a UK county
    or the first-level region elsewhere, `country` an ISO code of two letters, `nation` the part of
    the United Kingdom ("Wales"). A population of 0 means that nobody has counted.
    """

    id: str
    name: str
    region: str | None
    country: str
    latitude: float
    longitude: float
    population: int
    timezone: str | None
    nation: str | None = None

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)

    @property
    def label(self) -> str:
        """The name with its region, "Boston, Lincolnshire"; the page adds the country."""
        if self.region is None or normalise(self.region) == normalise(self.name):
            return self.name
        return f"{self.name}, {self.region}"


def postcode_area(code: str, latitude: float, longitude: float) -> Place:
    """The area of a UK postcode as a place; `code` is a sector or an outward code."""
    return Place(code, code, None, UNITED_KINGDOM, latitude, longitude, 0, "Europe/London")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that bears a name, as its primary name or as one of its others."""

    place: Place
    is_primary: bool


@dataclass(frozen=True)
class PlaceUnknown(Refusal):
    """No place is called so; `candidates` are the closest that there are, best first."""

    text: str
    candidates: tuple[Place, ...]


@dataclass(frozen=True)
class PlaceAmbiguous(Refusal):
    """Several places are called so, and nothing tells which of them is meant."""

    text: str
    candidates: tuple[Place, ...]


class PlaceSource(Protocol):
    """Wherever places are kept: in the files that ship with the portal, or in its database."""

    def named(self, normalised: str, country: str | None) -> Sequence[NamedPlace]:
        """All places with exactly this normalised name, in one country or anywhere."""
        ...

    def postcode(self, code: str) -> Place | None:
        """A UK postcode sector ("PE13 2") or outward code ("PE13")."""
        ...

    def place(self, place_id: str) -> Place | None:
        """The place with this id."""
        ...

    def names_starting(self, prefix: str, country: str | None) -> Sequence[tuple[str, str]]:
        """Normalised names that begin so, each with its place's id."""
        ...


def postcode_codes(text: str) -> tuple[str, ...]:
    """The sector and outward codes to look up for a UK postcode, most exact first; none otherwise.

    A full postcode may stand at the end of an address. "PE13" is read as an outward code before
    it is read as the sector "PE1 3".
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    if full := _FULL_POSTCODE.search(typed) or _FULL_POSTCODE.search(typed.replace(" ", "")):
        return (f"{full[1]} {full[2]}", full[1])
    codes = [typed] if _OUTWARD_CODE.fullmatch(typed) else []
    closed_up = typed.replace(" ", "")
    if sector := _SECTOR.fullmatch(typed):
        codes.append(f"{sector[1]} {sector[2]}")
    elif _OUTWARD_CODE.fullmatch(closed_up):
        codes.append(closed_up)
    return tuple(codes)


def resolve(
    source: PlaceSource, text: str, country: str | None = None
) -> Place | PlaceUnknown | PlaceAmbiguous:
    """The place that a person means by `text`: "Wisbech", "Boston, Lincolnshire", "PE13 2RN".

    `country` is an ISO code of two letters, or None for anywhere. Words after a comma, or in
    brackets, narrow by region, nation or country. A primary name goes before other names, a
    larger population before a smaller; only a tie of both is ambiguous.
    """
    country = country_code(country) if country else None
    if country in (None, UNITED_KINGDOM):
        for code in postcode_codes(text):
            if at_postcode := source.postcode(code):
                return at_postcode
    bearers = source.named(normalise(text), country)
    name, qualifiers = _qualified(text)
    if not bearers and qualifiers:
        bearers = _narrowed(source.named(normalise(name), country), qualifiers)
    if not bearers:
        return PlaceUnknown(text, _closest(source, normalise(name), country))
    return _likeliest(text, bearers)


def _qualified(text: str) -> tuple[str, tuple[str, ...]]:
    name, *further = re.split(r"[,(;，،]", text)
    return name, tuple(word for part in further if (word := normalise(part)))


def _narrowed(bearers: Iterable[NamedPlace], qualifiers: Sequence[str]) -> list[NamedPlace]:
    """Those to which every qualifier applies; a region's whole name goes before a part of it."""
    kept = list(bearers)
    for qualifier in qualifiers:
        code = country_named(qualifier)
        exact = [
            one
            for one in kept
            if one.place.country == code
            or qualifier in {normalise(one.place.region or ""), normalise(one.place.nation or "")}
        ]
        kept = exact or [one for one in kept if _is_part(qualifier, one.place.region)]
    return kept


def _is_part(qualifier: str, region: str | None) -> bool:
    """Whole words, either way: "durham" in "County Durham", "Lincolnshire" in "north lincolnshire"."""
    if region is None:
        return False
    typed, known = f" {qualifier} ", f" {normalise(region)} "
    return typed in known or known in typed


def _likeliest(text: str, bearers: Sequence[NamedPlace]) -> Place | PlaceAmbiguous:
    best = max((one.is_primary, one.place.population) for one in bearers)
    tied = [one.place for one in bearers if (one.is_primary, one.place.population) == best]
    tied.sort(key=lambda place: (place.label, place.id))
    if all(_is_the_same(tied[0], place) for place in tied):
        return tied[0]
    return PlaceAmbiguous(text, tuple(tied))


def _is_the_same(one: Place, other: Place) -> bool:
    return great_circle_km(one.point, other.point) <= _SAME_PLACE_KM


def _closest(source: PlaceSource, name: str, country: str | None) -> tuple[Place, ...]:
    """Places of the same name elsewhere or in another region, then names that are spelt alike."""
    if not name:
        return ()
    found = {one.place.id: one.place for one in _by_rank(source.named(name, country))}
    if country:
        found |= {one.place.id: one.place for one in _by_rank(source.named(name, None))}
    for place in _spelt_alike(source, name, country):
        found.setdefault(place.id, place)
    return tuple(found.values())[:MOST_SUGGESTIONS]


def _by_rank(bearers: Iterable[NamedPlace]) -> list[NamedPlace]:
    return sorted(bearers, key=lambda one: (not one.is_primary, -one.place.population))


def _spelt_alike(source: PlaceSource, name: str, country: str | None) -> list[Place]:
    """Names that share the first two letters, by likeness of the whole."""
    near = source.names_starting(name[:2], country)
    scored = process.extract(
        name,
        [spelling for spelling, _ in near],
        scorer=fuzz.ratio,
        limit=4 * MOST_SUGGESTIONS,  # a place comes once for each of its names
        score_cutoff=_CLOSE_ENOUGH,
    )
    places = [(score, source.place(near[index][1])) for _, score, index in scored]
    known = [(score, place) for score, place in places if place is not None]
    return [place for _, place in sorted(known, key=lambda one: (-one[0], -one[1].population))]
