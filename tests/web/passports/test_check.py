"""Anybody can look up whether an offer is real, and learns nothing of the worker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.compliance.holds.service import hold
from portal.infra.guessing import MOST_MISSES, WITHIN
from portal.passports.domain import new_number, verify
from portal.passports.keys import public_keys
from portal.passports.queries import passport_of_offer
from portal.placements.offers import service as offers
from portal.placements.rows import OfferRow
from tests.builders.placements import NOW, Matched, a_match, agreed, code, job, offered
from tests.contract.test_reading import digest
from tests.web_client import Page, ReviewingClient


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    app.extensions.pop("guesses", None)
    return a_match(app)


@pytest.fixture
def offer(at: Matched) -> OfferRow:
    [made] = offered(at, agreed(at), "Ana Petrova, 07700 900123")
    return made


def number_of(at: Matched, offer: OfferRow) -> str:
    with at.reading() as session:
        found = passport_of_offer(session, offer.id)
    assert found is not None
    return found.passport.number


def check(at: Matched, offer: OfferRow) -> Page:
    return ReviewingClient(at.app).get(f"/check/{number_of(at, offer)}")


def test_an_open_offer_says_who_offers_what_where_and_that_nobody_pays(at: Matched, offer: OfferRow) -> None:
    page = check(at, offer)
    assert page.status == 200
    for words in ("OPEN", "Fenland Labour", "Wash Logistics", "Boston", "You must not pay to get this job."):
        assert words in page.text
    assert "The vacancy is open." in page.text


def test_the_check_tells_nothing_of_the_worker(at: Matched, offer: OfferRow) -> None:
    body = check(at, offer).html
    for secret in ("Ana", "Petrova", "900123", code(offer), str(offer.id)):
        assert secret not in body


def test_an_answered_offer_does_not_tell_the_answer(at: Matched, offer: OfferRow) -> None:
    at.do(offers.record_answer, at.provider.organisation_id, offer.id, accepts=False, by=at.provider)
    page = check(at, offer)
    assert "ANSWERED" in page.text
    assert "declined" not in page.html


def test_a_withdrawn_offer_says_so_in_large_words(at: Matched, offer: OfferRow) -> None:
    at.do(offers.withdraw_offer, at.provider.organisation_id, offer.id, by=at.provider)
    assert "WITHDRAWN" in check(at, offer).text


def test_an_offer_made_again_is_named_by_the_one_it_replaces(at: Matched, offer: OfferRow) -> None:
    at.do(offers.withdraw_offer, at.provider.organisation_id, offer.id, by=at.provider)
    at.do(offers.offer_again, at.provider.organisation_id, offer.id, by=at.provider)
    page = check(at, offer)
    assert "REPLACED" in page.text
    words = page.text.split("See the offer that holds now: ")[1]
    later = ReviewingClient(at.app).get(f"/check/{words[:11]}")
    assert "OPEN" in later.text


def test_an_expired_offer_says_so_even_before_the_portal_has_noticed(
    at: Matched, offer: OfferRow, clock: time_machine.Traveller
) -> None:
    clock.move_to(offer.answer_by + timedelta(seconds=1))
    assert "EXPIRED" in check(at, offer).text
    job(at, offers.expire_offers)
    assert "EXPIRED" in check(at, offer).text


def test_a_held_offer_is_paused(at: Matched, offer: OfferRow) -> None:
    at.do(hold, at.vacancy, "We ask the employer about the bed.", by=at.provider)
    page = check(at, offer)
    assert "PAUSED" in page.text
    assert "about the bed" not in page.html


@pytest.mark.parametrize("number", ["P-2222-2222", "nonsense", "P-7KQ4", "%E2%80%AE"])
def test_a_number_that_nobody_has_warns(at: Matched, number: str) -> None:
    page = ReviewingClient(at.app).get(f"/check/{number}")
    assert page.status == 404
    assert "We know no such offer. Be careful." in page.text


def test_who_guesses_numbers_is_stopped_and_others_are_not(
    at: Matched, offer: OfferRow, clock: time_machine.Traveller
) -> None:
    guesser, real = ReviewingClient(at.app), f"/check/{number_of(at, offer)}"
    guesser.http.environ_base["REMOTE_ADDR"] = "2001:db8::1"
    for _ in range(MOST_MISSES):
        assert guesser.get(f"/check/{new_number()}").status == 404
    guesser.http.environ_base["REMOTE_ADDR"] = "2001:db8::2"  # one household has them all
    assert guesser.get(f"/check/{new_number()}").status == 429
    assert guesser.get(real).status == guesser.get(f"{real}/saved").status == 429, "a hit would tell them"
    assert check(at, offer).status == 200
    clock.shift(WITHIN)
    assert guesser.get(real).status == 200


def test_looking_up_what_nobody_has_writes_nothing(at: Matched) -> None:
    client = ReviewingClient(at.app)
    with at.app.extensions["fairshift"].engine.connect() as connection:
        before = digest(connection)
    for path in (f"/check/{new_number()}", f"/check/{new_number()}/saved", "/check/nonsense"):
        assert client.get(path).status == 404
    with at.app.extensions["fairshift"].engine.connect() as connection:
        assert digest(connection) == before


def test_the_number_and_a_workers_own_code_both_lead_on_from_the_box(at: Matched, offer: OfferRow) -> None:
    client = ReviewingClient(at.app)
    number = number_of(at, offer)
    typed = client.submit(client.get("/check"), code=number.lower().replace("-", " "))
    assert typed.path == f"/check/{number}"
    own = client.submit(client.get("/check"), code=code(offer))
    assert own.path == f"/offer/{code(offer)}"


def test_when_it_was_looked_up_is_told_on_the_clocks_of_the_work(at: Matched, offer: OfferRow) -> None:
    for path in (f"/check/{number_of(at, offer)}", f"/check/{number_of(at, offer)}/saved"):
        words = ReviewingClient(at.app).get(path).response.text
        assert "United Kingdom Time" in words
        assert "UTC" not in words


def test_the_saved_file_is_signed_and_holds_the_passport(at: Matched, offer: OfferRow) -> None:
    saved = ReviewingClient(at.app).get(f"/check/{number_of(at, offer)}/saved").response
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert b"<!-- sealed " in saved.data[-250:]
    assert b"Ana" not in saved.data


def test_each_offer_has_a_passport_that_the_portals_key_signed(at: Matched, offer: OfferRow) -> None:
    with at.app.app_context(), at.reading() as session:
        found = passport_of_offer(session, offer.id)
        assert found is not None
        assert type(verify(found.token, public_keys(), NOW)).__name__ == "Genuine"
