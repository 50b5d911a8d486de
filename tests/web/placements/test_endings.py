"""Placements that end early: which day is suggested, who may be chosen, what the worker reads."""

from datetime import timedelta

import pytest
import time_machine

from portal.placements import queries
from portal.placements.work.service import placements
from tests.builders.accounts import a_browser_of
from tests.builders.placements import FIRST, Matched, accepted, agreed, code
from tests.builders.safety import made_safe
from tests.web_client import Page, ReviewingClient


@pytest.fixture
def employer(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.employer.person_id)


def boxes(page: Page) -> list[str | None]:
    return [one.get("value") for one in page.all("input") if one.get("name") == "from_day"]


def test_a_cancellation_suggests_the_first_day_that_keeps_the_notice(
    at: Matched, employer: ReviewingClient
) -> None:
    made = agreed(at, recall_notice_days=10)
    accepted(at, made, "Ana Petrova", "Ben Okoro")
    page = employer.get(f"/introductions/{made}/cancel")
    assert boxes(page) == ["11", "03", "2027"]
    assert [one.get("data-tick-all") for one in page.all("div") if one.get("data-tick-all")] == ["Tick all"]
    box = next(one.get("value") for one in page.all("input") if one.get("name") == "who")
    done = employer.submit(page, button="Cancel these workers", who=box)
    assert "1 worker is cancelled from 11 March 2027. The labour provider is told." in done.text


def test_the_employer_is_led_from_leaving_to_cancelling_whoever_has_not_started(
    at: Matched, employer: ReviewingClient
) -> None:
    made = agreed(at)
    accepted(at, made, "Ana Petrova")
    page = employer.get(f"/introductions/{made}/leaving")
    assert "Nobody has started yet" in page.text
    assert page.link("cancel them, with notice").endswith("/cancel")


def test_a_cancelled_worker_does_not_read_that_the_place_is_theirs(at: Matched) -> None:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    with at.reading() as session:
        [placed] = queries.placements_of(session, made)
    at.do(placements.cancel_workers, at.employer.organisation_id, made, [placed.id], FIRST, by=at.employer)
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert "Wash Logistics CANCELLED this work." in page.text
    assert "You are not expected any more" in page.text
    assert "ACCEPTED" not in page.text


def test_a_worker_who_started_reads_the_last_day(at: Matched, clock: time_machine.Traveller) -> None:
    made = agreed(at)
    [offer] = accepted(at, made, "Ana Petrova")
    clock.shift(timedelta(days=7))
    with at.reading() as session:
        [placed] = queries.placements_of(session, made)
    made_safe(at, made)
    at.do(placements.call_roll, at.employer.organisation_id, made, {placed.id: True}, by=at.employer)
    back = FIRST + timedelta(days=10)
    at.do(placements.recall_workers, at.provider.organisation_id, made, [placed.id], back, by=at.provider)
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert "Fenland Labour called you back." in page.text
    assert "Last day: 17 March 2027." in page.text


def test_a_recall_says_whom_it_concerns_and_from_when(at: Matched) -> None:
    made = agreed(at, recall_notice_days=0)
    accepted(at, made, "Ana Petrova")
    browser = a_browser_of(at.app, at.provider.person_id)
    page = browser.get(f"/introductions/{made}/recall")
    box = next(one.get("value") for one in page.all("input") if one.get("name") == "who")
    done = browser.submit(page, button="Recall these workers", who=box)
    assert "1 worker is recalled from 8 March 2027. The employer is told." in done.text
