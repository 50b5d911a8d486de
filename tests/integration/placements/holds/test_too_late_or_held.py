"""What must not be done any more, or not now: stale yeses, held introductions, licences that have ended."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.compliance.holds import service as compliance
from portal.kernel.events import Ref
from portal.notifications.models import Mail
from portal.organisations.domain import SupplyLicence
from portal.organisations.service import declare_licence
from portal.placements import queries
from portal.placements.holds.exclusions import withhold_where_licences_ended
from portal.placements.introductions.domain.answers import AnswersState, OnHold
from portal.placements.introductions.domain.engagement import EngagementState, WorkChanged
from portal.placements.introductions.service import engagements, introductions
from portal.placements.introductions.service.answers import IntroductionMade, YesWaits, say_yes
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.introductions.service.standing import set_standing_yes
from portal.placements.offers import service as offers
from portal.posts.domain import EngagementForm
from portal.vacancies.service import edit_vacancy
from portal.workers.domain import NamedWorker
from tests.builders.placements import (
    COSTS,
    LAST,
    LOAN,
    VACANCY,
    Matched,
    a_lot,
    a_party,
    a_vacancy,
    act,
    agreed,
    introduced,
    job,
    offered,
    the_match,
)

LATER = LAST + timedelta(days=30)
LICENCE = SupplyLicence("gb-fwa", "FWA-1", "GB", ("01",), date(2020, 1, 1), date(2027, 3, 12))


def _state(at: Matched) -> AnswersState:
    with at.reading() as session:
        row = queries.answers(session, at.match_id)
        assert row is not None
        return row.answers.state


def _excluded_by(at: Matched) -> str | None:
    with at.reading() as session:
        [row] = queries.introductions_of_post(session, at.vacancy)
        return row.excluded_by


def _waiting_too_long(at: Matched, clock: time_machine.Traveller) -> None:
    said = at.do(say_yes, at.employer.organisation_id, at.match_id, 5, by=at.employer)
    assert isinstance(said, YesWaits)
    clock.shift(timedelta(hours=49))  # no job has run meanwhile


def test_a_yes_whose_time_is_over_is_not_answered_but_begun_anew(
    at: Matched, clock: time_machine.Traveller
) -> None:
    _waiting_too_long(at, clock)
    said = at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    assert isinstance(said, YesWaits)
    assert _state(at) is AnswersState.PROVIDER_YES
    with at.reading() as session:
        assert session.scalars(select(Mail).where(Mail.template == "placements/yes_lapsed")).first()
    assert isinstance(
        at.do(say_yes, at.employer.organisation_id, at.match_id, 5, by=at.employer), IntroductionMade
    )


def test_a_standing_yes_does_not_answer_a_yes_whose_time_is_over(
    at: Matched, clock: time_machine.Traveller
) -> None:
    _waiting_too_long(at, clock)
    at.do(set_standing_yes, at.provider.organisation_id, at.lot, 10, by=at.provider)
    with at.reading() as session:
        assert not queries.introductions_of_post(session, at.lot)
    assert _state(at) is AnswersState.EMPLOYER_YES  # the job ends it


@pytest.mark.parametrize("held", ["match", "lot", "employer"])
def test_work_is_not_extended_while_staff_look_at_it(at: Matched, held: str) -> None:
    row = agreed(at, insured_until=LATER, return_date=LATER + timedelta(days=1))
    propose, agree = introductions.propose_extension, introductions.agree_extension
    assert at.do(propose, at.employer.organisation_id, row, LATER, by=at.employer) == LATER
    about = {
        "match": Ref("match", at.match_id),
        "lot": at.lot,
        "employer": Ref("organisation", at.employer.organisation_id),
    }[held]
    at.do(compliance.hold, about, "A worker says that they paid")
    assert isinstance(at.do(agree, at.provider.organisation_id, row, by=at.provider), OnHold)
    again = at.do(propose, at.employer.organisation_id, row, LATER + timedelta(days=1), by=at.employer)
    assert isinstance(again, OnHold)
    at.do(compliance.release, about, "They did not")
    assert at.do(agree, at.provider.organisation_id, row, by=at.provider) == LATER


def test_no_engagement_is_proposed_or_agreed_while_staff_look_at_it(at: Matched) -> None:
    row = introduced(at)
    propose, agree = engagements.propose_engagement, engagements.agree_engagement
    assert at.do(propose, at.provider.organisation_id, row, LOAN, by=at.provider) == 1
    about = Ref("organisation", at.employer.organisation_id)
    at.do(compliance.hold, about, "A worker says that they paid")
    assert isinstance(at.do(agree, at.employer.organisation_id, row, 1, by=at.employer), OnHold)
    assert isinstance(at.do(propose, at.employer.organisation_id, row, LOAN, by=at.employer), OnHold)
    at.do(compliance.release, about, "They did not")
    assert at.do(agree, at.employer.organisation_id, row, 1, by=at.employer) is EngagementState.AGREED


def test_no_offer_goes_out_after_the_licence_has_ended(app: Flask, clock: time_machine.Traveller) -> None:
    forms = frozenset({EngagementForm.LOAN})
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Farms", supplies=False)
    act(app, declare_licence, provider.organisation_id, LICENCE, by=provider.person_id)
    lot = a_lot(app, provider, engagement=forms)
    vacancy = a_vacancy(app, employer, engagement=forms, sector="01.13")
    at = Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))
    row = agreed(at)
    clock.move_to(datetime(2027, 3, 12, 8, tzinfo=UTC))  # the licence's last day
    [offer] = offered(at, row, "Ana Petrova")
    job(at, withhold_where_licences_ended)
    assert _excluded_by(at) is None
    clock.shift(timedelta(days=1))
    job(at, withhold_where_licences_ended)
    assert _excluded_by(at)
    again = at.do(offers.offer_again, provider.organisation_id, offer.id, by=provider)
    assert isinstance(again, offers.ContactsAreWithheld)


@pytest.mark.parametrize(
    ("changes", "is_other_work"),
    [
        ({"pay": Decimal("13.00")}, True),
        ({"town": "Aberdeen"}, True),
        ({"isco": "9211", "occupation": "crop picker"}, True),
        ({"pay": Decimal("15.00")}, False),
        ({"description": "Bring gloves"}, False),
    ],
    ids=["less pay", "elsewhere", "other work", "more pay", "more words"],
)
def test_no_offer_goes_out_for_other_work_than_was_agreed(
    at: Matched, changes: dict[str, Any], is_other_work: bool
) -> None:
    row = agreed(at)
    terms = replace(VACANCY, **changes)
    edited = at.do(
        edit_vacancy, at.employer.organisation_id, at.vacancy_id, 1, terms=terms, costs=COSTS, by=at.employer
    )
    assert edited == at.vacancy_id

    def make() -> object:
        return at.do(
            offers.make_offers, at.provider.organisation_id, row, [NamedWorker("Ana Petrova")], by=at.provider
        )

    if not is_other_work:
        assert make() == offers.OffersMade(1, 0)
        return
    assert make() == WorkChanged()
    version = at.do(propose_engagement, at.provider.organisation_id, row, LOAN, by=at.provider)
    at.do(agree_engagement, at.employer.organisation_id, row, version, by=at.employer)
    assert make() == offers.OffersMade(1, 0)
