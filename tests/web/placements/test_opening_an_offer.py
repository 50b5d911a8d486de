"""The first opening, another device, a forgotten word."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.domain import TRY_LIMITS, TryKind, TryLimit
from portal.notifications.models import Mail
from portal.notifications.rendering import write
from portal.placements import queries
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import OfferRow
from portal.workers import own_contact
from portal.workers import queries as workers
from portal.workers.models import OwnContact, OwnContactKey
from portal.workers.own_contact import Contact
from portal.workers.service import forget
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.opening import open_on
from tests.builders.placements import WORD, Matched, agreed, code, offered, opened
from tests.web_client import Page, ReviewingClient

ANA = "Ana Petrova, 07700 900123, ana@workers.example"
OWN = {"phone": "+40 721 234 567", "email": "ana@own.example", "neither": None}


@pytest.fixture
def offer(at: Matched) -> OfferRow:
    [made] = offered(at, agreed(at), ANA)
    return made


@pytest.fixture
def phone(at: Matched) -> ReviewingClient:
    return ReviewingClient(at.app)


def now(at: Matched, offer: OfferRow) -> OfferRow:
    with at.reading() as session:
        found = queries.offer(session, offer.id)
    assert found is not None
    return found


def test_everything_is_read_before_the_first_opening_and_nothing_is_answered(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    page = phone.get(f"/offer/{code(offer)}")
    assert "Who pays for what" in page.text
    assert "Yes, I accept" not in page.text
    form = phone.get(page.link("Go on to answer"))
    token = form.form("/open")["data"]["csrf_token"]
    for act in ("accept", "decline", "undo", "more-time"):
        assert "Open the offer" in phone.post(f"/offer/{code(offer)}/{act}", {"csrf_token": token}).text
    assert (now(at, offer).state, now(at, offer).opened_at) == (OfferState.OPEN, None)


def test_after_the_opening_this_browser_may_answer(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    page = open_on(phone, code(offer), **OWN)
    assert now(at, offer).opened_at is not None
    done = phone.submit(page, to="/accept")
    assert "ACCEPTED" in done.text
    assert now(at, offer).state is OfferState.ACCEPTED


def test_a_contact_or_a_no_to_both_is_asked_for_beside_the_field(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    form = phone.get(f"/offer/{code(offer)}/open")
    wrong = phone.submit(form, to="/open", word=WORD)
    assert wrong.status == 422
    assert "tick that you have none" in wrong.text
    assert now(at, offer).opened_at is None


@pytest.mark.parametrize(
    "word", ["moon", "111111", "123456", "qwerty", "petrova", "Ana Petrova", "Boston", "7700900123"]
)
def test_a_word_that_others_know_or_guess_is_refused(
    offer: OfferRow, phone: ReviewingClient, word: str
) -> None:
    form = phone.get(f"/offer/{code(offer)}/open")
    assert phone.submit(form, to="/open", word=word, neither="y").status == 422


def test_contact_and_word_stand_nowhere_in_the_clear(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    open_on(phone, code(offer), **OWN)
    with at.reading() as session:
        row = session.get(OwnContact, offer.worker_id)
        assert row is not None
        kept = f"{row.word_hash} {row.sealed!r}"
        keys = [one.key for one in session.query(OwnContactKey)]
    assert row.word_hash.startswith("$argon2id$")
    assert len(keys) == 2
    for plain in ("harbour", "721234567", "own.example"):
        assert plain not in kept
        assert all(plain not in key for key in keys)


def test_another_device_is_asked_for_the_word(at: Matched, offer: OfferRow, phone: ReviewingClient) -> None:
    open_on(phone, code(offer))
    other = ReviewingClient(at.app)
    page = other.get(f"/offer/{code(offer)}")
    assert "Yes, I accept" not in page.text
    form = other.get(page.link("Go on to answer"))
    assert "This is not your secret word" in other.submit(form, to="/open", word="another word").text
    assert "Yes, I accept" in other.submit(form, to="/open", word=WORD.upper()).text


def test_after_five_tries_one_waits_even_with_the_right_word(
    at: Matched, offer: OfferRow, clock: time_machine.Traveller
) -> None:
    opened(at, offer)
    other = ReviewingClient(at.app)
    form = other.get(f"/offer/{code(offer)}/open")
    for _ in range(5):
        other.submit(form, to="/open", word="not this one")
    assert "Too many tries" in other.submit(form, to="/open", word=WORD).text
    clock.shift(timedelta(hours=1))
    assert "Yes, I accept" in other.submit(form, to="/open", word=WORD).text


def elsewhere(at: Matched, address: str) -> ReviewingClient:
    """A browser of somebody in another network."""
    found = ReviewingClient(at.app)
    found.http.environ_base["REMOTE_ADDR"] = address
    return found


def guess(browser: ReviewingClient, offer: OfferRow, tries: int) -> Page:
    """Wrong words; returns the last answer."""
    form = browser.get(f"/offer/{code(offer)}/open")
    for _ in range(tries - 1):
        browser.submit(form, to="/open", word="not this one")
    return browser.submit(form, to="/open", word="not this one")


def test_who_tries_words_locks_neither_the_workers_own_browser_nor_another_network(
    at: Matched, offer: OfferRow, phone: ReviewingClient, clock: time_machine.Traveller
) -> None:
    open_on(phone, code(offer))
    clock.shift(timedelta(hours=13))
    assert "Too many tries" in guess(ReviewingClient(at.app), offer, 6).text, "from the same network"
    assert "Yes, I accept" in open_on(phone, code(offer)).text
    assert "Yes, I accept" in open_on(elsewhere(at, "192.0.2.7"), code(offer)).text


def test_a_browser_that_knew_the_word_has_no_more_tries_than_others(
    at: Matched, offer: OfferRow, phone: ReviewingClient, clock: time_machine.Traveller
) -> None:
    open_on(phone, code(offer))
    clock.shift(timedelta(hours=13))
    assert "Too many tries" in guess(phone, offer, 6).text


def test_a_word_tried_from_everywhere_waits_for_the_next_day_but_for_the_workers_own_browser(
    at: Matched,
    offer: OfferRow,
    phone: ReviewingClient,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_on(phone, code(offer))
    clock.shift(timedelta(hours=13))
    monkeypatch.setitem(TRY_LIMITS, TryKind.WORKER_WORD_ANYWHERE, TryLimit(7, timedelta(days=1)))
    guess(elsewhere(at, "192.0.2.7"), offer, 5)
    assert "tried too often today" in guess(elsewhere(at, "198.51.100.7"), offer, 3).text
    assert "Yes, I accept" in open_on(phone, code(offer)).text
    clock.shift(timedelta(hours=5))  # past midnight
    assert "Yes, I accept" in open_on(elsewhere(at, "198.51.100.7"), code(offer)).text


def test_one_network_alone_never_uses_up_the_tries_of_all() -> None:
    one, everybody = TRY_LIMITS[TryKind.WORKER_WORD], TRY_LIMITS[TryKind.WORKER_WORD_ANYWHERE]
    assert one.tries * (everybody.within // one.within) < everybody.tries


def test_after_half_a_day_the_same_device_is_asked_again(
    at: Matched, offer: OfferRow, phone: ReviewingClient, clock: time_machine.Traveller
) -> None:
    open_on(phone, code(offer))
    clock.shift(timedelta(hours=11, minutes=59))
    assert "Yes, I accept" in phone.get(f"/offer/{code(offer)}").text
    clock.shift(timedelta(minutes=2))
    assert "Yes, I accept" not in phone.get(f"/offer/{code(offer)}").text


def test_mail_goes_to_the_own_address_before_the_one_that_the_agency_gave(
    at: Matched, offer: OfferRow
) -> None:
    def address() -> str:
        with at.app.app_context(), at.reading() as session:
            found = workers.address_of(session, offer.worker_id)
        assert found is not None
        return found.email

    assert address() == "ana@workers.example"
    opened(at, offer, Contact(email="ana@own.example"))
    assert address() == "ana@own.example"


def test_a_forgotten_word_is_replaced_by_a_mailed_link_once(
    at: Matched, offer: OfferRow, phone: ReviewingClient, clock: time_machine.Traveller
) -> None:
    open_on(phone, code(offer), **OWN)
    clock.shift(timedelta(minutes=5))
    other = ReviewingClient(at.app)
    form = other.get(f"/offer/{code(offer)}/open")
    assert "a link to a new word is on its way" in other.submit(form, to="/forgotten").text
    link = link_in_mail(at)
    page = other.get(link)
    assert "Your new word is kept" in other.submit(page, word="green apples").text
    assert other.get(link).status == 410
    assert "Yes, I accept" not in phone.get(f"/offer/{code(offer)}").text, "the old word's devices are closed"
    assert "Yes, I accept" in other.get(f"/offer/{code(offer)}").text


def link_in_mail(at: Matched) -> str:
    """The link of the mail that waits, which is made when the mail is written: no key is stored with it."""
    with at.reading() as session:
        [mail] = [one for one in session.scalars(select(Mail)) if one.template.endswith("worker_new_word")]
        assert set(mail.facts) == {"worker_id", "made_at", "until", "country"}
        with at.app.app_context():
            words = write(mail.template, mail.facts, name="", language="en", unsubscribe_url=None)
    assert "United Kingdom Time" in words.text
    link = re.search(r"/new-word/\S+", words.text)
    assert link
    assert link[0].rpartition("/")[2] not in str(mail.facts)
    return link[0]


def test_asking_for_a_new_word_again_and_again_mails_one_link(
    at: Matched, offer: OfferRow, phone: ReviewingClient, clock: time_machine.Traveller
) -> None:
    """Whoever holds the link could else fill the worker's mailbox, and void each key before it is used."""
    open_on(phone, code(offer), **OWN)
    other, keys = ReviewingClient(at.app), set()
    for _ in range(5):
        clock.shift(timedelta(minutes=1))
        other.submit(other.get(f"/offer/{code(offer)}/open"), to="/forgotten")
        with at.app.app_context(), at.reading() as session:
            keys.add(own_contact.key_of(session, offer.worker_id))
    with at.reading() as session:
        mails = [one for one in session.scalars(select(Mail)) if one.template.endswith("worker_new_word")]
    assert (len(mails), len(keys)) == (1, 1)
    clock.shift(timedelta(minutes=10))
    other.submit(other.get(f"/offer/{code(offer)}/open"), to="/forgotten")
    with at.app.app_context(), at.reading() as session:
        assert own_contact.key_of(session, offer.worker_id) not in keys


