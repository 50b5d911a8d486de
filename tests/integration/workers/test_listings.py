"""A worker is told of being listed, and can refuse before anything is shared."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.compliance.domain import Stage
from portal.compliance.findings.queries import current_terms
from portal.notifications.domain import ToWorker
from portal.notifications.queries import mail_subjects
from portal.placements import queries
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import OfferState
from portal.workers import corrections, listings
from portal.workers import queries as workers
from portal.workers.domain import Given, Ground, NamedWorker, Road
from tests.builders.placements import NOW, Matched, a_match, accepted, agreed, code, offered

ANA = "Ana Petrova, 07700 900123, ana@example.org"


@pytest.fixture
def at(app: Flask) -> Iterator[Matched]:
    with time_machine.travel(NOW, tick=False):
        yield a_match(app)


def told(at: Matched, worker_id: UUID) -> listings.Listing:
    with at.reading() as session:
        return listings.listing(session, worker_id)


def mails(at: Matched, worker_id: UUID) -> list[str]:
    with at.reading() as session:
        return [one.template for one, _ in mail_subjects(session, ToWorker(worker_id))]


def test_naming_with_an_offer_sends_one_mail_that_is_the_notice_too(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    assert mails(at, offer.worker_id) == ["placements/worker_offer"]
    kept = told(at, offer.worker_id)
    assert (kept.told_at, kept.language, kept.text_version, kept.road) == (
        NOW,
        "en",
        listings.TEXT_VERSION,
        Road.OFFER_MAIL,
    )


def test_who_has_no_mail_is_told_by_the_slip(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova, 07700 900123")
    assert told(at, offer.worker_id).road is Road.SLIP


def test_the_rule_reads_what_the_worker_was_told(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    with at.reading() as session:
        terms = current_terms(session, "offer", Stage.OFFER, [offer.id])[offer.id]
    assert terms.listing is not None
    assert (terms.listing.told_at, terms.listing.objected_at) == (NOW, None)


def test_an_objection_withdraws_open_offers_and_stops_new_ones(at: Matched) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, ANA)
    at.do(listings.object_to_listing, offer.worker_id)
    with at.reading() as session:
        assert queries.offer(session, offer.id).state is OfferState.WITHDRAWN  # type: ignore[union-attr]
    assert "placements/worker_offer_withdrawn" not in mails(at, offer.worker_id)
    again = at.do(offers.offer_again, at.provider.organisation_id, offer.id, by=at.provider)
    assert again == offers.OffersMade(0, 0, 1)
    retyped = [NamedWorker("Petrova Ana", None, "ana@example.org")]
    named = at.do(offers.make_offers, at.provider.organisation_id, introduction, retyped, by=at.provider)
    assert named == offers.OffersMade(0, 0, 1)


def test_what_was_accepted_before_an_objection_stays(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), ANA)
    at.do(listings.object_to_listing, offer.worker_id)
    with at.reading() as session:
        assert queries.offer(session, offer.id).state is OfferState.ACCEPTED  # type: ignore[union-attr]


def test_an_objection_can_be_taken_back_and_a_contest_not(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    at.do(listings.object_to_listing, offer.worker_id)
    assert at.do(listings.take_back_objection, offer.worker_id) is True
    assert told(at, offer.worker_id).objected_at is None
    at.do(listings.object_to_listing, offer.worker_id, Ground.LEFT)
    kept = told(at, offer.worker_id)
    assert (kept.is_contested, kept.remove_by) == (True, NOW + listings.REMOVE_WITHIN)
    again = at.do(listings.take_back_objection, offer.worker_id)
    assert isinstance(again, listings.ListingIsContested)


def test_a_provider_takes_over_a_correction_once_and_only_its_own(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    at.do(corrections.ask_correction, offer.worker_id, Given.NAME, "Anna Petrowa")
    with at.reading() as session:
        [asked] = corrections.corrections_to_decide(session, at.provider.organisation_id)
        assert corrections.corrections_to_decide(session, at.employer.organisation_id) == []
    foreign = at.do(corrections.decide_correction, at.employer.organisation_id, asked.id, takes=True)
    assert isinstance(foreign, corrections.NoSuchCorrection)
    at.do(corrections.decide_correction, at.provider.organisation_id, asked.id, takes=True, by=at.provider)
    with at.reading() as session:
        assert workers.worker(session, offer.worker_id).name == "Anna Petrowa"  # type: ignore[union-attr]
        assert corrections.corrections_of(session, offer.worker_id)[0].value == ""
    twice = at.do(corrections.decide_correction, at.provider.organisation_id, asked.id, takes=True)
    assert isinstance(twice, corrections.NoSuchCorrection)


def test_the_code_of_the_private_page_opens_no_offer(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    with at.app.app_context(), at.reading() as session:
        own = listings.page_code(session, offer.worker_id)
        assert own is not None
        assert listings.worker_of_code(session, own) == offer.worker_id
        assert own != code(offer)
        assert queries.offer_by_code(session, own) is None
        assert listings.worker_of_code(session, code(offer)) is None
