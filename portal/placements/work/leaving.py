"""What is kept of how a worker left: their own word, and the sheet with which they return."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.placements.introductions.domain.answers import Side
from portal.placements.work.domain.leaving import LeavingReason, ReturnSheet
from portal.placements.work.models import Leaving, ReturnSheetRow


@dataclass(frozen=True)
class Left:
    """A worker's own word; the reason is for that worker and staff alone."""

    from_day: date
    reason: LeavingReason
    said_at: datetime


@dataclass(frozen=True)
class KeptSheet:
    """A return sheet, and who wrote it when."""

    sheet: ReturnSheet
    side: Side
    written_at: datetime


def left(session: Session, placement_id: UUID) -> Left | None:
    """What the worker of a placement said; none where they did not leave."""
    kept = session.get(Leaving, placement_id)
    return Left(kept.from_day, kept.reason, kept.said_at) if kept else None


def kept_sheet(session: Session, placement_id: UUID) -> KeptSheet | None:
    """The sheet of one placement; none before anybody wrote it."""
    kept = session.get(ReturnSheetRow, placement_id)
    if kept is None:
        return None
    sheet = ReturnSheet(**{one.name: getattr(kept, one.name) for one in fields(ReturnSheet)})
    return KeptSheet(sheet, kept.side, kept.written_at)


def return_sheet(session: Session, placement_id: UUID) -> ReturnSheet | None:
    """The same, only what is settled."""
    kept = kept_sheet(session, placement_id)
    return kept.sheet if kept else None
