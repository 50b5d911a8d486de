"""Filling the gazetteer from the files that ship with the portal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeAlias, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from portal.gazetteer.domain import Place
from portal.gazetteer.files import read_other_names, read_places, read_postcode_areas
from portal.gazetteer.models import PlaceNameRow, PlaceRow, PostcodeRow
from portal.gazetteer.spelling import normalise
from portal.infra.database import Base
from portal.infra.unit_of_work import Work

Row: TypeAlias = dict[str, Any]

_OF_A_PLACE = fields(Place)


def load_gazetteer(work: Work) -> int:
    """Bring places, names and postcodes to what the files say; returns the number of places.

    May be repeated: only what differs is written. Places that the files no longer know keep their
    row, since vacancies and availabilities may stand on them, but lose their names: nobody finds
    them any more.
    """
    places = list(read_places())
    _reconcile(work, PlaceRow, map(_place, places), keep_unknown=True)
    _reconcile(work, PlaceNameRow, _names(places))
    _reconcile(work, PostcodeRow, _postcodes())
    return len(places)


def _reconcile(work: Work, kind: type[Base], wanted: Iterable[Row], *, keep_unknown: bool = False) -> None:
    """Make a table's rows the wanted ones, by three statements at most."""
    table = cast("Table", kind.__table__)
    key = [column.name for column in table.primary_key]
    rows: Iterator[Row] = (dict(one) for one in work.session.execute(select(table)).mappings())
    stored = {_key_of(row, key): row for row in rows}
    new, changed = [], []
    for row in wanted:
        before = stored.pop(_key_of(row, key), None)
        if before is None:
            new.append(row)
        elif before != row:
            changed.append(row)
    if stored and not keep_unknown:
        gone = [dict(zip((f"old_{name}" for name in key), one, strict=True)) for one in stored]
        same = (table.c[name] == bindparam(f"old_{name}") for name in key)
        work.session.connection().execute(delete(table).where(*same), gone)
    if changed:
        work.session.execute(update(kind), changed)
    if new:
        work.session.connection().execute(insert(table), new)


def _key_of(row: Mapping[str, Any], key: list[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _place(place: Place) -> Row:
    return {one.name: getattr(place, one.name) for one in _OF_A_PLACE}


def _names(places: list[Place]) -> Iterator[Row]:
    for place in places:
        yield {"normalised": normalise(place.name), "place_id": place.id, "is_primary": True}
    for place_id, name in read_other_names():
        yield {"normalised": name, "place_id": place_id, "is_primary": False}


def _postcodes() -> Iterator[Row]:
    for area in read_postcode_areas():
        yield {"code": area.id, "latitude": area.latitude, "longitude": area.longitude}
