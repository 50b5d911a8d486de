"""What a worker answers: yes, no, more time; and taking it back."""

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY
from portal.placements.fairness import judge_offers
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain.offers import (
    OFFER,
    Channel,
    Closed,
    MoreTimeGiven,
    NotOpened,
    OfferAct,
    OfferAlreadyAnswered,
    OfferExpired,
    OfferState,
    Through,
    TooLateToUndo,
    still_open,
    undo,
)
from portal.placements.offers.domain.terms import TermsChanged
from portal.placements.offers.events import AnswerTakenBack, MoreTimeAsked, OfferConfirmed, OfferDeclined
from portal.placements.offers.service.deciding import Answered, accept, answered, decline
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.keeping_terms import is_stale
from portal.placements.offers.service.opening import by_worker
from portal.placements.offers.service.records import keep_answer
from portal.placements.telling import of_offer, of_placement
from portal.placements.work.domain.placements import PlacementAct
from portal.placements.work.domain.placements import after as placement_after
from portal.placements.work.events import WorkerLeft


def accept_offer(
    work: Work, code: str, channel: Channel = Channel.DEVICE, seen_terms: int | None = None
) -> NoSuchOffer | NotOpened | TermsChanged | Answered:
    """The worker accepts; one place is taken. Accepting what the provider recorded confirms it.

    `seen_terms` is the version of the terms on the page from which the worker answers.
    """
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    if seen_terms is not None and (stale := is_stale(work, offer, seen_terms)):
        return stale
    if (offer.state, OfferAct.CONFIRM) in OFFER and offer.confirmed_at is None:
        offer.confirmed_at = work.now
        work.emit(OfferConfirmed(**of_offer(work, row, offer)))
        judge_offers(work, [offer], row)
        keep_answer(work, offer, OfferAct.CONFIRM, channel)
        return offer.state
    done = accept(work, offer, row, Through.WORKER)
    if isinstance(done, OfferState):
        keep_answer(work, offer, OfferAct.ACCEPT, channel)
    return done


def decline_offer(
    work: Work, code: str, channel: Channel = Channel.DEVICE
) -> NoSuchOffer | NotOpened | Answered:
    """The worker says no thanks."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    denies = offer.state is OfferState.ACCEPTED and offer.confirmed_at is None
    done = deny(work, offer, row) if denies else decline(work, offer, row, Through.WORKER)
    if isinstance(done, OfferState):
        keep_answer(work, offer, OfferAct.DENY if denies else OfferAct.DECLINE, channel)
    return done


def take_back(work: Work, code: str) -> NoSuchOffer | NotOpened | OfferState | OfferExpired | TooLateToUndo:
    """The worker takes an answer back within the hour: the offer is open again, and a place free."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    was = offer.state
    after = undo(was, offer.answered_through, offer.answered_at, answer_by=offer.answer_by, now=work.now)
    if isinstance(after, Refusal):
        return after
    if was is OfferState.ACCEPTED and not _give_up_place(work, offer):
        return TooLateToUndo()
    if was is OfferState.DECLINED and _has_another(work, offer):
        return TooLateToUndo()
    offer.state = after
    offer.answered_at = offer.answered_through = offer.confirmed_at = None
    work.emit(AnswerTakenBack(**of_offer(work, row, offer), was_accepted=was is OfferState.ACCEPTED))
    keep_answer(work, offer, OfferAct.UNDO, Channel.DEVICE)
    return after


def ask_more_time(work: Work, code: str) -> NoSuchOffer | NotOpened | Closed | MoreTimeGiven | OfferState:
    """The worker needs longer for an answer: the provider is told, and may give it once."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    still = still_open(offer.state, answer_by=offer.answer_by, now=work.now)
    if isinstance(still, Refusal):
        return still
    if offer.more_time_asked_at is not None or offer.prolonged_at is not None:
        return MoreTimeGiven()
    offer.more_time_asked_at = work.now
    work.emit(MoreTimeAsked(**of_offer(work, row, offer)))
    return offer.state


def _give_up_place(work: Work, offer: Offer) -> bool:
    """Free the place that was accepted; false where work has begun or the place is gone."""
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    after = placement_after(placed.state, PlacementAct.UNDO) if placed else None
    if placed is None or after is None or isinstance(after, Refusal):
        return False
    placed.state, placed.ended_at = after, work.now
    return True


def _has_another(work: Work, offer: Offer) -> bool:
    """Whether the provider has made the worker a new offer for the same work since."""
    wanted = select(Offer.id).where(
        Offer.introduction_id == offer.introduction_id,
        Offer.worker_id == offer.worker_id,
        Offer.id != offer.id,
        Offer.state.in_([OfferState.OPEN, OfferState.ACCEPTED]),
    )
    return work.session.scalar(wanted.limit(1)) is not None


def deny(work: Work, offer: Offer, row: Introduction) -> OfferState | OfferAlreadyAnswered:
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
