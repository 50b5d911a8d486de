from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from portal.organisations.domain import LicenceStatus, SupplyLicence
from portal.organisations.service import declare_licence, mark_licence
from portal.placements import queries
from portal.placements.introductions.domain.engagement import EngagementTerms
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import OfferPaused, OfferState
from portal.posts.domain import EngagementForm
from portal.workers.domain import NamedWorker
from tests.builders.placements import (
    LOAN,
    Matched,
    a_lot,
    a_party,
    a_vacancy,
    accepts,
    introduced,
    offered,
    opened,
    the_match,
)

FORMS = frozenset({EngagementForm.AGENCY, EngagementForm.SECOND_JOB})
LICENCE = SupplyLicence(
    authority="gb-fwa",
    number="FWA-1",
    country="GB",
    sectors=("01",),
    valid_from=date(2020, 1, 1),
    valid_to=None,
)
AGENCY: EngagementTerms = replace(
    LOAN,
    form=EngagementForm.AGENCY,
    return_date=None,
    comparator_pay=Decimal("14.60"),
    comparator_currency="GBP",
    equal_treatment_from=date(2027, 5, 31),
)


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    """Farm work in the United Kingdom, for which agency supply needs a licence and a second job none."""
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Farms", supplies=False)
    lot = a_lot(app, provider, engagement=FORMS)
    vacancy = a_vacancy(app, employer, engagement=FORMS, sector="01.13")
    return Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))


def excluded_by(at: Matched) -> str | None:
    with at.reading() as session:
        [row] = queries.introductions_of_post(session, at.vacancy)
        return row.excluded_by


def agreed_as_agency(at: Matched) -> None:
    made = introduced(at)
    at.do(propose_engagement, at.provider.organisation_id, made, AGENCY, by=at.provider)
    at.do(agree_engagement, at.employer.organisation_id, made, 1, by=at.employer)


def test_contacts_are_shared_while_a_form_without_licence_is_possible(at: Matched) -> None:
    introduced(at)
    assert excluded_by(at) is None


def test_agreeing_on_a_form_that_needs_a_licence_withholds_contacts_and_offers(at: Matched) -> None:
    agreed_as_agency(at)
    authority = excluded_by(at)
    assert authority
    with at.reading() as session:
        [row] = queries.introductions_of_post(session, at.vacancy)
    outcome = at.do(
        offers.make_offers, at.provider.organisation_id, row.id, [NamedWorker("Ana")], by=at.provider
    )
    assert outcome == offers.ContactsAreWithheld(authority)


def test_declaring_the_licence_shares_them(at: Matched) -> None:
    agreed_as_agency(at)
    at.do(declare_licence, at.provider.organisation_id, LICENCE, by=at.provider)
    assert excluded_by(at) is None


def test_a_withdrawn_licence_pauses_open_offers(at: Matched) -> None:
    held = at.do(declare_licence, at.provider.organisation_id, LICENCE, by=at.provider)
    agreed_as_agency(at)
    with at.reading() as session:
        [row] = queries.introductions_of_post(session, at.vacancy)
    [offer] = offered(at, row.id, "Ana Petrova")
    at.do(mark_licence, held.licence_id, LicenceStatus.WITHDRAWN, by=at.provider)
    assert accepts(at, offer) == OfferPaused()
    assert at.do(offers.decline_offer, opened(at, offer)) is OfferState.DECLINED
