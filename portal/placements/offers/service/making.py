"""Offers made by a provider to the workers it names; taken back, or lapsed without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.compliance.costs.service import freeze_costs
from portal.compliance.domain import RulesForbid
from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.link_codes import hash_of
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, OnHold, Side, answer_due
from portal.placements.introductions.domain.engagement import NotAgreed, WorkChanged
from portal.placements.introductions.domain.introductions import IntroductionOver, IntroductionState
from portal.placements.introductions.service.introductions import hold_of, own_introduction
from portal.placements.introductions.service.pairs import starts_at
from portal.placements.ledgers import origin_of
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain.offers import (
    OFFER,
    Closed,
    MoreTimeGiven,
    NoMoreTime,
    OfferAct,
    OfferAlreadyAnswered,
    OfferState,
    code_of,
    prolonged,
    still_open,
)
from portal.placements.offers.events import OfferExpired, OfferMade, OfferProlonged, OfferWithdrawn
from portal.placements.offers.service.deciding import why_forbidden
from portal.placements.offers.service.finding import own
from portal.placements.offers.service.keeping_terms import has_work_changed, keep_terms
from portal.placements.telling import of_offer
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies
from portal.workers.domain import NamedWorker, Road
from portal.workers.listings import keep_notice, listing, who_objects
from portal.workers.queries import address_of
from portal.workers.service import name_workers


@dataclass(frozen=True)
class ContactsAreWithheld(Refusal):
    """The provider lacks the licence that the law asks for, so that it may not offer the work."""

    authority: str


@dataclass(frozen=True)
class OffersMade:
    """How many workers have an offer now who had none; how many had one, or want none from this provider."""

    made: int
    already: int
    objecting: int = 0


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
    objecting = who_objects(work.session, organisation_id, [one.id for one in people])
    busy = _busy(work, row) - objecting
    fresh = [one for one in people if one.id not in busy | objecting]
    version = _agreed_version(work, row)
    made = [_offer(work, row, person.id, version) for person in fresh]
    already = len(people) - len(fresh) - len(objecting)
    return why_forbidden(work, made, row) or OffersMade(len(fresh), already, len(objecting))


def offer_again(work: Work, organisation_id: UUID, offer_id: UUID) -> OffersMade | MayNotOffer:
    """Make a new offer to somebody whose earlier one was declined, has lapsed or was taken back."""
    old = work.session.get(Offer, offer_id)
    if old is None or old.provider_id != organisation_id:
        return NotYours()
    row = _offering(work, organisation_id, old.introduction_id)
    if isinstance(row, Refusal):
        return row
    if who_objects(work.session, organisation_id, [old.worker_id]):
        return OffersMade(0, 0, 1)
    if old.worker_id in _busy(work, row):
        return OffersMade(0, 1)
    made = _offer(work, row, old.worker_id, _agreed_version(work, row))
    return why_forbidden(work, [made], row) or OffersMade(1, 0)


def withdraw_offer(work: Work, organisation_id: UUID, offer_id: UUID) -> OfferState | NotYours | Closed:
    """Take back one offer that nobody has answered."""
    found = own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    after = OFFER.get((offer.state, OfferAct.WITHDRAW))
    if after is None:
        return OfferAlreadyAnswered(offer.state)
    offer.state = after
    work.emit(OfferWithdrawn(**of_offer(work, row, offer), terms_changed=False))
    return after


def withdraw_offers_of(work: Work, worker_id: UUID) -> int:
    """Take back every open offer to a worker who does not want any; how many there were."""
    wanted = select(Offer).where(Offer.worker_id == worker_id, Offer.state == OfferState.OPEN)
    rows = work.session.scalars(wanted.order_by(Offer.id)).all()
    for offer in rows:
        withdraw_offer(work, offer.provider_id, offer.id)
    return len(rows)


def prolong_offer(
    work: Work, organisation_id: UUID, offer_id: UUID
) -> datetime | NotYours | Closed | MoreTimeGiven | NoMoreTime:
    """Give a worker more time for the answer, once and never past the start of work; until when."""
    found = own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    still = still_open(offer.state, answer_by=offer.answer_by, now=work.now)
    if isinstance(still, Refusal):
        return still
    if offer.prolonged_at is not None:
        return MoreTimeGiven()
    vacancy = vacancies.vacancy(work.session, row.vacancy_id)
    if vacancy is None:
        raise LookupError("an introduction names a vacancy that does not exist")
    until = prolonged(offer.answer_by, starts_at(vacancy, max(row.first, work.now.date())))
    if isinstance(until, NoMoreTime):
        return until
    offer.answer_by, offer.prolonged_at = until, work.now
    work.emit(OfferProlonged(**of_offer(work, row, offer), until=until))
    return until


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
    if has_work_changed(work, row):
        return WorkChanged()
    return hold_of(work, row) or row


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
    keep_terms(work, row, offer)
    _tell_of_listing(work, worker_id)
    work.emit(OfferMade(**of_offer(work, row, offer), engagement_version=engagement_version))
    return offer


def _tell_of_listing(work: Work, worker_id: UUID) -> None:
    """Whoever was never told hears with the first offer: in its mail, else on its page and slip."""
    if listing(work.session, worker_id).told_at is None:
        has_mail = address_of(work.session, worker_id) is not None
        keep_notice(work, worker_id, Road.OFFER_MAIL if has_mail else Road.SLIP)


def _agreed_version(work: Work, row: Introduction) -> int:
    agreed = queries.agreed_engagement(work.session, row.id)
    if agreed is None:
        raise LookupError("offers need an agreed engagement")
    return agreed.version


def _busy(work: Work, row: Introduction) -> set[UUID]:
    """Workers who have an open offer here, hold a place, or are the employer's own by now."""
    offered = select(Offer.worker_id).where(Offer.introduction_id == row.id, Offer.state == OfferState.OPEN)
    placed = select(Placement.worker_id).where(
        Placement.introduction_id == row.id,
        Placement.state.in_([*queries.TAKING, PlacementState.TRANSFERRED]),
    )
    return set(work.session.scalars(offered)) | set(work.session.scalars(placed))
