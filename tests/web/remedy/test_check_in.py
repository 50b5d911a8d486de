"""A worker answers how the job is, on an old phone."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.at_work import began
from tests.builders.opening import open_on
from tests.builders.placements import Matched, a_match, accepted, agreed, code
from tests.web_client import ReviewingClient


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


@pytest.fixture
def word(at: Matched, clock: time_machine.Traveller) -> str:
    """The code of somebody who began a week ago."""
    made = agreed(at)
    accepted(at, made, "Ana Petrova")
    clock.shift(timedelta(days=7))
    [offer] = began(at, made)
    clock.shift(timedelta(days=7))
    return code(offer)


def a_phone(at: Matched, word: str) -> ReviewingClient:
    phone = ReviewingClient(at.app)
    open_on(phone, word)
    return phone


def test_a_worker_for_whom_all_is_well_answers_two_questions(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    page = phone.get(phone.get(f"/offer/{word}").link("Tell us how the job is"))
    done = phone.submit(page, as_promised="yes", asked_for_money="no")
    assert "Thank you for your answer" in done.text


def test_both_questions_want_an_answer_and_half_a_payslip_is_named(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    again = phone.submit(phone.get(f"/offer/{word}/check-in"), gross="480")
    assert again.status == 422
    for said in ("Choose yes or no", "Choose what the payslip is for", "Enter the hours on the payslip"):
        assert said in again.text
    assert again.form()["data"]["gross"] == "480"


def test_a_fee_gets_a_number_and_a_word_and_the_agency_reads_nothing(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    page = phone.get(f"/offer/{word}/check-in")
    done = phone.submit(
        page, as_promised="yes", asked_for_money="yes", paid="200", to_whom="the man at the bus"
    )
    assert done.path == "/report/received"
    assert "C-" in done.text
    for party in (at.provider, at.employer):
        browser = a_browser_of(at.app, party.person_id)
        page = browser.get(browser.get("/introductions").link(" with "))
        assert "man at the bus" not in page.text
        assert "answered how the job is" not in page.text


def test_without_the_word_nothing_is_asked(at: Matched, word: str) -> None:
    stranger = ReviewingClient(at.app)
    assert stranger.get(f"/offer/{word}/check-in").path == f"/offer/{word}/open"


def test_staff_read_in_the_dossier_how_many_answered(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    phone.submit(phone.get(f"/offer/{word}/check-in"), as_promised="yes", asked_for_money="no")
    officer = a_browser_of(at.app, a_compliance_officer(at.app))
    page = officer.get(f"/staff/matches/{at.match_id}")
    assert "Day 7: 1 of 1 who began have answered, 1 say that the job is as promised." in page.text
