"""Lots of spare workers as others read them."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow, MaskedAvailability
from portal.availability.models import Availability
from portal.availability.shelf import SHELF
from portal.infra import clock
from portal.posts.domain import PostState
from portal.posts.drafts import Draft
from portal.posts.reading import Box


def availability(session: Session, availability_id: UUID) -> AvailabilityRow | None:
    """One lot, whoever it belongs to; never a draft."""
    return SHELF.find(session, availability_id)


def availability_numbered(session: Session, number: str) -> AvailabilityRow | None:
    """The lot with this reference, however it is spelled; never a draft."""
    return next(iter(SHELF.select(session, Availability.number == number.strip().upper())), None)


def own_availability(
    session: Session, organisation_id: UUID, availability_id: UUID
) -> AvailabilityRow | None:
    """One of the organisation's own lots; another's is as good as missing."""
    row = SHELF.find(session, availability_id)
    return row if row and row.organisation_id == organisation_id else None


def availabilities(session: Session, ids: Collection[UUID]) -> dict[UUID, AvailabilityRow]:
    """Lots by id; those that there are."""
    return SHELF.find_all(session, ids)


def open_availabilities(
    session: Session,
    *,
    countries: Collection[str] | None = None,
    box: Box | None = None,
    isco: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[AvailabilityRow]:
    """Lots that are published and not expired, the oldest first.

    `countries` are those that the workers are in, `box` the corners between which they are,
    `isco` whole unit groups; each narrows.
    """
    wanted = [
        Availability.state == PostState.PUBLISHED,
        Availability.expires_at > (now or clock.now()),
    ]
    if countries is not None:
        wanted.append(Availability.country.in_(countries))
    if box is not None:
        wanted += box.holds(Availability)
    if isco is not None:
        wanted.append(Availability.isco.in_(isco))
    return SHELF.select(session, *wanted)


def open_ids(session: Session, now: datetime) -> list[UUID]:
    """The ids of all lots that are published and not expired."""
    is_open = (Availability.state == PostState.PUBLISHED, Availability.expires_at > now)
    return list(session.scalars(select(Availability.id).where(*is_open)))


def own_availabilities(session: Session, organisation_id: UUID) -> list[AvailabilityRow]:
    """All of an organisation's lots in every state but draft, the oldest first."""
    return SHELF.select(session, Availability.organisation_id == organisation_id)


def availability_as_of(session: Session, availability_id: UUID, version: int) -> AvailabilityRow | None:
    """A lot with the terms of an earlier version; its state and commitments are today's."""
    return SHELF.as_of(session, availability_id, version)


def own_drafts(session: Session, organisation_id: UUID) -> list[Draft]:
    """What an organisation has begun to write, the latest first."""
    return SHELF.drafts_of(session, organisation_id)


def own_draft(session: Session, organisation_id: UUID, availability_id: UUID) -> Draft | None:
    """One of the organisation's own drafts."""
    return SHELF.find_draft(session, organisation_id, availability_id)


def masked(row: AvailabilityRow) -> MaskedAvailability:
    """What an employer may see of a lot before an introduction (matching rules, section 3)."""
    shown = {one.name: getattr(row, one.name) for one in fields(MaskedAvailability) if hasattr(row, one.name)}
    return MaskedAvailability(**shown, is_on_behalf=row.on_behalf_of is not None)


def ids_saying(session: Session, words: str, of: Collection[UUID] = ()) -> set[UUID]:
    """Posts whose number, town or work contains the words, or that belong to one of these organisations."""
    said = (Availability.number, Availability.town, Availability.occupation)
    fits = or_(*(one.icontains(words, autoescape=True) for one in said), Availability.organisation_id.in_(of))
    return set(session.scalars(select(Availability.id).where(fits)))
