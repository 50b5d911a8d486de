"""An answer taken, whoever gives it: the place, the days, the rules, the ledger of costs."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import freeze_costs, hand_on_costs
from portal.compliance.domain import RulesForbid
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period, free_periods
from portal.placements import queries
from portal.placements.fairness import Answer, judge_offers
from portal.placements.introductions.service.introductions import hold_of
from portal.placements.ledgers import origin_of
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain import offers as domain
from portal.placements.offers.domain.offers import (
    Closed,
    DaysTaken,
    OfferAct,
    OfferPaused,
    OfferState,
    PlacesTaken,
    Through,
)
from portal.placements.offers.events import DaysMayBeTaken, OfferAccepted, OfferDeclined
from portal.placements.offers.other_offers import listings_on_same_days
from portal.placements.offers.service.keeping_terms import agreed_to
from portal.placements.telling import of_offer
from portal.placements.work.domain.placements import PlacementState
from portal.workers.service import lock_listings

Answered = OfferState | Closed | PlacesTaken | DaysTaken | OfferPaused | RulesForbid
"""The state after an answer, or why there is none."""


def accept(work: Work, offer: Offer, row: Introduction, through: Through) -> Answered:
    """Take one place for the worker, unless a rule, other work on these days or a full crew forbids it."""
    left = row.places - queries.filled_places(work.session, row.id)
    decided = _decide(work, offer, row, OfferAct.ACCEPT, left)
    if isinstance(decided, Refusal):
        return decided
    days = Period(max(row.first, work.now.date()), row.last)
    if (taken := _taken_days(work, offer, days)) is not None:
        return taken
    if forbidden := why_forbidden(work, [offer], row, Answer(work.now, through)):
        return forbidden
    answered(work, offer, decided, through)
    agreed_to(work, offer)
    placed = _place(work, offer, row, days)
    ref = Ref("placement", placed.id)
    if not ledger_of(work.session, ref).version and not hand_on_costs(work, Ref("offer", offer.id), ref):
        freeze_costs(work, ref, origin_of(row, offer.vacancy_version))
    work.emit(
        OfferAccepted(
            **of_offer(work, row, offer), placement_id=placed.id, through=through, places_left=left - 1
        )
    )
    _tell_of_overlap(work, offer, days)
    return decided


def _tell_of_overlap(work: Work, offer: Offer, days: Period) -> None:
    """The person's other offers on these days stay open; their providers hear that it may be too late."""
    for other, row in listings_on_same_days(work.session, offer.worker_id, offer.id, days, work.now):
        work.emit(DaysMayBeTaken(**of_offer(work, row, other)))


def _place(work: Work, offer: Offer, row: Introduction, days: Period) -> Placement:
    """The worker's place; the former one where an acceptance was taken back and is given again."""
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id))
    if placed is None:
        placed = Placement(
            id=work.new_id(),
            offer_id=offer.id,
            introduction_id=row.id,
            worker_id=offer.worker_id,
            number=offer.number,
        )
        work.session.add(placed)
    placed.state, placed.ended_at = PlacementState.EXPECTED, None
    placed.first, placed.last = days.first, days.last
    work.session.flush()
    return placed


def _taken_days(work: Work, offer: Offer, days: Period) -> DaysTaken | None:
    """Whether the same person, on whichever agency's list, has accepted other work on some of these days."""
    listings = lock_listings(work, offer.worker_id)
    others = queries.taken_days(work.session, listings)
    if any(days.overlap(one) for one in others):
        return DaysTaken(free_periods(days, others))
    return None


def decline(work: Work, offer: Offer, row: Introduction, through: Through) -> Answered:
    """No thanks: the offer is over."""
    decided = _decide(work, offer, row, OfferAct.DECLINE, row.places)
    if isinstance(decided, Refusal):
        return decided
    answered(work, offer, decided, through)
    work.emit(OfferDeclined(**of_offer(work, row, offer), through=through))
    return decided


def _decide(work: Work, offer: Offer, row: Introduction, act: OfferAct, left: int) -> Answered:
    """A paused offer can still be declined."""
    decided = domain.answer(offer.state, act, answer_by=offer.answer_by, places_left=left, now=work.now)
    if (
        act is OfferAct.ACCEPT
        and not isinstance(decided, Refusal)
        and (row.excluded_by or hold_of(work, row))
    ):
        return OfferPaused()
    return decided


def answered(work: Work, offer: Offer, state: OfferState, through: Through) -> None:
    """Note the answer, when it was given and how it came."""
    offer.state, offer.answered_at, offer.answered_through = state, work.now, through
    if through is Through.WORKER:
        offer.confirmed_at = work.now


def why_forbidden(
    work: Work, offers: Sequence[Offer], row: Introduction, answer: Answer | None = None
) -> RulesForbid | None:
    """Why rules do not allow these offers, or this answer to one."""
    found = {one: None for decision in judge_offers(work, offers, row, answer) for one in decision.blocking}
    return RulesForbid(tuple(found)) if found else None
