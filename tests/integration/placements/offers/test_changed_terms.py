"""The terms of an offer change after it was made: the worker sees what, worse first, and answers again."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.compliance.costs.queries import ledger_of
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.notifications.models import Mail
from portal.passports.models import OfferPassportRow
from portal.placements import queries
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.offers import service as offers
from portal.placements.offers.domain.key_terms import Turn
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.terms import (
    KeptTerms,
    NothingToAgree,
    TermsChanged,
    WhyTerms,
    awaits_answer,
    changes,
)
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.offers.service.terms import answer_terms
from portal.placements.rows import OfferRow
from portal.vacancies.conditions import Conditions
from portal.vacancies.service import edit_vacancy
from tests.builders.placements import COSTS, LOAN, VACANCY, Matched, accepted, agreed, code, offered, opened


def change_work(at: Matched, version: int = 1, **changed: Any) -> None:
    done = at.do(
        edit_vacancy,
        at.employer.organisation_id,
        at.vacancy_id,
        version,
        terms=replace(VACANCY, **changed),
        costs=COSTS,
        by=at.employer,
    )
    assert not isinstance(done, Refusal), done


def change_agreement(at: Matched, introduction_id: UUID, **changed: Any) -> None:
    at.do(
        propose_engagement,
        at.employer.organisation_id,
        introduction_id,
        replace(LOAN, **changed),
        by=at.employer,
    )
    done = at.do(agree_engagement, at.provider.organisation_id, introduction_id, 2, by=at.provider)
    assert not isinstance(done, Refusal), done


def kept(at: Matched, offer: OfferRow) -> tuple[KeptTerms, ...]:
    with at.reading() as session:
        return kept_terms(session, offer.id)


def now(at: Matched, offer: OfferRow) -> OfferRow:
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    return found


def mails(at: Matched) -> list[str]:
    with at.reading() as session:
        return [one.template.split("/")[-1] for one in session.scalars(select(Mail))]


@pytest.fixture
def ana(at: Matched) -> OfferRow:
    [offer] = offered(at, agreed(at), "Ana Petrova, , ana@example.org")
    return offer


@pytest.fixture
def placed(at: Matched) -> OfferRow:
    [offer] = accepted(at, agreed(at), "Ana Petrova, , ana@example.org")
    return offer


def test_the_terms_are_kept_as_the_offer_is_made(at: Matched, ana: OfferRow) -> None:
    [first] = kept(at, ana)
    assert (first.version, first.why, first.agreed) == (1, WhyTerms.OFFERED, None)
    assert (first.terms.pay, first.terms.housing_price) == (Decimal("14.60"), Decimal(45))
    assert first.terms.recall_days == 7


def test_an_open_offer_says_what_is_agreed_now_and_stays_open(at: Matched, ana: OfferRow) -> None:
    change_agreement(at, ana.introduction_id, recall_notice_days=3)
    offer = now(at, ana)
    assert (offer.state, offer.engagement_version) == (OfferState.OPEN, 2)
    newest = kept(at, ana)[-1]
    assert (newest.version, newest.why, newest.terms.recall_days) == (2, WhyTerms.AGREEMENT_CHANGED, 3)
    assert mails(at).count("worker_terms_changed") == 1


def test_a_dearer_bed_is_told_first_and_stands_in_the_costs_of_the_offer(at: Matched, ana: OfferRow) -> None:
    change_work(at, housing_cost_week=Decimal(60), conditions=Conditions(guaranteed_hours=Decimal(30)))
    found = changes(kept(at, ana))
    assert [(one.name, one.turn) for one in found] == [
        ("housing_price", Turn.WORSE),
        ("guaranteed_hours", Turn.BETTER),
    ]
    with at.reading() as session:
        ledger = ledger_of(session, Ref("offer", ana.id))
    assert ledger.origin is not None
    assert (ledger.version, ledger.origin.vacancy_version, now(at, ana).vacancy_version) == (2, 2, 2)


def test_a_yes_to_a_page_with_the_earlier_terms_does_not_count(at: Matched, ana: OfferRow) -> None:
    worker = opened(at, ana)
    change_work(at, housing_cost_week=Decimal(60))
    assert at.do(offers.accept_offer, worker, seen_terms=1) == TermsChanged(2)
    assert now(at, ana).state is OfferState.OPEN
    assert at.do(offers.accept_offer, worker, seen_terms=2) is OfferState.ACCEPTED
    assert kept(at, ana)[-1].agreed is True


def test_what_no_worker_is_shown_makes_no_new_version(at: Matched, ana: OfferRow) -> None:
    change_work(at, priority=1)
    assert len(kept(at, ana)) == 1
    assert "worker_terms_changed" not in mails(at)


def test_lower_pay_reaches_no_offer_before_both_sides_agreed_on_it(at: Matched, ana: OfferRow) -> None:
    change_work(at, pay=Decimal("14.00"))
    assert len(kept(at, ana)) == 1
    change_agreement(at, ana.introduction_id)
    found = changes(kept(at, ana))
    assert [one.name for one in found if one.turn is Turn.WORSE] == ["pay", "gross", "net"]


def test_who_has_accepted_stays_on_the_old_terms_until_they_agree(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    offer = now(at, placed)
    assert (offer.state, offer.vacancy_version) == (OfferState.ACCEPTED, 1)
    assert awaits_answer(kept(at, placed))
    assert at.do(answer_terms, code(placed), 2, agrees=True) is OfferState.ACCEPTED
    assert now(at, placed).vacancy_version == 2
    assert not awaits_answer(kept(at, placed))
    with at.reading() as session:
        placement = queries.placement_of_offer(session, placed.id)
        assert placement is not None
        origin = ledger_of(session, Ref("placement", placement.id)).origin
    assert origin is not None
    assert origin.vacancy_version == 2


def test_a_no_to_worse_terms_costs_nothing(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    assert at.do(answer_terms, code(placed), 2, agrees=False) is OfferState.ACCEPTED
    offer = now(at, placed)
    assert (offer.state, offer.vacancy_version) == (OfferState.ACCEPTED, 1)
    assert changes(kept(at, placed)) == ()
    assert mails(at).count("terms_answered") == 2
    assert at.do(answer_terms, code(placed), 2, agrees=True) == NothingToAgree()


def test_a_change_that_is_taken_back_asks_nobody(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    change_work(at, 2)
    assert len(kept(at, placed)) == 3
    assert not awaits_answer(kept(at, placed))


def test_an_answer_to_a_change_before_the_last_does_not_count(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    change_work(at, 2, hours_per_week=Decimal(20))
    assert at.do(answer_terms, code(placed), 2, agrees=True) == TermsChanged(3)
    assert now(at, placed).vacancy_version == 1


def passports(at: Matched, offer: OfferRow) -> int:
    with at.reading() as session:
        wanted = select(func.count()).where(OfferPassportRow.offer_id == offer.id)
        return session.scalar(wanted) or 0


def test_the_passport_follows_the_terms_that_count(at: Matched, placed: OfferRow) -> None:
    change_work(at, hours_per_week=Decimal(30))
    assert passports(at, placed) == 1
    at.do(answer_terms, code(placed), 2, agrees=True)
    assert passports(at, placed) == 2
