"""The worker's own page: opened by the secret word, and decided on by the worker alone."""

import io
import json
import zipfile

import time_machine
from flask import Flask

from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.queries import errands_on
from portal.kernel.events import Ref
from portal.placements import queries
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import OfferRow
from portal.workers import listings, own_contact
from portal.workers import queries as workers
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import WORD, Matched, accepted, agreed, code, offered
from tests.web_client import Page, ReviewingClient

ANA = "Ana Petrova, 07700 900123, ana@example.org"


def address(at: Matched, offer: OfferRow) -> str:
    with at.app.app_context(), at.reading() as session:
        return f"/worker/{listings.page_code(session, offer.worker_id)}"


def opened_page(at: Matched, offer: OfferRow) -> tuple[ReviewingClient, Page, str]:
    """The page on the worker's device, where a word was set just now or before."""
    device, own = ReviewingClient(at.app), address(at, offer)
    form = device.get(f"{own}/open")
    more = {"neither": "y"} if "neither" in form.html else {}
    return device, device.submit(form, to="/open", word=WORD, **more), own


def test_without_the_word_the_page_says_who_listed_but_nothing_about_the_person(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    page = ReviewingClient(at.app).get(address(at, offer))
    assert "Fenland Labour put you on its list" in page.text
    assert "Petrova" not in page.text
    assert "900123" not in page.html
    assert ReviewingClient(at.app).get("/worker/nobody").status == 404


def test_no_act_works_without_the_word(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    device, own = ReviewingClient(at.app), address(at, offer)
    for act in ("language", "contact", "correct", "contest", "object", "want-offers", "erase", "download"):
        answer = device.http.post(f"{own}/{act}", data={})
        assert answer.status_code in {303, 400}, act
        assert answer.status_code == 400 or answer.location.endswith("/open"), act
    for form in ("contact", "correct", "contest", "erase"):
        assert device.http.get(f"{own}/{form}").location.endswith("/open"), form
    with at.reading() as session:
        assert listings.listing(session, offer.worker_id).objected_at is None
        assert workers.worker(session, offer.worker_id) is not None


def test_words_set_on_own_pages_from_one_browser_with_one_phone_are_put_before_staff(at: Matched) -> None:
    """A labour provider that holds every link could else set them here, where no offer is opened."""
    names = ("Ana Petrova", "Ion Rusu", "Maria Lungu", "Dan Fenn", "Eva Marsh")
    device = ReviewingClient(at.app)
    for offer in offered(at, agreed(at), *names):
        form = device.get(f"{address(at, offer)}/open")
        device.submit(form, to="/open", word=WORD, phone="+40721234567")
    assert flags(at) == {ErrandKind.BURST, ErrandKind.SHARED_CONTACT}


def test_an_own_contact_that_is_changed_to_anothers_is_put_before_staff(at: Matched) -> None:
    for offer in offered(at, agreed(at), "Ana Petrova", "Ion Rusu"):
        device, _page, own = opened_page(at, offer)
        device.submit(device.get(f"{own}/contact"), to="/contact", phone="+40721234567")
    assert flags(at) == {ErrandKind.SHARED_CONTACT}


def flags(at: Matched) -> set[ErrandKind]:
    with at.app.app_context(), at.reading() as session:
        found = errands_on(session, Ref("organisation", at.provider.organisation_id))
    return {one.kind for one in found}


def test_a_hundred_looks_change_nothing(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    own = address(at, offer)
    for _ in range(20):
        for path in ("", "/open", "/contact", "/erase", "/contest"):
            ReviewingClient(at.app).http.get(own + path)
    with at.reading() as session:
        assert not own_contact.has_word(session, offer.worker_id)
        assert listings.listing(session, offer.worker_id).objected_at is None


def test_the_page_shows_what_is_held_and_who_saw_it(at: Matched) -> None:
    introduction = agreed(at)
    [offer] = accepted(at, introduction, ANA)
    for party in (at.provider, at.employer):
        a_browser_of(at.app, party.person_id).get(f"/introductions/{introduction}")
    _, page, _ = opened_page(at, offer)
    for words in (
        "Ana Petrova",
        "ana@example.org",
        "you accepted",
        "Fenland Labour gave your name and contacts",
        "somebody at Fenland Labour looked at your name and phone",
        "somebody at Wash Logistics looked at your first name",
        "offers you work",
    ):
        assert words in page.text, words


def test_what_the_employer_saw_before_the_answer_was_a_number(at: Matched) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, ANA)
    a_browser_of(at.app, at.employer.person_id).get(f"/introductions/{introduction}")
    _, page, _ = opened_page(at, offer)
    assert "Wash Logistics looked" not in page.text


def test_a_look_is_noted_once_a_day(at: Matched, clock: time_machine.Traveller) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, ANA)
    browser = a_browser_of(at.app, at.provider.person_id)
    for _ in range(3):
        browser.get(f"/introductions/{introduction}")
    _, page, _ = opened_page(at, offer)
    assert page.text.count("looked at your name and phone") == 1


def test_language_and_own_contact_change_at_once(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    device, page, own = opened_page(at, offer)
    done = device.submit(page, to="/language", language="ro")
    assert done.status == 200
    device.submit(device.get(f"{own}/contact"), to="/contact", phone="", email="own@example.org")
    with at.app.app_context(), at.reading() as session:
        assert workers.worker(session, offer.worker_id).language == "ro"  # type: ignore[union-attr]
        own_now = own_contact.contact_of(session, offer.worker_id)
    assert own_now == own_contact.Contact(None, "own@example.org")


def test_a_correction_waits_for_the_agency_and_is_shown(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    device, _, own = opened_page(at, offer)
    wrong = device.submit(device.get(f"{own}/correct"), to="/correct", what="phone", value="abc")
    assert wrong.status == 422
    done = device.submit(device.get(f"{own}/correct"), to="/correct", what="name", value="Anna Petrova")
    assert "The agency answers by" in done.text
    provider = a_browser_of(at.app, at.provider.person_id)
    answered = provider.submit(provider.get("/people"), to="/take")
    assert "Your list is corrected" in answered.text
    assert "The agency corrected it" in device.get(own).text


def test_a_refusal_takes_offers_back_and_the_agency_hears_no_reason(at: Matched) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, ANA)
    device, page, _ = opened_page(at, offer)
    done = device.submit(page, to="/object")
    assert "You get no offers from Fenland Labour" in done.text
    with at.reading() as session:
        assert queries.offer(session, offer.id).state is OfferState.WITHDRAWN  # type: ignore[union-attr]
    provider = a_browser_of(at.app, at.provider.person_id)
    assert "does not want to be listed" in provider.get(f"/introductions/{introduction}").text
    people = provider.get("/people").text
    assert "Ana Petrova" in people
    assert "need not say why" in people
    assert "You can get offers" in device.submit(done, to="/want-offers").text


def test_a_contested_listing_is_removed_by_staff_after_a_week(
    app: Flask, at: Matched, clock: time_machine.Traveller
) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, ANA)
    device, _, own = opened_page(at, offer)
    done = device.submit(device.get(f"{own}/contest"), to="/contest", ground="unknown agency")
    assert "has to take you off" in done.text
    provider = a_browser_of(app, at.provider.person_id)
    assert "contested" in provider.get(f"/introductions/{introduction}").text
    clock.shift(listings.REMOVE_WITHIN)
    staff = a_browser_of(app, a_compliance_officer(app))
    assert "contest" in staff.get("/home").text
    removed = staff.submit(staff.get("/staff/contested-listings"), to="/remove")
    assert "The listing is removed" in removed.text
    assert device.get(own).status == 404


def test_the_download_is_a_page_and_data_without_codes(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    device, page, _ = opened_page(at, offer)
    form = page.form("/download")
    answer = device.http.post(form["action"], data=form["data"])
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
        data = json.loads(folder.read("record.json"))
        html = folder.read("record.html").decode()
    assert data["worker"]["name"] == "Ana Petrova"
    assert data["held"]
    assert "code_hash" not in json.dumps(data)
    assert "Ana Petrova" in html


def test_after_erasing_the_link_opens_nothing(at: Matched) -> None:
    [offer] = offered(at, agreed(at), ANA)
    device, _, own = opened_page(at, offer)
    unsure = device.submit(device.get(f"{own}/erase"), to="/erase")
    assert unsure.status == 422
    done = device.submit(unsure, to="/erase", sure="y")
    assert "This link works no more" in done.text
    assert device.get(own).status == 404


def test_the_offer_says_who_listed_and_leads_to_the_page(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova, 07700 900123")
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert address(at, offer) in page.html
    assert "put you on its list" in page.text
