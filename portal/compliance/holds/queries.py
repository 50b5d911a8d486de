"""Holds as others read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.holds.models import Hold
from portal.kernel.events import Ref


@dataclass(frozen=True)
class HoldRow:
    """One hold, open while it has no `released_at`."""

    id: UUID
    ref: Ref
    reason: str
    placed_by: UUID
    placed_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str | None


def held(session: Session, kind: str) -> set[UUID]:
    """The ids of all things of a kind ("vacancy", "organisation", …) that are held now."""
    wanted = select(Hold.object_id).where(Hold.kind == kind, Hold.released_at.is_(None))
    return set(session.scalars(wanted))


def open_hold(session: Session, ref: Ref) -> HoldRow | None:
    """The hold under which a thing is now."""
    wanted = select(Hold).where(Hold.kind == ref.kind, Hold.object_id == ref.id, Hold.released_at.is_(None))
    hold = session.scalar(wanted)
    return _hold(hold) if hold else None


def holds_on(session: Session, ref: Ref) -> list[HoldRow]:
    """Every hold that a thing was ever under, the latest first."""
    wanted = select(Hold).where(Hold.kind == ref.kind, Hold.object_id == ref.id)
    return [_hold(one) for one in session.scalars(wanted.order_by(Hold.placed_at.desc()))]


def _hold(row: Hold) -> HoldRow:
    return HoldRow(
        id=row.id,
        ref=Ref(row.kind, row.object_id),
        reason=row.reason,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        released_by=row.released_by,
        released_at=row.released_at,
        release_reason=row.release_reason,
    )
