"""An employer proposes to take a worker over; the worker says yes or no, or lets it lapse."""

from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.introductions.service.introductions import own_introduction
from portal.placements.models import Introduction, Placement
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.telling import of_placement
from portal.placements.work.domain import placements as placement_domain
from portal.placements.work.domain import transfers as domain
from portal.placements.work.domain.placements import (
    DayOutside,
    NobodyChosen,
    NotStarted,
    PlacementAct,
    PlacementNotPossible,
)
from portal.placements.work.domain.transfers import (
    AlreadyProposed,
    NothingProposed,
    TransferState,
    TransferTerms,
)
from portal.placements.work.events import TransferAgreed, TransferLapsed, TransferProposed, TransferRefused
from portal.placements.work.models import TransferRow
from portal.placements.work.service.placements import end_placement
from portal.placements.work.transfers import transfer_row


def propose_transfer(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_id: UUID, terms: TransferTerms
) -> TransferState | NotYours | NobodyChosen | AlreadyProposed | NotStarted | DayOutside:
    """The employer asks a worker who began; the worker and the provider are told."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours) or own[1] is not Side.EMPLOYER:
        return NotYours()
    row, _ = own
    placed = work.session.get(Placement, placement_id, with_for_update=True)
    if placed is None or placed.introduction_id != row.id:
        return NobodyChosen()
    kept = work.session.get(TransferRow, placed.id)
    before = kept.state if kept else None
    refused = domain.may_propose(
        before, placed.state, terms.from_day, today=work.now.date(), last=placed.last
    )
    if refused is not None:
        return refused
    if kept is None:
        kept = TransferRow(placement_id=placed.id, worker_id=placed.worker_id)
        work.session.add(kept)
    kept.from_day, kept.pay, kept.hours = terms.from_day, terms.pay, terms.hours
    kept.contract_form, kept.state = terms.contract_form, TransferState.PROPOSED
    kept.proposed_by, kept.proposed_at, kept.answered_at = work.actor, work.now, None
    kept.answer_by = domain.answer_by(terms.from_day, work.now)
    work.session.flush()
    work.emit(TransferProposed(**of_placement(work, row, placed), from_day=terms.from_day))
    return kept.state


def answer_transfer(
    work: Work, code: str, *, agreed: bool
) -> TransferState | NoSuchOffer | NotOpened | NothingProposed | PlacementNotPossible:
    """The worker's own yes or no. A yes ends the placement the day before; a no changes nothing."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    kept = work.session.get(TransferRow, placed.id) if placed else None
    if placed is None or kept is None:
        return NothingProposed(None)
    if not transfer_row(kept).waits(work.now):
        return NothingProposed(kept.state)
    after = placement_domain.after(placed.state, PlacementAct.TRANSFER)
    if isinstance(after, Refusal):
        return after
    kept.answered_at = work.now
    if agreed:
        kept.state = TransferState.AGREED
        end_placement(work, placed, after, kept.from_day)
        work.emit(TransferAgreed(**of_placement(work, row, placed), from_day=kept.from_day))
    else:
        kept.state = TransferState.REFUSED
        work.emit(TransferRefused(**of_placement(work, row, placed)))
    return kept.state


def lapse_transfers(work: Work) -> int:
    """End every proposal that was not answered in time; how many there were."""
    silent = select(TransferRow).where(
        TransferRow.state == TransferState.PROPOSED, TransferRow.answer_by <= work.now
    )
    rows = work.session.scalars(silent.with_for_update(skip_locked=True)).all()
    for kept in rows:
        kept.state = TransferState.LAPSED
        placed = work.session.get_one(Placement, kept.placement_id)
        row = work.session.get_one(Introduction, placed.introduction_id)
        work.emit(TransferLapsed(**of_placement(work, row, placed)))
    return len(rows)
