"""Compliance staff see whom to call and what to look into, and write down what came of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from portal.audit import queries as audit
from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.service import raise_errand
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.placements.rows import OfferRow
from portal.placements.work.service.silence import notice_silence
from portal.workers.own_contact import Contact
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.at_work import began
from tests.builders.placements import Matched, accepts, agreed, job, offered, opened
from tests.web_client import Page, ReviewingClient


@pytest.fixture
def silent(at: Matched, clock: time_machine.Traveller) -> OfferRow:
    """The offer of somebody with an own phone, who began twelve days ago and was not heard of since."""
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova, 07700 900123,")
    opened(at, offer, Contact("+40721234567"))
    accepts(at, offer)
    clock.shift(timedelta(days=7))
    began(at, made)
    clock.shift(timedelta(days=12))
    assert job(at, notice_silence) == 1
    return offer


@pytest.fixture
def officer(app: Flask, silent: OfferRow) -> ReviewingClient:
    return a_browser_of(app, a_compliance_officer(app))


def the_call(officer: ReviewingClient) -> Page:
    home = officer.get("/home")
    listed = officer.get(home.link("Call 1 worker who has not answered on day 7"))
    return officer.get(listed.link("A worker has not answered on day 7 how the job is"))


def test_a_silent_worker_is_on_the_home_with_a_phone_that_neither_side_sees(officer: ReviewingClient) -> None:
    page = the_call(officer)
    for words in (
        *("Ana Petrova", "+40721234567", "given by the worker; neither side sees it"),
        *("+447700900123", "be sure who answers", "English", "Call the worker yourself"),
    ):
        assert words in page.text


def test_a_call_is_done_with_a_note_and_leaves_the_home(officer: ReviewingClient) -> None:
    page = the_call(officer)
    refused = officer.submit(page, note=" ")
    assert refused.status == 422
    assert "Enter what you did" in refused.text
    done = officer.submit(refused, note="Called at noon. All is well.")
    assert "Done. What you wrote is kept with your name." in done.text
    assert "Call 1 worker" not in officer.get("/home").text
    kept = officer.get(officer.get("/staff/errands?state=done").link("A worker has not answered"))
    assert "Called at noon. All is well." in kept.text
    assert "What did you do" not in kept.text


def test_that_staff_opened_the_call_reaches_the_workers_own_page(
    at: Matched, silent: OfferRow, officer: ReviewingClient
) -> None:
    the_call(officer)
    with at.reading() as session:
        seen = audit.trail(session, [Ref("worker", silent.worker_id)])
    assert seen[-1].facts["page"] == "placements_staff.errand"


def test_the_match_says_that_there_is_a_call_to_make(at: Matched, officer: ReviewingClient) -> None:
    page = officer.get(f"/staff/matches/{at.match_id}")
    assert page.link("Call: no answer on day 7").startswith("/staff/errands/")
    assert "Petrova" not in page.html


def test_other_signs_are_told_apart_and_a_missing_errand_is_not_found(
    at: Matched, officer: ReviewingClient
) -> None:
    def burst(work: Work) -> None:
        raise_errand(work, Ref("organisation", at.provider.organisation_id), ErrandKind.BURST)

    job(at, burst)
    assert "2 errands" in officer.get("/staff/errands").text
    narrowed = officer.get(officer.get("/home").link("Look into: Several workers"))
    assert "1 errand" in narrowed.text
    page = officer.get(narrowed.link("Several workers of one provider"))
    assert "Fenland Labour" in page.text
    assert "the labour provider is not told" in page.text
    assert officer.get(f"/staff/errands/{uuid4()}").status == 404
