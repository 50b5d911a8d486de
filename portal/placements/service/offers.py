"""Offers to workers: made, shown, answered, taken back, lapsed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.compliance.costs.service import freeze_costs, hand_on_costs
from portal.compliance.domain import RulesForbid
from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY, Period, free_periods
from portal.placements import queries
from portal.placements.domain import offers as domain
from portal.placements.domain.answers import NotYours, OnHold, Side, answer_due
from portal.placements.domain.engagement import NotAgreed, WorkChanged
from portal.placements.domain.introductions import IntroductionOver, IntroductionState
from portal.placements.domain.offers import (
    OFFER,
    Closed,
    DaysTaken,
    OfferAct,
    OfferAlreadyAnswered,
    OfferPaused,
    OfferState,
    PlacesTaken,
    Through,
    code_of,
    hash_of,
    known_code,
)
from portal.placements.domain.placements import PlacementAct, PlacementState
from portal.placements.domain.placements import after as placement_after
from portal.placements.events import (
    OfferAccepted,
    OfferConfirmed,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferOpened,
    OfferWithdrawn,
    WorkerLeft,
)
from portal.placements.fairness import Answer, judge_offers
from portal.placements.ledgers import origin_of
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.rows import OfferRow
from portal.placements.service.introductions import hold_of, own_introduction
from portal.placements.service.pairs import starts_at
from portal.placements.service.telling import of_offer, of_placement
from portal.vacancies import queries as vacancies
from portal.workers.domain import NamedWorker
from portal.workers.service import lock_listings, name_workers


@dataclass(frozen=True)
class NoSuchOffer(Refusal):
    """No offer has this code."""


@dataclass(frozen=True)
class ContactsAreWithheld(Refusal):
    """The provider lacks the licence that the law asks for, so that it may not offer the work."""

    authority: str


@dataclass(frozen=True)
class OffersMade:
    """How many workers have an offer now who had none, and how many had one already."""

    made: int
    already: int


THE_WORK = ("isco", "sector", "country", "town", "currency", "accommodation")
"""What of a vacancy cannot change, besides falling pay, without both sides agreeing anew."""

Answered = OfferState | Closed | PlacesTaken | DaysTaken | OfferPaused | RulesForbid
"""The state after an answer, or why there is none."""

MayNotOffer = (
    NotYours | IntroductionOver | NotAgreed | WorkChanged | OnHold | ContactsAreWithheld | RulesForbid
)


def make_offers(
    work: Work, organisation_id: UUID, introduction_id: UUID, named: Sequence[NamedWorker]
) -> OffersMade | MayNotOffer:
    """Name workers for an introduction; each who has no open or accepted offer gets one."""
    row = _offering(work, organisation_id, introduction_id)
    if isinstance(row, Refusal):
        return row
    people = name_workers(work, organisation_id, named)
    busy = _busy(work, row)
    fresh = [one for one in people if one.id not in busy]
    version = _agreed_version(work, row)
    made = [_offer(work, row, person.id, version) for person in fresh]
    return _forbidden(work, made, row) or OffersMade(len(fresh), len(people) - len(fresh))


def offer_again(work: Work, organisation_id: UUID, offer_id: UUID) -> OffersMade | MayNotOffer:
    """Make a new offer to somebody whose earlier one was declined, has lapsed or was taken back."""
    old = work.session.get(Offer, offer_id)
    if old is None or old.provider_id != organisation_id:
        return NotYours()
    row = _offering(work, organisation_id, old.introduction_id)
    if isinstance(row, Refusal):
        return row
    if old.worker_id in _busy(work, row):
        return OffersMade(0, 1)
    made = _offer(work, row, old.worker_id, _agreed_version(work, row))
    return _forbidden(work, [made], row) or OffersMade(1, 0)


def withdraw_offer(work: Work, organisation_id: UUID, offer_id: UUID) -> OfferState | NotYours | Closed:
    """Take back one offer that nobody has answered."""
    found = _own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    after = OFFER.get((offer.state, OfferAct.WITHDRAW))
    if after is None:
        return OfferAlreadyAnswered(offer.state)
    offer.state = after
    work.emit(OfferWithdrawn(**of_offer(work, row, offer), terms_changed=False))
    return after


def show_terms(work: Work, code: str) -> OfferState | NoSuchOffer:
    """The worker asks to see the terms; the first time is recorded."""
    found = _by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if (offer.state, OfferAct.SHOW_TERMS) in OFFER and offer.opened_at is None:
        offer.opened_at = work.now
        work.emit(OfferOpened(**of_offer(work, row, offer)))
    return offer.state


def accept_offer(work: Work, code: str) -> NoSuchOffer | Answered:
    """The worker accepts; one place is taken. Accepting what the provider recorded confirms it."""
    found = _by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if (offer.state, OfferAct.CONFIRM) in OFFER and offer.confirmed_at is None:
        offer.confirmed_at = work.now
        work.emit(OfferConfirmed(**of_offer(work, row, offer)))
        judge_offers(work, [offer], row)
        return offer.state
    return _accept(work, offer, row, Through.WORKER)


def decline_offer(work: Work, code: str) -> NoSuchOffer | Answered:
    """The worker says no thanks."""
    found = _by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if offer.state is OfferState.ACCEPTED and offer.confirmed_at is None:
        return _deny(work, offer, row)
    return _decline(work, offer, row, Through.WORKER)


def record_answer(work: Work, organisation_id: UUID, offer_id: UUID, *, accepts: bool) -> NotYours | Answered:
    """The provider records what a worker said; until the worker says so too, it is not confirmed."""
    found = _own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    return (_accept if accepts else _decline)(work, offer, row, Through.PROVIDER)


def expire_offers(work: Work) -> int:
    """Let offers lapse that were not answered in time; how many there were."""
    late = select(Offer).where(Offer.state == OfferState.OPEN, Offer.answer_by <= work.now)
    offers = work.session.scalars(late.order_by(Offer.id).with_for_update(skip_locked=True)).all()
    for offer in offers:
        row = work.session.get_one(Introduction, offer.introduction_id)
        offer.state = OFFER[offer.state, OfferAct.EXPIRE]
        was_held = hold_of(work, row) is not None
        work.emit(OfferExpired(**of_offer(work, row, offer), was_held=was_held))
    return len(offers)


def link_code(offer: OfferRow) -> str | None:
    """The code of an offer, for its link; made anew each time, since only its hash is stored."""
    return code_under(offer.id, offer.code_hash)


def code_under(offer_id: UUID, code_hash: str) -> str | None:
    """The same, from what a mail may hold."""
    return known_code(portal_secrets(), offer_id, code_hash)


def _accept(work: Work, offer: Offer, row: Introduction, through: Through) -> Answered:
    left = row.places - queries.filled_places(work.session, row.id)
    decided = _decide(work, offer, row, OfferAct.ACCEPT, left)
    if isinstance(decided, Refusal):
        return decided
    days = Period(max(row.first, work.now.date()), row.last)
    if (taken := _taken_days(work, offer, days)) is not None:
        return taken
    if forbidden := _forbidden(work, [offer], row, Answer(work.now, through)):
        return forbidden
    _answered(work, offer, decided, through)
    placed = Placement(
        id=work.new_id(),
        offer_id=offer.id,
        introduction_id=row.id,
        worker_id=offer.worker_id,
        number=offer.number,
        state=PlacementState.EXPECTED,
        first=days.first,
        last=days.last,
    )
    work.session.add(placed)
    work.session.flush()
    ref = Ref("placement", placed.id)
    if not hand_on_costs(work, Ref("offer", offer.id), ref):
        freeze_costs(work, ref, origin_of(row, offer.vacancy_version))
    work.emit(
        OfferAccepted(
            **of_offer(work, row, offer), placement_id=placed.id, through=through, places_left=left - 1
        )
    )
    return decided


def _taken_days(work: Work, offer: Offer, days: Period) -> DaysTaken | None:
    """Whether the same person, on whichever agency's list, has accepted other work on some of these days."""
    listings = lock_listings(work, offer.worker_id)
    others = queries.taken_days(work.session, listings)
    if any(days.overlap(one) for one in others):
        return DaysTaken(free_periods(days, others))
    return None


