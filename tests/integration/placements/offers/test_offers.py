from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.compliance.holds import service as compliance
from portal.kernel.events import Ref
from portal.kernel.periods import Period
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.domain.engagement import (
    EngagementFlaw,
    EngagementIncomplete,
    EngagementState,
    NotAgreed,
    NotTheirs,
    ProposalReplaced,
)
from portal.placements.introductions.service.engagements import agree_engagement, propose_engagement
from portal.placements.models import Offer
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import (
    DaysTaken,
    OfferAlreadyAnswered,
    OfferExpired,
    OfferPaused,
    OfferState,
    OfferWithdrawn,
    PlacesTaken,
    Through,
)
from portal.placements.work.domain.placements import PlacementState
from portal.workers.domain import NamedWorker
from portal.workers.models import WorkerKey
from tests.builders.placements import (
    LAST,
    LOAN,
    Matched,
    a_lot,
    a_party,
    a_vacancy,
    accepted,
    agreed,
    code,
    introduced,
    job,
    offered,
    opened,
    the_match,
)

ANA = [NamedWorker("Ana Petrova")]


def stored(at: Matched, introduction_id: UUID) -> list[OfferState]:
    with at.reading() as session:
        return [one.state for one in queries.offers_of(session, introduction_id)]


def accept(at: Matched, offer_code: str) -> object:
    return at.do(offers.accept_offer, opened(at, offer_code))


def test_no_offer_goes_out_before_both_sides_agreed_on_the_engagement(at: Matched) -> None:
    made = introduced(at)
    outcome = at.do(offers.make_offers, at.provider.organisation_id, made, ANA, by=at.provider)
    assert outcome == NotAgreed()
    at.do(propose_engagement, at.provider.organisation_id, made, LOAN, by=at.provider)
    outcome = at.do(offers.make_offers, at.provider.organisation_id, made, ANA, by=at.provider)
    assert outcome == NotAgreed()


def test_the_other_side_agrees_and_nobody_to_their_own_proposal(at: Matched) -> None:
    made = introduced(at)
    at.do(propose_engagement, at.provider.organisation_id, made, LOAN, by=at.provider)
    own = at.do(agree_engagement, at.provider.organisation_id, made, 1, by=at.provider)
    assert own == NotTheirs(1)
    theirs = at.do(agree_engagement, at.employer.organisation_id, made, 1, by=at.employer)
    assert theirs is EngagementState.AGREED


def test_a_proposal_that_was_changed_meanwhile_is_not_agreed(at: Matched) -> None:
    made = introduced(at)
    at.do(propose_engagement, at.provider.organisation_id, made, LOAN, by=at.provider)
    changed = replace(LOAN, recall_notice_days=3)
    at.do(propose_engagement, at.provider.organisation_id, made, changed, by=at.provider)
    outcome = at.do(agree_engagement, at.employer.organisation_id, made, 1, by=at.employer)
    assert outcome == ProposalReplaced(2)


def test_terms_whose_insurance_ends_before_the_work_are_refused(at: Matched) -> None:
    made = introduced(at)
    flawed = replace(LOAN, insured_until=LAST - timedelta(days=1))
    outcome = at.do(propose_engagement, at.provider.organisation_id, made, flawed, by=at.provider)
    assert outcome == EngagementIncomplete((EngagementFlaw.INSURANCE_ENDS_EARLY,))


def test_agreeing_on_changed_terms_leaves_offers_open_under_the_new_ones(at: Matched) -> None:
    made = agreed(at)
    offered(at, made, "Ana Petrova")
    changed = replace(LOAN, recall_notice_days=3)
    at.do(propose_engagement, at.employer.organisation_id, made, changed, by=at.employer)
    assert stored(at, made) == [OfferState.OPEN]
    at.do(agree_engagement, at.provider.organisation_id, made, 2, by=at.provider)
    assert stored(at, made) == [OfferState.OPEN]
    with at.reading() as session:
        assert [one.engagement_version for one in queries.offers_of(session, made)] == [2]


def test_only_the_provider_of_the_introduction_makes_offers(at: Matched) -> None:
    made = agreed(at)
    other = a_party(at.app, "Other Staffing", supplies=True)
    for party in (at.employer, other):
        outcome = at.do(offers.make_offers, party.organisation_id, made, ANA, by=party)
        assert outcome == NotYours()


