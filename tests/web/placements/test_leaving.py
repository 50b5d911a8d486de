"""A worker leaves by themselves, and reads the sheet with which they return."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.notifications.models import Mail
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.work.domain.leaving import LeavingReason
from portal.placements.work.models import Leaving, ReturnSheetRow
from tests.builders.accounts import a_browser_of
from tests.builders.at_work import began
from tests.builders.opening import open_on
from tests.builders.placements import Matched, a_match, accepted, agreed, code, job
from tests.web_client import ReviewingClient

SHEET = {
    "last_day": ["31", "5", "2027"],
    "wages_owed": "120.50",
    "holiday_owed": "0",
    "currency": "GBP",
    "paid_by": ["7", "6", "2027"],
    "to_give_back": "The key of the locker",
    "whom_to_call": "Jo Hall, +44 1205 555123",
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


def a_phone(at: Matched, word: str) -> ReviewingClient:
    phone = ReviewingClient(at.app)
    open_on(phone, word)
    return phone


def test_a_worker_leaves_and_nobody_is_told_why(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    form = phone.get(phone.get(f"/offer/{word}").link("Leave this job"))
    assert "You are free to leave." in form.text
    done = phone.submit(form, from_day=["15", "3", "2027"], reason="treated badly")
    assert "You left early." in done.text
    assert "You can report what happened" in done.text
    with at.reading() as session:
        assert session.scalars(select(Leaving)).one().reason is LeavingReason.TREATED_BADLY
        mails = [one for one in session.scalars(select(Mail)) if one.template == "placements/workers_left"]
        assert len(mails) == 2
        assert "badly" not in str([one.facts for one in mails])
    employer = a_browser_of(at.app, at.employer.person_id)
    page = employer.get(employer.get("/introductions").link(" with "))
    assert "Worker 1 left, from 15 March 2027" in page.text
    assert "badly" not in page.text


def test_a_day_outside_the_job_is_named_beside_its_field(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    form = phone.get(f"/offer/{word}/leave")
    again = phone.submit(form, from_day=["1", "7", "2027"], reason="home")
    assert again.status == 422
    assert "Enter a day from 8 March 2027 to 31 May 2027" in again.text
    assert phone.submit(form, from_day=["", "", ""]).status == 422


def test_whoever_has_left_finds_nothing_to_leave(at: Matched, word: str) -> None:
    phone = a_phone(at, word)
    form = phone.get(f"/offer/{word}/leave")
    phone.submit(form, from_day=["15", "3", "2027"], reason="home")
    assert "there is nothing to leave" in phone.get(f"/offer/{word}/leave").text


def test_the_return_sheet_is_written_by_one_side_and_read_by_the_other_and_the_worker(
    at: Matched, word: str, clock: time_machine.Traveller
) -> None:
    phone = a_phone(at, word)
    assert "Nobody has written it yet" in phone.get(f"/offer/{word}/return-sheet").text
    employer = a_browser_of(at.app, at.employer.person_id)
    where = employer.get(employer.get("/introductions").link(" with ")).path
    page = employer.get(f"{where}/return-sheets")
    [who] = [one.get("value") for one in page.all("input") if one.get("name") == "who"]
    wrong = employer.submit(page, button="Keep the sheet", who=who, **{**SHEET, "whom_to_call": ""})
    assert "Enter a name and a phone number" in wrong.text
    assert "Kept." in employer.submit(wrong, button="Keep the sheet", who=who, **SHEET).text
    provider = a_browser_of(at.app, at.provider.person_id)
    for read in (provider.get(f"{where}/return-sheets").text, phone.get(f"/offer/{word}/return-sheet").text):
        for said in ("£120.50", "The key of the locker", "Jo Hall", "7 June 2027"):
            assert said in read
    clock.shift(AFTER_A_JOB + timedelta(days=120))
    job(at, forget_workers)
    with at.reading() as session:
        assert session.scalars(select(ReturnSheetRow)).all() == []
