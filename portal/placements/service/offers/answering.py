"""What a worker does with an offer: read it, accept, decline."""

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY
from portal.placements.domain.offers import (
    OFFER,
    OfferAct,
    OfferAlreadyAnswered,
    OfferState,
    Through,
)
from portal.placements.domain.placements import PlacementAct
from portal.placements.domain.placements import after as placement_after
from portal.placements.events import (
    OfferConfirmed,
    OfferDeclined,
    OfferOpened,
    WorkerLeft,
)
from portal.placements.fairness import judge_offers
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.service.offers.deciding import Answered, accept, answered, decline
from portal.placements.service.offers.finding import NoSuchOffer, by_code
from portal.placements.service.telling import of_offer, of_placement


def show_terms(work: Work, code: str) -> OfferState | NoSuchOffer:
    """The worker asks to see the terms; the first time is recorded."""
    found = by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if (offer.state, OfferAct.SHOW_TERMS) in OFFER and offer.opened_at is None:
        offer.opened_at = work.now
        work.emit(OfferOpened(**of_offer(work, row, offer)))
    return offer.state


def accept_offer(work: Work, code: str) -> NoSuchOffer | Answered:
    """The worker accepts; one place is taken. Accepting what the provider recorded confirms it."""
    found = by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if (offer.state, OfferAct.CONFIRM) in OFFER and offer.confirmed_at is None:
        offer.confirmed_at = work.now
        work.emit(OfferConfirmed(**of_offer(work, row, offer)))
        judge_offers(work, [offer], row)
        return offer.state
    return accept(work, offer, row, Through.WORKER)


def decline_offer(work: Work, code: str) -> NoSuchOffer | Answered:
    """The worker says no thanks."""
    found = by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if offer.state is OfferState.ACCEPTED and offer.confirmed_at is None:
        return _deny(work, offer, row)
    return decline(work, offer, row, Through.WORKER)


def _deny(work: Work, offer: Offer, row: Introduction) -> OfferState | OfferAlreadyAnswered:
    """The provider recorded an acceptance, and the worker says no: the place is free again."""
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    after = placement_after(placed.state, PlacementAct.LEAVE) if placed else None
    if placed is None or after is None or isinstance(after, Refusal):
        return OfferAlreadyAnswered(offer.state)
    today = work.now.date()
    placed.state, placed.ended_at = after, work.now
    placed.last = max(placed.first, today - ONE_DAY)
    answered(work, offer, OFFER[offer.state, OfferAct.DENY], Through.WORKER)
    work.emit(OfferDeclined(**of_offer(work, row, offer), through=Through.WORKER))
    work.emit(WorkerLeft(**of_placement(work, row, placed), from_day=max(placed.first, today)))
    return offer.state
