"""Filling the gazetteer from the files that ship with the portal."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, select, update

from portal.gazetteer.domain import Place
from portal.gazetteer.files import read_other_names, read_places, read_postcode_areas
from portal.gazetteer.models import PlaceNameRow, PlaceRow, PostcodeRow
from portal.gazetteer.spelling import normalise
from portal.infra.unit_of_work import Work


def load_gazetteer(work: Work) -> int:
    """Bring places, names and postcodes to what the files say; returns the number of places.

    May be repeated. Places that the files no longer know keep their row, since vacancies and
    availabilities may stand on them, but lose their names: nobody finds them any more.
    """
    places = list(read_places())
    _bring_places_up_to_date(work, places)
    _replace(work, PlaceNameRow, list(_names(places)))
    _replace(work, PostcodeRow, list(_postcodes()))
    return len(places)


def _bring_places_up_to_date(work: Work, places: list[Place]) -> None:
    table = PlaceRow.__table__
    stored = {row["id"]: dict(row) for row in work.session.execute(select(table)).mappings()}
    wanted = [asdict(place) for place in places]
    new = [row for row in wanted if row["id"] not in stored]
    changed = [row for row in wanted if row["id"] in stored and row != stored[row["id"]]]
    if new:
        work.session.execute(insert(PlaceRow), new)
    if changed:
        work.session.execute(update(PlaceRow), changed)


def _replace(work: Work, kind: type[PlaceNameRow] | type[PostcodeRow], rows: list[dict[str, Any]]) -> None:
    work.session.execute(delete(kind))
    work.session.execute(insert(kind), rows)


def _names(places: list[Place]) -> Iterator[dict[str, Any]]:
    for place in places:
        yield {"normalised": normalise(place.name), "place_id": place.id, "is_primary": True}
    for place_id, name in read_other_names():
        yield {"normalised": name, "place_id": place_id, "is_primary": False}


def _postcodes() -> Iterator[dict[str, Any]]:
    for area in read_postcode_areas():
        yield {"code": area.id, "latitude": area.latitude, "longitude": area.longitude}
