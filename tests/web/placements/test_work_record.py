"""A worker takes a record of work and skills along."""

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.builders.at_work import began
from tests.builders.opening import open_on
from tests.builders.placements import Matched, a_match, accepted, agreed, code
from tests.web_client import ReviewingClient


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


def a_phone(
    at: Matched, clock: time_machine.Traveller, *, starts: bool = True
) -> tuple[ReviewingClient, str]:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    clock.shift(timedelta(days=7))
    if starts:
        began(at, made)
    clock.shift(timedelta(days=3))
    phone = ReviewingClient(at.app)
    open_on(phone, code(offer))
    return phone, code(offer)


def test_the_record_says_where_what_and_how_long(at: Matched, clock: time_machine.Traveller) -> None:
    phone, word = a_phone(at, clock)
    page = phone.get(phone.get(f"/offer/{word}").link("Record of work"))
    for said in ("Ana Petrova", "Wash Logistics", "Fenland Labour", "Since 8 March 2027; the work goes on"):
        assert said in page.text


def test_the_file_names_occupation_and_skills_as_other_programs_know_them(
    at: Matched, clock: time_machine.Traveller
) -> None:
    phone, word = a_phone(at, clock)
    phone.submit(
        phone.get(f"/offer/{word}/check-in"), as_promised="yes", asked_for_money="no", hours_worked="24.5"
    )
    answer = phone.http.get(f"/offer/{word}/record.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.data)
    assert told["schema"] == "fairshift-work-record-1"
    assert told["job"]["occupation"]["isco_08"] == "8344"
    assert told["worked"] == {"from": "2027-03-08", "to": "2027-03-11", "goes_on": True, "hours": "24.50"}
    assert told["confirmed"]["hours"]["by"] == "worker"


@pytest.mark.parametrize("language", ["en", "ar", "bg"])
def test_it_is_one_page_of_paper_in_the_readers_language(
    at: Matched, clock: time_machine.Traveller, language: str
) -> None:
    phone, word = a_phone(at, clock)
    answer = phone.http.get(f"/offer/{word}/record.pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.data.count(b"/Type /Page\n") == 1


def test_there_is_none_before_the_start_and_none_without_the_word(
    at: Matched, clock: time_machine.Traveller
) -> None:
    phone, word = a_phone(at, clock, starts=False)
    assert "as soon as you have begun" in phone.get(f"/offer/{word}/record").text
    assert phone.http.get(f"/offer/{word}/record.json").status_code == 404
    stranger = ReviewingClient(at.app)
    for path in ("record", "record.json", "record.pdf"):
        assert stranger.http.get(f"/offer/{word}/{path}").status_code == 303