def test_nobody_sets_a_word_for_a_worker_who_was_forgotten(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    form = phone.get(f"/offer/{code(offer)}/open")
    at.do(forget, [offer.worker_id])
    assert phone.submit(form, to="/open", word=WORD, **(OWN | {"neither": "y"})).status == 404
    with at.app.app_context(), at.reading() as session:
        assert not own_contact.has_word(session, offer.worker_id)


def test_who_forgot_the_word_without_an_e_mail_waits_for_staff(at: Matched, offer: OfferRow) -> None:
    opened(at, offer)
    other = ReviewingClient(at.app)
    said = other.submit(other.get(f"/offer/{code(offer)}/open"), to="/forgotten").text
    assert "a link to a new word is on its way" in said
    with at.reading() as session:
        assert [one for one, _ in own_contact.waiting_for_help(session)] == [offer.worker_id]
    officer = a_browser_of(at.app, a_compliance_officer(at.app))
    waiting = officer.get("/staff/forgotten-words")
    assert "Ana Petrova" in waiting.text
    given = officer.submit(waiting, to="/key")
    link = re.search(r"/new-word/\S+?(?=[<\s])", given.html)
    assert link
    assert "Your new word is kept" in other.submit(other.get(link[0]), word="green apples").text
    assert "Nobody waits" in officer.get("/staff/forgotten-words").text


def test_the_provider_reads_when_it_was_opened_and_nothing_of_contact_or_word(
    at: Matched, offer: OfferRow, phone: ReviewingClient
) -> None:
    open_on(phone, code(offer), **OWN)
    provider = a_browser_of(at.app, at.provider.person_id)
    page = provider.get(f"/introductions/{offer.introduction_id}")
    for plain in ("721 234 567", "721234567", "own.example", WORD):
        assert plain not in page.html
    assert re.search("read the terms|opened", page.text)


def test_forgetting_a_worker_forgets_contact_word_and_keys(at: Matched, offer: OfferRow) -> None:
    opened(at, offer, Contact("+40721234567", "ana@own.example"))
    at.do(forget, [offer.worker_id])
    with at.reading() as session:
        assert session.query(OwnContact).count() == session.query(OwnContactKey).count() == 0
