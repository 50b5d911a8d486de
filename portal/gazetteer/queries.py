"""Places as the database finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from portal.gazetteer.countries import country_code
from portal.gazetteer.domain import (
    UNITED_KINGDOM,
    NamedPlace,
    Place,
    postcode_area,
    postcode_codes,
)
from portal.gazetteer.models import PlaceNameRow, PlaceRow, PostcodeRow
from portal.gazetteer.spelling import AFTER_ALL_LETTERS, normalise

Columns = TypeVarTuple("Columns")


def is_loaded(session: Session) -> bool:
    """Whether the gazetteer holds any place."""
    return session.scalar(select(PlaceRow.id).limit(1)) is not None


@dataclass(frozen=True)
class DatabasePlaces:
    """All places in the portal's database."""

    session: Session

    def named(self, normalised: str, country: str | None) -> Sequence[NamedPlace]:
        wanted = (
            select(PlaceRow, PlaceNameRow.is_primary)
            .join(PlaceNameRow, PlaceNameRow.place_id == PlaceRow.id)
            .where(PlaceNameRow.normalised == normalised)
        )
        found = self.session.execute(_within(wanted, country))
        return [NamedPlace(_place(row), is_primary) for row, is_primary in found]

    def postcode(self, code: str) -> Place | None:
        row = self.session.get(PostcodeRow, code)
        return postcode_area(row.code, row.latitude, row.longitude) if row else None

    def place(self, place_id: str) -> Place | None:
        row = self.session.get(PlaceRow, place_id)
        return _place(row) if row else self.postcode(place_id)

    def names_starting(self, prefix: str, country: str | None) -> Sequence[tuple[str, str]]:
        wanted = (
            select(PlaceNameRow.normalised, PlaceNameRow.place_id)
            .join(PlaceRow, PlaceNameRow.place_id == PlaceRow.id)
            .where(_begins_with(prefix))
            .order_by(PlaceNameRow.normalised, PlaceNameRow.place_id)
        )
        found = self.session.execute(_within(wanted, country))
        return [(name, place_id) for name, place_id in found]


def suggest(session: Session, text: str, country: str | None = None, limit: int = 10) -> list[Place]:
    """Places to offer while a person types, best first.

    A UK postcode comes first; then places whose primary name is just that, primary names that
    begin with it, and other names; each by population, largest first.
    """
    typed = normalise(text)
    if not typed:
        return []
    country = country_code(country) if country else None
    area = _area_at(session, text, country)
    named = _named_like(session, typed, country, limit)
    return [*area, *named][:limit]


def _area_at(session: Session, text: str, country: str | None) -> list[Place]:
    if country not in (None, UNITED_KINGDOM):
        return []
    places = DatabasePlaces(session)
    areas = (places.postcode(code) for code in postcode_codes(text))
    return [area for area in areas if area][:1]


def _named_like(session: Session, typed: str, country: str | None, limit: int) -> list[Place]:
    rank = func.min(
        case(
            (and_(PlaceNameRow.is_primary, PlaceNameRow.normalised == typed), 0),
            (PlaceNameRow.is_primary, 1),
            else_=2,
        )
    )
    wanted = (
        select(PlaceRow)
        .join(PlaceNameRow, PlaceNameRow.place_id == PlaceRow.id)
        .where(_begins_with(typed))
        .group_by(PlaceRow.id)
        .order_by(rank, PlaceRow.population.desc(), PlaceRow.id)
        .limit(limit)
    )
    return [_place(row) for row in session.scalars(_within(wanted, country))]


def _begins_with(prefix: str) -> ColumnElement[bool]:
    """A range, which the index on names serves on SQLite and PostgreSQL alike."""
    return and_(PlaceNameRow.normalised >= prefix, PlaceNameRow.normalised < prefix + AFTER_ALL_LETTERS)


def _within(wanted: Select[*Columns], country: str | None) -> Select[*Columns]:
    return wanted.where(PlaceRow.country == country) if country else wanted


def _place(row: PlaceRow) -> Place:
    return Place(
        id=row.id,
        name=row.name,
        region=row.region,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        population=row.population,
        timezone=row.timezone,
        nation=row.nation,
    )
