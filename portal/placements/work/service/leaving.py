"""A worker says that they leave; either side writes the sheet with which a worker returns."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.service.introductions import own_introduction
from portal.placements.models import Placement
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.telling import of_placement
from portal.placements.work.domain import placements as domain
from portal.placements.work.domain.leaving import LeavingReason, ReturnSheet
from portal.placements.work.domain.placements import (
    DayOutside,
    NobodyChosen,
    NotStarted,
    PlacementAct,
    PlacementNotPossible,
    PlacementState,
)
from portal.placements.work.events import ReturnSheetWritten, WorkerLeft
from portal.placements.work.models import Leaving, ReturnSheetRow
from portal.placements.work.service.placements import end_placement


def leave(
    work: Work, code: str, from_day: date, reason: LeavingReason
) -> PlacementState | NoSuchOffer | NotOpened | NotStarted | DayOutside | PlacementNotPossible:
    """The worker leaves from a day on. Both sides are told the day, and never why."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    if placed is None:
        return NotStarted()
    earliest = min(placed.first, work.now.date())
    if not earliest <= from_day <= placed.last:
        return DayOutside(earliest, placed.last)
    after = domain.after(placed.state, PlacementAct.LEAVE)
    if isinstance(after, Refusal):
        return after
    end_placement(work, placed, after, from_day)
    work.session.add(
        Leaving(
            placement_id=placed.id,
            worker_id=placed.worker_id,
            from_day=from_day,
            reason=reason,
            said_at=work.now,
        )
    )
    work.session.flush()
    work.emit(WorkerLeft(**of_placement(work, row, placed), from_day=from_day))
    return after


def write_return_sheet(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_id: UUID, sheet: ReturnSheet
) -> ReturnSheet | NotYours | NobodyChosen | NotStarted:
    """Keep what is settled with one worker who began; the worker is told, and reads it on their own page."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    placed = work.session.get(Placement, placement_id, with_for_update=True)
    if placed is None or placed.introduction_id != row.id:
        return NobodyChosen()
    if placed.started_on is None:
        return NotStarted()
    kept = work.session.get(ReturnSheetRow, placed.id)
    if kept is None:
        kept = ReturnSheetRow(placement_id=placed.id, worker_id=placed.worker_id)
        work.session.add(kept)
    for name, value in asdict(sheet).items():
        setattr(kept, name, value)
    kept.side, kept.written_by, kept.written_at = side, work.actor, work.now
    work.session.flush()
    work.emit(ReturnSheetWritten(**of_placement(work, row, placed), side=side))
    return sheet
