"""Reads of passports. A passport is public; the worker behind it is told to nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.passports.domain import OfferPassport, passport_in, token_of
from portal.passports.models import OfferPassportRow


@dataclass(frozen=True)
class IssuedPassport:
    """A passport with its signature."""

    offer_id: UUID
    version: int
    passport: OfferPassport
    token: str
    issued_at: datetime
    replaced_by: str | None


def passport_numbered(session: Session, number: str) -> IssuedPassport | None:
    """The passport with this number, whatever became of it."""
    row = session.scalar(select(OfferPassportRow).where(OfferPassportRow.number == number))
    return _issued(row) if row else None


def passports_of_offers(session: Session, offer_ids: Collection[UUID]) -> dict[UUID, IssuedPassport]:
    """The last passport of each offer that has one."""
    wanted = (
        select(OfferPassportRow)
        .where(OfferPassportRow.offer_id.in_(offer_ids))
        .order_by(OfferPassportRow.version)
    )
    return {row.offer_id: _issued(row) for row in session.scalars(wanted)}


def passport_of_offer(session: Session, offer_id: UUID) -> IssuedPassport | None:
    """The last passport of an offer."""
    return passports_of_offers(session, [offer_id]).get(offer_id)


@dataclass(frozen=True)
class PassportNumber:
    """By which number anybody could check an offer, and which number took its place."""

    number: str
    issued_at: datetime
    replaced_by: str | None


def passport_numbers(session: Session, offer_id: UUID) -> tuple[PassportNumber, ...]:
    """Of every passport of an offer, the first one first."""
    wanted = select(OfferPassportRow).where(OfferPassportRow.offer_id == offer_id)
    return tuple(
        PassportNumber(one.number, one.issued_at, one.replaced_by)
        for one in session.scalars(wanted.order_by(OfferPassportRow.version))
    )


def _issued(row: OfferPassportRow) -> IssuedPassport:
    return IssuedPassport(
        offer_id=row.offer_id,
        version=row.version,
        passport=passport_in(row.payload),
        token=token_of(row.payload, row.signature),
        issued_at=row.issued_at,
        replaced_by=row.replaced_by,
    )