def test_each_worker_gets_one_open_offer_under_a_code_of_their_own(at: Matched) -> None:
    made = agreed(at)
    first = offered(at, made)
    again = offered(at, made)
    assert [one.number for one in again] == [1, 2, 3]
    assert len({code(one) for one in first}) == 3


def test_the_code_itself_is_not_stored(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    with at.reading() as session:
        row = session.scalars(select(Offer)).one()
        values = [str(value) for name, value in vars(row).items() if not name.startswith("_")]
    assert all(code(offer) not in value for value in values)


def test_an_accepted_offer_is_a_placement_that_is_expected(at: Matched) -> None:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    with at.reading() as session:
        found = queries.offer(session, offer.id)
        [placed] = queries.placements_of(session, made)
    assert found is not None
    assert (found.state, found.answered_through, found.is_unconfirmed) == (
        OfferState.ACCEPTED,
        Through.WORKER,
        False,
    )
    assert (placed.state, placed.last) == (PlacementState.EXPECTED, LAST)


def test_an_answer_recorded_by_the_provider_is_not_confirmed_until_the_worker_says_so(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    at.do(offers.record_answer, at.provider.organisation_id, offer.id, accepts=True, by=at.provider)
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    assert found.is_unconfirmed
    assert accept(at, code(offer)) is OfferState.ACCEPTED
    with at.reading() as session:
        found = queries.offer(session, offer.id)
        placed = queries.placements_of(session, made)
    assert found is not None
    assert not found.is_unconfirmed
    assert len(placed) == 1


def test_a_worker_can_say_that_they_never_accepted_and_the_place_is_free_again(at: Matched) -> None:
    made = agreed(at, 1)
    [first, second] = offered(at, made, "Ana Petrova", "Ion Rusu")
    at.do(offers.record_answer, at.provider.organisation_id, first.id, accepts=True, by=at.provider)
    assert accept(at, code(second)) == PlacesTaken(0)
    assert at.do(offers.decline_offer, opened(at, first)) is OfferState.DECLINED
    assert accept(at, code(second)) is OfferState.ACCEPTED
    with at.reading() as session:
        states = {one.offer_id: one.state for one in queries.placements_of(session, made)}
    assert states == {first.id: PlacementState.LEFT, second.id: PlacementState.EXPECTED}


def test_an_acceptance_of_the_workers_own_is_not_undone_by_a_second_click(at: Matched) -> None:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    assert at.do(offers.decline_offer, opened(at, offer)) == OfferAlreadyAnswered(OfferState.ACCEPTED)


def test_nobody_records_an_answer_for_anothers_worker(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    for act, more in ((offers.record_answer, {"accepts": True}), (offers.withdraw_offer, {})):
        assert at.do(act, at.employer.organisation_id, offer.id, by=at.employer, **more) == NotYours()
    assert at.do(offers.offer_again, at.employer.organisation_id, offer.id, by=at.employer) == NotYours()


def test_more_may_be_named_than_places_and_later_ones_read_that_all_are_taken(at: Matched) -> None:
    made = agreed(at, heads=2)
    first, second, third = (code(one) for one in offered(at, made))
    assert accept(at, first) is OfferState.ACCEPTED
    assert accept(at, second) is OfferState.ACCEPTED
    assert accept(at, third) == PlacesTaken(0)
    assert at.do(offers.decline_offer, opened(at, third)) is OfferState.DECLINED


def test_an_offer_is_answered_once(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    assert accept(at, code(offer)) == OfferAlreadyAnswered(OfferState.ACCEPTED)
    assert at.do(offers.decline_offer, opened(at, offer)) == OfferAlreadyAnswered(OfferState.ACCEPTED)


def test_an_offer_lapses_and_can_be_made_again_under_a_new_code(
    at: Matched, clock: time_machine.Traveller
) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    clock.move_to(offer.answer_by)
    assert accept(at, code(offer)) == OfferExpired(offer.answer_by)
    assert job(at, offers.expire_offers) == 1
    assert accept(at, code(offer)) == OfferExpired(offer.answer_by)
    at.do(offers.offer_again, at.provider.organisation_id, offer.id, by=at.provider)
    with at.reading() as session:
        old, new = queries.offers_of(session, made)
    assert (old.state, new.state) == (OfferState.EXPIRED, OfferState.OPEN)
    assert code(old) != code(new)
    assert accept(at, code(new)) is OfferState.ACCEPTED


def test_a_withdrawn_offer_cannot_be_accepted(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    at.do(offers.withdraw_offer, at.provider.organisation_id, offer.id, by=at.provider)
    assert accept(at, code(offer)) == OfferWithdrawn()


def test_opening_the_terms_is_recorded_once(at: Matched, clock: time_machine.Traveller) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    opened(at, offer)
    clock.shift(timedelta(minutes=5))
    opened(at, offer)
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    assert found.opened_at == offer.made_at


def test_a_made_up_code_opens_nothing(at: Matched) -> None:
    offered(at, agreed(at), "Ana Petrova")
    assert accept(at, "a" * 32) == offers.NoSuchOffer()
    assert at.do(offers.open_again, "") == offers.NoSuchOffer()


@pytest.mark.parametrize("kind", ["vacancy", "availability", "match", "organisation"])
def test_nobody_accepts_while_staff_hold_it_but_may_decline(at: Matched, kind: str) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    held = {
        "vacancy": at.vacancy_id,
        "availability": at.availability_id,
        "match": at.match_id,
        "organisation": at.employer.organisation_id,
    }
    at.do(compliance.hold, Ref(kind, held[kind]), "looked at", by=at.provider)
    assert accept(at, code(offer)) == OfferPaused()
    assert at.do(offers.decline_offer, opened(at, offer)) is OfferState.DECLINED


def test_fifty_workers_accept_the_last_place_at_once_and_one_gets_it(app: Flask, at: Matched) -> None:
    made = agreed(at, heads=1)
    codes = [code(one) for one in offered(at, made, *(f"Worker {chr(65 + n % 26)}{n}" for n in range(50)))]

    def attempt(one: str) -> object:
        with app.app_context():
            return accept(at, one)

    with ThreadPoolExecutor(max_workers=50) as crowd:
        outcomes = list(crowd.map(attempt, codes))
    assert outcomes.count(OfferState.ACCEPTED) == 1
    assert outcomes.count(PlacesTaken(0)) == 49
    with at.reading() as session:
        assert len(queries.placements_of(session, made)) == 1


def another_agency(at: Matched, until: date = LAST) -> Matched:
    """A second provider, and a vacancy of the same employer that it matches."""
    provider = a_party(at.app, "Humber Workbridge", supplies=True)
    lot = a_lot(at.app, provider, available_to=until)
    vacancy = a_vacancy(at.app, at.employer, ends=until)
    return Matched(at.app, provider, at.employer, lot, vacancy, the_match(at.app, lot, vacancy))


def test_the_same_person_at_two_agencies_cannot_accept_two_jobs_on_the_same_days(at: Matched) -> None:
    accepted(at, agreed(at), "Ana Petrova, 07700 900123, ana@example.org")
    other = another_agency(at)
    [offer] = offered(other, agreed(other), "Petrova Ana Maria, , ANA@example.org")
    outcome = accept(other, code(offer))
    assert isinstance(outcome, DaysTaken)
    assert outcome.free == ()


def test_the_days_that_are_still_free_are_named(at: Matched) -> None:
    accepted(at, agreed(at), "Ana Petrova, 07700 900123")
    longer = LAST + timedelta(days=10)
    other = another_agency(at, until=longer)
    [offer] = offered(
        other,
        agreed(other, insured_until=longer, return_date=longer + timedelta(days=1)),
        "Ana Petrova, 07700900123",
    )
    outcome = accept(other, code(offer))
    assert outcome == DaysTaken((Period(LAST + timedelta(days=1), longer),))


def test_a_family_that_shares_a_phone_is_not_one_person(at: Matched) -> None:
    accepted(at, agreed(at), "Ion Popescu, 07700 900123")
    other = another_agency(at)
    [offer] = offered(other, agreed(other), "Maria Popescu, 07700 900123")
    assert accept(other, code(offer)) is OfferState.ACCEPTED


def test_no_contact_is_stored_in_the_clear_among_the_keys(at: Matched) -> None:
    offered(at, agreed(at), "Ana Petrova, 07700 900123, ana@example.org")
    with at.reading() as session:
        keys = session.scalars(select(WorkerKey.key)).all()
    assert keys
    assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in keys)
