"""Recording checks on workers: one form for all ticked, what is wrong beside its field, and the roll-call."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from tests.builders.accounts import a_browser_of
from tests.builders.placements import Matched, a_match_abroad, a_party, accepted, agreed
from tests.builders.safety import made_safe
from tests.web_client import Page, ReviewingClient

APRIL: dict[str, Any] = {
    "until": ["30", "4", "2027"],
    "checked_by": "employer",
    "how": "permit seen",
}


@pytest.fixture
def employer(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.employer.person_id)


@pytest.fixture
def made(at: Matched) -> UUID:
    introduction_id = agreed(at)
    accepted(at, introduction_id, "Ana Petrova, 07700 900123", "Ben Okoro", "Cleo Marsh")
    return introduction_id


def form(browser: ReviewingClient, made: UUID) -> Page:
    return browser.get(f"/introductions/{made}/checks")


def everybody(page: Page) -> list[str]:
    return [one.get("value") for one in page.all("input") if one.get("name") == "who"]


def messages(page: Page) -> dict[str, str]:
    """By the id of its element: what is wrong, beside the field."""
    found = [one for one in page.all("p") if "govuk-error-message" in (one.get("class") or "")]
    return {one.get("id"): " ".join("".join(one.itertext()).split()) for one in found}


def test_one_tick_for_all_is_enough_in_the_workers_own_country(employer: ReviewingClient, made: UUID) -> None:
    page = form(employer, made)
    assert "18 or older" not in page.text
    assert [one.get("data-tick-all") for one in page.all("div") if one.get("data-tick-all")] == ["Tick all"]
    done = employer.submit(page, button="Record", who=everybody(page), unlimited="y")
    assert "Recorded for 3 workers." in done.text
    assert done.text.count("Right to work: checked by the employer on 1 March 2027, no end date") == 3


def test_both_sides_read_beside_the_worker_who_checked_and_until_when(
    at: Matched, employer: ReviewingClient, made: UUID
) -> None:
    provider = a_browser_of(at.app, at.provider.person_id)
    assert "The right to work of 3 workers is not checked yet." in provider.get(f"/introductions/{made}").text
    page = form(employer, made)
    done = employer.submit(page, button="Record", who=everybody(page)[:1], **APRIL)
    assert "Recorded for 1 worker. 2 workers are not checked yet." in done.text
    read = provider.get(f"/introductions/{made}").text
    assert "Right to work: checked by the employer on 1 March 2027, until 30 April 2027" in read
    assert read.count("Right to work: not checked yet") == 2
    assert "Worker 1 was checked by the employer" in read


def test_the_link_beside_a_worker_ticks_that_worker_only(employer: ReviewingClient, made: UUID) -> None:
    page = employer.get(employer.get(f"/introductions/{made}").link("Record the check 2."))
    ticked = [one.get("value") for one in page.all("input") if one.get("checked") is not None]
    assert ticked == everybody(page)[1:2]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (["31", "2", "2027"], "real"),
        (["28", "2", "2027"], "Enter 1 March 2027 or a later day"),
        (["", "", ""], "Enter the last day on which they may work, or tick that there is no end date"),
    ],
)
def test_a_day_that_cannot_be_is_named_beside_its_field(
    employer: ReviewingClient, made: UUID, until: list[str], said: str
) -> None:
    page = form(employer, made)
    again = employer.submit(page, button="Record", **{**APRIL, "who": everybody(page), "until": until})
    assert again.status == 422
    assert said in messages(again)["until-error"]
    kept = [one.get("value") or "" for one in again.all("input") if one.get("name") == "until"]
    assert kept == until
    assert employer.get(f"/introductions/{made}").text.count("Right to work: not checked yet") == 3


def test_age_is_asked_where_a_border_is_crossed(app: Flask, clock: time_machine.Traveller) -> None:
    at = a_match_abroad(app)
    made = agreed(at)
    accepted(at, made, "Ana Petrova, 07700 900123")
    employer = a_browser_of(app, at.employer.person_id)
    page = form(employer, made)
    again = employer.submit(page, button="Record", who=everybody(page), unlimited="y")
    assert set(messages(again)) == {"adult-error", "checked_by-error", "how-error"}
    done = employer.submit(
        again, button="Record", who=everybody(page), adult="no", checked_by="provider", how="other"
    )
    assert "Somebody under 18 may not cross a border for work." in done.text


def test_everything_that_is_missing_is_said_at_once(employer: ReviewingClient, made: UUID) -> None:
    again = employer.submit(form(employer, made), button="Record")
    assert set(messages(again)) == {"who-error", "until-error", "checked_by-error", "how-error"}


def test_a_foreign_organisation_finds_no_such_page(at: Matched, made: UUID) -> None:
    stranger = a_browser_of(at.app, a_party(at.app, "Other Crews", supplies=True).person_id)
    assert form(stranger, made).status == 404
    token = stranger.get("/introductions").form()["data"]
    assert stranger.post(f"/introductions/{made}/checks", {**token, "unlimited": "y"}).status == 404
    assert stranger.post(f"/introductions/{made}/checks/shorten", {**token, "placement": "x"}).status == 404


def test_the_roll_call_says_who_may_not_start_and_shortens_with_one_button(
    at: Matched, employer: ReviewingClient, made: UUID, clock: time_machine.Traveller
) -> None:
    page = form(employer, made)
    employer.submit(page, button="Record", who=everybody(page)[:1], **APRIL)
    clock.shift(timedelta(days=7))
    employer = a_browser_of(at.app, at.employer.person_id)
    made_safe(at, made)
    roll = employer.get(f"/introductions/{made}/roll-call")
    told = "The right to work ends on 30 April 2027, before the last day, 31 May 2027."
    assert told in roll.text
    assert "The right to work of 2 workers is not checked yet." in roll.text
    after = roll_all(employer, roll)
    assert "2 workers started. 1 worker may not start." in after.text
    assert after.path.endswith("/roll-call")
    shorter = employer.submit(after, button="Shorten to 30 April 2027")
    assert "The last day is now 30 April 2027." in shorter.text
    assert told not in shorter.text
    assert "1 worker started." in roll_all(employer, shorter).text


def test_when_nobody_may_start_the_page_says_why(
    at: Matched, employer: ReviewingClient, made: UUID, clock: time_machine.Traveller
) -> None:
    page = form(employer, made)
    employer.submit(page, button="Record", who=everybody(page), **APRIL)
    clock.shift(timedelta(days=7))
    employer = a_browser_of(at.app, at.employer.person_id)
    again = roll_all(employer, employer.get(f"/introductions/{made}/roll-call"))
    assert again.status == 422
    assert "Shorten the placement to 30 April 2027, or renew the check." in again.text


def roll_all(employer: ReviewingClient, roll: Page) -> Page:
    return employer.submit(roll, button="All the others came", rest="came")
