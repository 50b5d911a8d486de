"""Who is told of an offer, of its answer, and of changed terms."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event
from portal.notifications.domain import Message
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.mails import Told, of_introduction, of_offer, to_worker
from portal.placements.offers.domain.offers import Through
from portal.placements.offers.events import (
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferTermsAnswered,
    OfferTermsChanged,
    OfferWithdrawn,
)
from portal.vacancies import queries as vacancies
from portal.workers.domain import Road
from portal.workers.listings import listing, page_hash


def _offer_made(work: Work, happened: OfferMade) -> Told:
    """The worker, if an e-mail was given; never after the offer's own deadline."""
    found = queries.offer(work.session, happened.offer_id)
    row = queries.any_introduction(work.session, happened.introduction_id)
    if found is None or row is None:
        return
    facts = {"answer_by": found.answer_by.isoformat(), **listing_facts(work, happened)}
    if job := vacancies.vacancy_as_of(work.session, row.vacancy_id, found.vacancy_version):
        facts |= {"pay": str(job.pay), "currency": job.currency, "country": job.country}
    yield from to_worker(work, happened, "worker_offer", facts, until=found.answer_by)


def _offer_accepted(work: Work, happened: OfferAccepted) -> Told:
    """The worker has it in writing; the provider hears of each, both sides when all places are filled."""
    recorded = happened.through is Through.PROVIDER
    yield from to_worker(work, happened, "worker_accepted", {"recorded": recorded})
    if happened.places_left == 0:
        yield from of_introduction(work, happened, "places_filled", list(Side))
    elif not recorded:
        yield from of_offer(work, happened, "offer_accepted")


def _offer_declined(work: Work, happened: OfferDeclined) -> Told:
    if happened.through is Through.WORKER:
        yield from of_offer(work, happened, "offer_declined")


def _offer_withdrawn(work: Work, happened: OfferWithdrawn) -> Told:
    if listing(work.session, happened.worker_id).objected_at is not None:
        return  # the worker did not want it
    facts = {"terms_changed": happened.terms_changed}
    yield from to_worker(work, happened, "worker_offer_withdrawn", facts)


def _offer_expired(work: Work, happened: OfferExpired) -> Told:
    """The provider, once for all offers that lapse together."""
    yield from of_introduction(work, happened, "offers_expired", [Side.PROVIDER])


def listing_facts(work: Work, happened: OfferMade) -> dict[str, str]:
    """Where the mail of the offer is also the notice of being listed: what its link is made from."""
    told = listing(work.session, happened.worker_id)
    if told.road is not Road.OFFER_MAIL or told.told_at != happened.at:
        return {}
    return {
        "listed_id": str(happened.worker_id),
        "listed_hash": page_hash(work.session, happened.worker_id),
    }


def _terms_changed(work: Work, happened: OfferTermsChanged) -> Told:
    found = queries.offer(work.session, happened.offer_id)
    facts = {"accepted": happened.was_accepted, "worse": happened.worse}
    until = found.answer_by if found and not happened.was_accepted else None
    yield from to_worker(work, happened, "worker_terms_changed", facts, until=until)


def _terms_answered(work: Work, happened: OfferTermsAnswered) -> Told:
    for side in Side:
        yield from of_offer(work, happened, "terms_answered", {"agrees": happened.agrees}, side=side)


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    OfferMade: _offer_made,
    OfferAccepted: _offer_accepted,
    OfferDeclined: _offer_declined,
    OfferWithdrawn: _offer_withdrawn,
    OfferExpired: _offer_expired,
    OfferTermsChanged: _terms_changed,
    OfferTermsAnswered: _terms_answered,
}