def _decline(work: Work, offer: Offer, row: Introduction, through: Through) -> Answered:
    decided = _decide(work, offer, row, OfferAct.DECLINE, row.places)
    if isinstance(decided, Refusal):
        return decided
    _answered(work, offer, decided, through)
    work.emit(OfferDeclined(**of_offer(work, row, offer), through=through))
    return decided


def _deny(work: Work, offer: Offer, row: Introduction) -> OfferState | OfferAlreadyAnswered:
    """The provider recorded an acceptance, and the worker says no: the place is free again."""
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    after = placement_after(placed.state, PlacementAct.LEAVE) if placed else None
    if placed is None or after is None or isinstance(after, Refusal):
        return OfferAlreadyAnswered(offer.state)
    today = work.now.date()
    placed.state, placed.ended_at = after, work.now
    placed.last = max(placed.first, today - ONE_DAY)
    _answered(work, offer, OFFER[offer.state, OfferAct.DENY], Through.WORKER)
    work.emit(OfferDeclined(**of_offer(work, row, offer), through=Through.WORKER))
    work.emit(WorkerLeft(**of_placement(work, row, placed), from_day=max(placed.first, today)))
    return offer.state


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


def _answered(work: Work, offer: Offer, state: OfferState, through: Through) -> None:
    offer.state, offer.answered_at, offer.answered_through = state, work.now, through
    if through is Through.WORKER:
        offer.confirmed_at = work.now


