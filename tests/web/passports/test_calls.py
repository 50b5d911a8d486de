"""Workers without a smartphone call; whoever takes the call is named wherever the answer is shown."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.infra.seal import portal_secrets
from portal.passports.queries import passport_of_offer
from portal.placements import queries
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.slip_codes import slip_code_of
from portal.placements.offers.service import record_answer
from portal.placements.rows import OfferRow
from portal.placements.work.safety import safety_of
from portal.workers.listings import listing
from tests.builders.accounts import a_browser_of, a_compliance_officer, an_operator
from tests.builders.opening import open_on
from tests.builders.placements import NOW, Matched, a_match, accepted, agreed, code, offered
from tests.builders.safety import recorded_safe
from tests.web_client import Page, ReviewingClient

WITH_CODE = "Taken by phone with the code on the slip: "
THINGS = ("instruction", "ppe", "training")


@pytest.fixture
def at(app: Flask) -> Iterator[Matched]:
    with time_machine.travel(NOW, tick=False):
        yield a_match(app)


@pytest.fixture
def offer(at: Matched) -> OfferRow:
    return offered(at, agreed(at), "Ana Petrova, 07700 900123")[0]


def slip_code(at: Matched, offer: OfferRow) -> str:
    with at.app.app_context():
        return slip_code_of(portal_secrets()[0], offer.id)


def now(at: Matched, offer: OfferRow) -> OfferRow:
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    return found


def got(at: Matched, offer: OfferRow) -> list[bool | None]:
    """What the worker is taken to have said of each of the three things."""
    with at.reading() as session:
        placed = queries.placement_of_offer(session, offer.id)
        assert placed is not None
        return [one.standing.got for one in safety_of(session, [placed.id])[placed.id]]


def number(at: Matched, offer: OfferRow) -> str:
    with at.reading() as session:
        found = passport_of_offer(session, offer.id)
    assert found is not None
    return found.passport.number


def tells_staff(at: Matched, person_id: UUID, offer: OfferRow, **said: Any) -> Page:
    """From the number on the slip to what the worker says."""
    browser = a_browser_of(at.app, person_id)
    page = browser.submit(browser.get("/staff/calls"), number=number(at, offer).lower().replace("-", " "))
    assert "Ana" not in page.html
    return browser.submit(page, **said)


def tells_agency(at: Matched, offer: OfferRow, **said: Any) -> Page:
    browser = a_browser_of(at.app, at.provider.person_id)
    return browser.submit(browser.get(f"/offers/{offer.id}/phone"), **said)


def all_three(page: Page, word: str) -> dict[str, str]:
    """The answer to each of the three things that ends in this word."""
    found = {one.get("name"): one.get("value") for one in page.all("input") if one.get("type") == "radio"}
    typed = [(one.get("name"), one.get("value")) for one in page.all("input")]
    assert set(THINGS) <= set(found)
    return {name: value for name, value in typed if name in THINGS and value.endswith(word)}


@pytest.mark.parametrize("a_person", [an_operator, a_compliance_officer])
def test_staff_take_an_answer_and_are_named_wherever_it_is_shown(
    at: Matched, offer: OfferRow, a_person: Callable[[Flask], UUID]
) -> None:
    person = a_person(at.app)
    done = tells_staff(at, person, offer, answer="accept", slip_code=slip_code(at, offer))
    assert "with your name beside it" in done.text
    assert (now(at, offer).state, now(at, offer).is_unconfirmed) == (OfferState.ACCEPTED, False)
    agency = a_browser_of(at.app, at.provider.person_id).get(f"/introductions/{offer.introduction_id}")
    employer = a_browser_of(at.app, at.employer.person_id).get(f"/introductions/{offer.introduction_id}")
    dossier = a_browser_of(at.app, a_compliance_officer(at.app)).get(f"/staff/matches/{at.match_id}")
    phone = ReviewingClient(at.app)
    own = open_on(phone, code(offer))
    assert "It is written down that you accepted. Is that right?" in own.text
    for shown in (agency, dossier, own):
        assert WITH_CODE in shown.text
        assert "Stef Aldwin, staff of this portal, " in shown.text.partition(WITH_CODE)[2][:60]
    assert WITH_CODE not in employer.text


@pytest.mark.parametrize("typed", ["", "AAAAAA"])
def test_staff_record_nothing_without_the_code_of_this_slip(at: Matched, offer: OfferRow, typed: str) -> None:
    page = tells_staff(at, an_operator(at.app), offer, answer="accept", slip_code=typed)
    assert page.status == 422
    assert "the worker’s slip" in page.text
    assert now(at, offer).state is OfferState.OPEN


def test_staff_cannot_try_codes_for_long(at: Matched, offer: OfferRow) -> None:
    person = an_operator(at.app)
    for typed in ("222222", "333333", "444444", "555555", "666666", slip_code(at, offer)):
        tells_staff(at, person, offer, answer="accept", slip_code=typed)
    assert now(at, offer).state is OfferState.OPEN


@pytest.mark.parametrize("typed", ["", "P-2222-2222", "P-7KQ4-M2XE", "Ana", "P-7KQ4"])
def test_a_number_that_is_on_no_slip_is_asked_for_again(at: Matched, typed: str) -> None:
    browser = a_browser_of(at.app, an_operator(at.app))
    page = browser.submit(browser.get("/staff/calls"), number=typed)
    assert page.status == 422
    [kept] = [one.get("value") for one in page.all("input") if one.get("name") == "number"]
    assert kept == typed


def test_a_worker_refuses_the_list_by_phone_and_open_offers_are_taken_back(
    at: Matched, offer: OfferRow
) -> None:
    tells_staff(at, an_operator(at.app), offer, answer="refuse", slip_code=slip_code(at, offer))
    with at.reading() as session:
        assert listing(session, offer.worker_id).objected_at is not None
    assert now(at, offer).state is OfferState.WITHDRAWN


def test_the_agency_cannot_say_that_a_worker_refuses_its_list(at: Matched, offer: OfferRow) -> None:
    page = tells_agency(at, offer, answer="refuse", slip_code=slip_code(at, offer))
    assert page.status == 422
    assert now(at, offer).state is OfferState.OPEN


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_what_the_agency_recorded_is_confirmed_or_denied_by_a_call(
    at: Matched, offer: OfferRow, answer: str, state: str
) -> None:
    at.do(record_answer, at.provider.organisation_id, offer.id, accepts=True, by=at.provider)
    agency = a_browser_of(at.app, at.provider.person_id).get(f"/introductions/{offer.introduction_id}")
    assert "Written down without the code on the slip: " in agency.text
    tells_staff(at, an_operator(at.app), offer, answer=answer, slip_code=slip_code(at, offer))
    after = now(at, offer)
    assert (after.state.value, after.is_unconfirmed) == (state, False)


@pytest.fixture
def placed(at: Matched) -> OfferRow:
    """A worker who accepted, and for whom the employer recorded all three things."""
    introduction_id = agreed(at)
    [made] = accepted(at, introduction_id, "Ana Petrova")
    recorded_safe(at, introduction_id)
    return made


def test_safety_is_confirmed_by_a_call_to_the_agency_with_the_code_and_it_names_who_took_it(
    at: Matched, placed: OfferRow
) -> None:
    browser = a_browser_of(at.app, at.provider.person_id)
    page = browser.get(f"/offers/{placed.id}/phone")
    assert "counts as confirmed by the worker, for the rule “Safety instruction" in page.text
    done = browser.submit(page, slip_code=slip_code(at, placed), language="bg", **all_three(page, "yes"))
    assert "Recorded as the worker’s own word." in done.text
    assert got(at, placed) == [True, True, True]
    member = browser.get(f"/introductions/{placed.introduction_id}/safety")
    assert member.text.count(WITH_CODE) == 3
    assert "Fenland Labour, 1 March 2027" in member.text
    employer = a_browser_of(at.app, at.employer.person_id).get(
        f"/introductions/{placed.introduction_id}/safety"
    )
    assert employer.text.count(f"{WITH_CODE}staff of Fenland Labour, 1 March 2027.") == 3
    assert "can start" in member.text
    phone = ReviewingClient(at.app)
    open_on(phone, code(placed))
    own = phone.get(f"/offer/{code(placed)}/safety")
    assert own.text.count(WITH_CODE) == 3
    denied = phone.submit(own, button="I did not get this")
    assert denied.text.count(WITH_CODE) == 2
    assert got(at, placed) == [False, True, True]


def test_safety_is_confirmed_by_a_call_to_staff_and_a_no_is_kept_too(at: Matched, placed: OfferRow) -> None:
    browser = a_browser_of(at.app, an_operator(at.app))
    page = browser.get(f"/staff/calls/{number(at, placed)}")
    said = all_three(page, "yes") | {"ppe": all_three(page, "no")["ppe"]}
    browser.submit(page, slip_code=slip_code(at, placed), **said)
    assert got(at, placed) == [True, False, True]
    employer = a_browser_of(at.app, at.employer.person_id).get(
        f"/introductions/{placed.introduction_id}/safety"
    )
    assert employer.text.count(f"{WITH_CODE}staff of this portal, 1 March 2027.") == 3
    assert "Stef" not in employer.text


def test_without_the_code_nobody_confirms_safety_for_a_worker(at: Matched, placed: OfferRow) -> None:
    browser = a_browser_of(at.app, at.provider.person_id)
    page = browser.get(f"/offers/{placed.id}/phone")
    refused = browser.submit(page, slip_code="", **all_three(page, "yes"))
    assert refused.status == 422
    assert "Enter the code on the slip" in refused.text
    assert got(at, placed) == [None, None, None]


def test_what_was_recorded_anew_meanwhile_is_not_confirmed(at: Matched, placed: OfferRow) -> None:
    browser = a_browser_of(at.app, at.provider.person_id)
    page = browser.get(f"/offers/{placed.id}/phone")
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        recorded_safe(at, placed.introduction_id)
        stale = browser.submit(page, slip_code=slip_code(at, placed), **all_three(page, "yes"))
    assert stale.status == 422
    assert got(at, placed) == [None, None, None]


def test_nothing_said_is_said_beside_the_question(at: Matched, offer: OfferRow) -> None:
    assert "Choose what the worker said" in tells_agency(at, offer, slip_code="").text
