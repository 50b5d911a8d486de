"""What somebody writes down of what a worker said: the worker's own word only by the code on their slip."""

from uuid import UUID

from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.fairness import judge_offers
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.models import Introduction, Offer
from portal.placements.offers.domain.offers import (
    Channel,
    OfferAct,
    OfferAlreadyAnswered,
    OfferState,
    Through,
)
from portal.placements.offers.domain.slip_codes import WrongSlipCode, is_slip_code
from portal.placements.offers.events import OfferConfirmed
from portal.placements.offers.service.answering import deny
from portal.placements.offers.service.deciding import Answered, accept, decline
from portal.placements.offers.service.finding import own
from portal.placements.offers.service.records import keep_answer
from portal.placements.telling import of_offer


def record_answer(
    work: Work, organisation_id: UUID, offer_id: UUID, *, accepts: bool, channel: Channel = Channel.AGENCY
) -> NotYours | Answered:
    """The provider records what a worker said; until the worker says so too, it is not confirmed."""
    found = own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    done = (accept if accepts else decline)(work, offer, row, Through.PROVIDER)
    if isinstance(done, OfferState):
        offer.confirmed_at = None
        keep_answer(work, offer, OfferAct.ACCEPT if accepts else OfferAct.DECLINE, channel)
    return done


def record_call(
    work: Work, offer_id: UUID, slip_code: str, *, accepts: bool, organisation_id: UUID | None = None
) -> NotYours | WrongSlipCode | Answered:
    """What a worker says on the phone, with the code on their slip, counts as their own answer.

    The provider that prints the slips knows the codes too, so the worker can still deny it. So can whoever
    calls to say that the provider's record is wrong.
    """
    found = by_slip(work, offer_id, slip_code, organisation_id)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    act, done = _answer(work, offer, row, accepts=accepts)
    if isinstance(done, OfferState):
        offer.confirmed_at = None
        keep_answer(work, offer, act, Channel.SLIP)
    return done


def by_slip(
    work: Work, offer_id: UUID, slip_code: str, organisation_id: UUID | None = None
) -> tuple[Offer, Introduction] | NotYours | WrongSlipCode:
    """The offer whose slip has this code, and its introduction, both locked.

    A provider asks for its own offers only; `organisation_id` is none where the portal's staff ask.
    """
    known = queries.offer(work.session, offer_id)
    found = own(work, organisation_id or known.provider_id, offer_id) if known else NotYours()
    if isinstance(found, NotYours):
        return found
    return found if is_slip_code(portal_secrets(), offer_id, slip_code) else WrongSlipCode()


def _answer(work: Work, offer: Offer, row: Introduction, *, accepts: bool) -> tuple[OfferAct, Answered]:
    """Yes or no to the offer, or to what the provider recorded."""
    recorded = offer.state is OfferState.ACCEPTED and offer.confirmed_at is None
    if recorded and not accepts:
        return OfferAct.DENY, deny(work, offer, row)
    if recorded and offer.answered_through is Through.WORKER:
        return OfferAct.CONFIRM, OfferAlreadyAnswered(offer.state)
    if recorded:
        offer.answered_through = Through.WORKER
        work.emit(OfferConfirmed(**of_offer(work, row, offer)))
        judge_offers(work, [offer], row)
        return OfferAct.CONFIRM, offer.state
    act = OfferAct.ACCEPT if accepts else OfferAct.DECLINE
    return act, (accept if accepts else decline)(work, offer, row, Through.WORKER)