def _offering(work: Work, organisation_id: UUID, introduction_id: UUID) -> Introduction | MayNotOffer:
    """The provider's own introduction, if offers may go out in it."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    if side is not Side.PROVIDER:
        return NotYours()
    if row.state is not IntroductionState.OPEN:
        return IntroductionOver(row.state)
    if row.excluded_by:
        return ContactsAreWithheld(row.excluded_by)
    if queries.agreed_engagement(work.session, row.id) is None:
        return NotAgreed()
    if _has_work_changed(work, row):
        return WorkChanged()
    return hold_of(work, row) or row


def _has_work_changed(work: Work, row: Introduction) -> bool:
    """Whether a worker would be offered other work, elsewhere or for less, than both sides agreed on."""
    agreed = vacancies.vacancy_as_of(work.session, row.vacancy_id, row.vacancy_version)
    now = vacancies.vacancy(work.session, row.vacancy_id)
    if agreed is None or now is None:
        raise LookupError("an introduction names a vacancy that was never kept")
    return now.pay < agreed.pay or any(getattr(now, one) != getattr(agreed, one) for one in THE_WORK)


def _forbidden(
    work: Work, offers: Sequence[Offer], row: Introduction, answer: Answer | None = None
) -> RulesForbid | None:
    """Why rules do not allow these offers, or this answer to one."""
    found = {one: None for decision in judge_offers(work, offers, row, answer) for one in decision.blocking}
    return RulesForbid(tuple(found)) if found else None


def _offer(work: Work, row: Introduction, worker_id: UUID, engagement_version: int) -> Offer:
    vacancy = vacancies.vacancy(work.session, row.vacancy_id)
    if vacancy is None:
        raise LookupError("an introduction names a vacancy that does not exist")
    row.offers_made += 1
    offer_id = work.new_id()
    offer = Offer(
        id=offer_id,
        introduction_id=row.id,
        provider_id=row.provider_id,
        worker_id=worker_id,
        number=row.offers_made,
        code_hash=hash_of(code_of(portal_secrets()[0], offer_id)),
        state=OfferState.OPEN,
        engagement_version=engagement_version,
        vacancy_version=vacancy.version,
        made_at=work.now,
        answer_by=answer_due(work.now, starts_at(vacancy, max(row.first, work.now.date()))),
    )
    work.session.add(offer)
    work.session.flush()
    freeze_costs(work, Ref("offer", offer_id), origin_of(row, vacancy.version))
    work.emit(OfferMade(**of_offer(work, row, offer), engagement_version=engagement_version))
    return offer


def _agreed_version(work: Work, row: Introduction) -> int:
    agreed = queries.agreed_engagement(work.session, row.id)
    if agreed is None:
        raise LookupError("offers need an agreed engagement")
    return agreed.version


def _busy(work: Work, row: Introduction) -> set[UUID]:
    """Workers who have an open offer here, or hold a place."""
    offered = select(Offer.worker_id).where(Offer.introduction_id == row.id, Offer.state == OfferState.OPEN)
    placed = select(Placement.worker_id).where(
        Placement.introduction_id == row.id, Placement.state.in_(queries.TAKING)
    )
    return set(work.session.scalars(offered)) | set(work.session.scalars(placed))


def _by_code(work: Work, code: str) -> tuple[Offer, Introduction] | NoSuchOffer:
    found = queries.offer_by_code(work.session, code)
    return _locked(work, found.id, found.introduction_id) if found else NoSuchOffer()


def _own(work: Work, organisation_id: UUID, offer_id: UUID) -> tuple[Offer, Introduction] | NotYours:
    found = queries.offer(work.session, offer_id)
    if found is None or found.provider_id != organisation_id:
        return NotYours()
    return _locked(work, found.id, found.introduction_id)


def _locked(work: Work, offer_id: UUID, introduction_id: UUID) -> tuple[Offer, Introduction]:
    """The introduction first, always: whoever accepts counts its places alone."""
    row = work.session.get_one(Introduction, introduction_id, with_for_update=True)
    return work.session.get_one(Offer, offer_id, with_for_update=True), row


__all__ = [
    "ContactsAreWithheld",
    "NoSuchOffer",
    "OffersMade",
    "accept_offer",
    "decline_offer",
    "expire_offers",
    "link_code",
    "make_offers",
    "offer_again",
    "record_answer",
    "show_terms",
    "withdraw_offer",
]
