"""An employer asks to take a worker over; the worker alone says yes or no."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEvent, AuditPayload
from portal.notifications.models import Mail
from portal.placements import queries
from portal.placements.offers import service as offers
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.transfers import TransferState
from portal.placements.work.models import TransferRow
from portal.placements.work.service.transfers import lapse_transfers
from tests.builders.accounts import a_browser_of
from tests.builders.at_work import began
from tests.builders.opening import open_on
from tests.builders.placements import Matched, a_match, accepted, agreed, code, job
from tests.web_client import Page, ReviewingClient

TERMS = {
    "from_day": ["22", "3", "2027"],
    "pay": "£14.10 an hour",
    "hours": "39 hours a week",
    "contract_form": "Permanent",
}


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


@pytest.fixture
def word(at: Matched, clock: time_machine.Traveller) -> str:
    made = agreed(at)
    accepted(at, made, "Ana Petrova, , ana@workers.example")
    clock.shift(timedelta(days=7))
    [offer] = began(at, made)
    return code(offer)


def where(at: Matched) -> str:
    employer = a_browser_of(at.app, at.employer.person_id)
    return employer.get(employer.get("/introductions").link(" with ")).path


def asked(at: Matched, **changed: object) -> Page:
    employer = a_browser_of(at.app, at.employer.person_id)
    page = employer.get(f"{where(at)}/transfers")
    [who] = [one.get("value") for one in page.all("input") if one.get("name") == "who"]
    return employer.submit(page, button="Ask the worker", who=who, **{**TERMS, **changed})


def a_phone(at: Matched, word: str) -> ReviewingClient:
    phone = ReviewingClient(at.app)
    open_on(phone, word)
    return phone


def the_placement(at: Matched, word: str) -> PlacementRow:
    with at.app.app_context(), at.reading() as session:
        offer = queries.offer_by_code(session, word)
        placed = queries.placement_of_offer(session, offer.id) if offer else None
    assert placed is not None
    return placed


def mails(at: Matched, template: str) -> list[Mail]:
    with at.reading() as session:
        return [one for one in session.scalars(select(Mail)) if one.template == f"placements/{template}"]


def test_a_yes_ends_the_placement_the_day_before(at: Matched, word: str) -> None:
    assert "Asked." in asked(at).text
    assert len(mails(at, "worker_transfer")) == 1
    assert len(mails(at, "transfer_proposed")) == 1
    phone = a_phone(at, word)
    page = phone.get(phone.get(f"/offer/{word}").link("Work for the workplace itself"))
    for said in ("£14.10 an hour", "39 hours a week", "Permanent", "22 March 2027", "You must not pay"):
        assert said in page.text
    assert "Last day through Fenland Labour: 21 March 2027" in page.text
    assert the_placement(at, word).state is PlacementState.STARTED
    done = phone.submit(page, button="Yes, I want this")
    assert "You said: yes." in done.text
    assert "Your record of work stays" in done.text
    placed = the_placement(at, word)
    assert placed.state is PlacementState.TRANSFERRED
    assert placed.last == date(2027, 3, 21)
    assert len(mails(at, "transfer_answered")) == 2
    assert "You work for Wash Logistics itself." in phone.get(f"/offer/{word}").text
    assert "Record of work" in phone.get(f"/offer/{word}").text


def test_a_no_costs_nothing_and_has_no_reason(at: Matched, word: str) -> None:
    asked(at)
    phone = a_phone(at, word)
    page = phone.get(f"/offer/{word}/transfer")
    assert "You said: no." in phone.submit(page, button="No thanks").text
    assert phone.submit(page, button="No thanks").status == 200, "a second click finds the first one's answer"
    late = phone.submit(page, button="Yes, I want this")
    assert late.status == 409
    assert the_placement(at, word).state is PlacementState.STARTED
    provider = a_browser_of(at.app, at.provider.person_id)
    assert "the worker said no" in provider.get(f"{where(at)}/transfers").text
    assert "Ask the worker" not in provider.get(f"{where(at)}/transfers").text
    assert "Nobody is asked twice" in asked(at).text


def test_a_silent_proposal_lapses_after_seven_days_and_may_be_made_once_more(
    at: Matched, word: str, clock: time_machine.Traveller
) -> None:
    asked(at)
    clock.shift(timedelta(days=6, hours=23))
    assert job(at, lapse_transfers) == 0
    clock.shift(timedelta(hours=2))
    assert "nothing to answer" in a_phone(at, word).get(f"/offer/{word}/transfer").text
    assert job(at, lapse_transfers) == 1
    assert job(at, lapse_transfers) == 0
    assert {one.facts["outcome"] for one in mails(at, "transfer_answered")} == {"lapsed"}
    assert "Asked." in asked(at).text
    with at.reading() as session:
        assert session.scalars(select(TransferRow)).one().state is TransferState.PROPOSED


def test_a_day_that_is_over_is_named_beside_its_field(at: Matched, word: str) -> None:
    again = asked(at, from_day=["8", "3", "2027"])
    assert again.status == 422
    assert "Enter a date from 9 March 2027 to 1 June 2027" in again.text
    assert asked(at, pay="").status == 422


def test_only_the_employer_asks_and_only_this_browsers_worker_answers(at: Matched, word: str) -> None:
    asked(at)
    stranger = ReviewingClient(at.app)
    stranger.http.post(f"/offer/{word}/transfer", data={"answer": "yes"})
    assert the_placement(at, word).state is PlacementState.STARTED
    for _ in range(20):
        stranger.get(f"/offer/{word}/transfer")
    assert the_placement(at, word).state is PlacementState.STARTED


def test_the_trail_holds_no_terms_and_the_proposal_is_deleted_with_the_name(
    at: Matched, word: str, clock: time_machine.Traveller
) -> None:
    asked(at)
    with at.reading() as session:
        told = session.scalars(
            select(AuditPayload.body)
            .join(AuditEvent, AuditEvent.id == AuditPayload.event_id)
            .where(AuditEvent.action == "placements:placement:propose-transfer")
        ).all()
    assert len(told) == 1
    assert "2027-03-22" in str(told)
    assert "14.10" not in str(told)
    clock.shift(AFTER_A_JOB + timedelta(days=120))
    job(at, forget_workers)
    with at.reading() as session:
        assert session.scalars(select(TransferRow)).all() == []


def test_who_was_taken_over_is_not_offered_the_same_work_again(at: Matched, word: str) -> None:
    asked(at)
    phone = a_phone(at, word)
    phone.submit(phone.get(f"/offer/{word}/transfer"), button="Yes, I want this")
    agency = a_browser_of(at.app, at.provider.person_id)
    page = agency.get(agency.get("/introductions").link(" with "))
    assert "taken over" in page.text
    assert "Offer again" not in page.text
    with at.reading() as session:
        offer = queries.offer_by_code(session, word)
    assert offer is not None
    again = at.do(offers.offer_again, at.provider.organisation_id, offer.id, by=at.provider)
    assert again == offers.OffersMade(0, 1)
