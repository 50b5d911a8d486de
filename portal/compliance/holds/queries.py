"""Holds as others read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.models import Hold
from portal.kernel.events import Ref


@dataclass(frozen=True)
class HoldRow:
    """One hold, open while it has no `released_at`."""

    id: UUID
    ref: Ref
    cause: HoldCause
    reason: str
    placed_by: UUID
    placed_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str | None


def held(session: Session, kind: str, cause: HoldCause | None = None) -> set[UUID]:
    """The ids of all things of a kind ("vacancy", "organisation", …) that are held now."""
    wanted = select(Hold.object_id).where(Hold.kind == kind, Hold.released_at.is_(None))
    return set(session.scalars(wanted.where(Hold.cause == cause) if cause else wanted))


def open_hold(session: Session, ref: Ref, cause: HoldCause | None = None) -> HoldRow | None:
    """The hold under which a thing is now; where there are several, one that a person decided."""
    found = [one for one in open_holds(session, ref) if cause in {None, one.cause}]
    return min(found, key=lambda one: one.cause is not HoldCause.DECISION, default=None)


def open_holds(session: Session, ref: Ref | None = None) -> list[HoldRow]:
    """Every hold that stands now, on one thing or on all, the longest standing first."""
    wanted = select(Hold).where(Hold.released_at.is_(None))
    if ref is not None:
        wanted = wanted.where(Hold.kind == ref.kind, Hold.object_id == ref.id)
    return [_hold(one) for one in session.scalars(wanted.order_by(Hold.placed_at, Hold.id))]


def holds_on(session: Session, ref: Ref) -> list[HoldRow]:
    """Every hold that a thing was ever under, the latest first."""
    wanted = select(Hold).where(Hold.kind == ref.kind, Hold.object_id == ref.id)
    return [_hold(one) for one in session.scalars(wanted.order_by(Hold.placed_at.desc()))]


def _hold(row: Hold) -> HoldRow:
    return HoldRow(
        id=row.id,
        ref=Ref(row.kind, row.object_id),
        cause=row.cause,
        reason=row.reason,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        released_by=row.released_by,
        released_at=row.released_at,
        release_reason=row.release_reason,
    )
