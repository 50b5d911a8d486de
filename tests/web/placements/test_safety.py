"""Recording safety before the first shift, and the worker's own word on it."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.placements import queries
from tests.builders.accounts import a_browser_of
from tests.builders.opening import open_on
from tests.builders.placements import Matched, a_match, a_party, accepted, agreed, code
from tests.web_client import Page, ReviewingClient

ALL = {"given": ["instruction", "ppe", "training"], "on": ["1", "3", "2027"], "language": "en"}


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


@pytest.fixture
def made(at: Matched) -> UUID:
    introduction_id = agreed(at, 3)
    accepted(at, introduction_id, "Ana Petrova", "Ben Okoro")
    return introduction_id


def everybody(page: Page) -> list[str]:
    return [one.get("value") for one in page.all("input") if one.get("name") == "who"]


def test_one_record_for_all_ticked_each_worker_confirms_and_all_can_start(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    employer = a_browser_of(at.app, at.employer.person_id)
    page = employer.get(employer.get(f"/introductions/{made}").link("Record the safety"))
    done = employer.submit(page, button="Record", who=everybody(page), given_by="Jo Hall", **ALL)
    assert "Recorded for 2 workers." in done.text
    assert done.text.count("Waits for the worker to confirm.") == 6
    with at.reading() as session:
        offers = queries.offers_of(session, made)
    for offer in offers:
        phone = ReviewingClient(at.app)
        open_on(phone, code(offer))
        own = phone.get(phone.get(f"/offer/{code(offer)}").link("Safety before your first shift"))
        for _thing in range(3):
            own = phone.submit(own, button="I got this, in a language I understand")
        assert own.text.count("You said: yes.") == 3
    clock.shift(timedelta(days=7))
    employer = a_browser_of(at.app, at.employer.person_id)
    roll = employer.get(f"/introductions/{made}/roll-call")
    assert "Cannot start as things are" not in roll.text
    assert "2 workers started." in employer.submit(roll, button="Record", rest="came").text


def test_the_roll_call_says_of_each_worker_what_is_lacking_and_how_to_mend_it(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    employer = a_browser_of(at.app, at.employer.person_id)
    roll = employer.get(f"/introductions/{made}/roll-call")
    lacks = "Lacks before the first shift: Safety instruction, Protective equipment, Training for the job."
    assert roll.text.count(lacks) == 2
    refused = employer.submit(roll, button="Record", rest="came")
    assert refused.status == 422
    assert "confirmed by the worker: safety instruction, protective equipment" in refused.text
    one = employer.get(refused.link("Record the safety 2."))
    ticked = [box.get("value") for box in one.all("input") if box.get("checked") is not None]
    assert ticked == everybody(one)[1:2]


def test_everything_that_is_missing_is_said_at_once(at: Matched, made: UUID) -> None:
    employer = a_browser_of(at.app, at.employer.person_id)
    page = employer.get(f"/introductions/{made}/safety")
    again = employer.submit(
        page, button="Record", who=everybody(page), given=["ppe"], on=["", "", ""], not_needed=["training"]
    )
    assert again.status == 422
    for said in (
        "Enter the day on which they got it",
        "Choose the language in which it was given",
        "Enter who gave it",
        "Write why it is not needed",
    ):
        assert said in again.text


def test_a_stranger_finds_no_such_page_and_no_word_opens_nothing(at: Matched, made: UUID) -> None:
    stranger = a_browser_of(at.app, a_party(at.app, "Other Crews", supplies=True).person_id)
    assert stranger.get(f"/introductions/{made}/safety").status == 404
    with at.reading() as session:
        offer = queries.offers_of(session, made)[0]
    assert ReviewingClient(at.app).get(f"/offer/{code(offer)}/safety").path.endswith("/open")
