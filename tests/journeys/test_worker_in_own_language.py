"""A worker on a phone in Romanian and in Arabic, from the link in the mail to a report of a fee on day 7."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from portal.app import create_app
from portal.placements import queries
from portal.placements.offers.questions import questions_of_offer
from portal.placements.offers.service.questions import answer_question
from portal.placements.rows import OfferRow
from portal.placements.work.service.placements import call_roll
from tests.builders.placements import (
    LOAN,
    VACANCY,
    WORD,
    Matched,
    a_lot,
    a_party,
    a_vacancy,
    agreed,
    offered,
    the_match,
)
from tests.builders.safety import recorded_safe
from tests.journeys.conftest import RunningPortal, free_port, link_in
from tests.journeys.own_language import english_left, in_language, marks_missed
from tests.journeys.window import OVERFLOW, PHONE, Inspection, Window, axe_findings
from tests.proof import IN_FULL

USUAL = [("sqlite", "ro"), ("postgresql", "ar")]
CROSSED = [("sqlite", "ar"), ("postgresql", "ro")] if IN_FULL else []
ASKS = {"ro": "Unde dormim în prima noapte?", "ar": "أين ننام في الليلة الأولى؟"}
ANSWER = "In the house by the church"
MEMBERS_WORDS = [
    *(ANSWER, "Fenland Labour", "Wash Logistics", VACANCY.title, VACANCY.transport, VACANCY.occupation),
    *(LOAN.insurer, LOAN.wages_paid_when, LOAN.charge_basis, "Jo Hall, shift leader", "Ana", "Petrova"),
    *("Boston", "Spalding", "Main desk", "Fairshift", "The Fairshift operator"),
]


@contextmanager
def portal_at(portal: RunningPortal, url: str) -> Iterator[Flask]:
    """The same portal inside the test, at an address of its own."""
    folder = Path(portal.environment["DATA_DIR"])
    app = create_app(
        {
            "DATABASE_URL": portal.environment["DATABASE_URL"],
            "DATA_DIR": folder,
            "PUBLIC_URL": url,
            "SECRET_KEY": (folder / "secret_key").read_text(),
            "PASSWORD_HASH_COST": "low",
        }
    )
    yield app
    app.extensions["fairshift"].engine.dispose()


@contextmanager
def days_later(portal: RunningPortal, days: int) -> Iterator[str]:
    """Another day: the portal listens at this address too, and its clock says so."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with portal_at(portal, url) as app, time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def ready_to_offer(app: Flask, today: date) -> tuple[Matched, UUID]:
    """Two organisations agreed on five workers from today on."""
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    last = today + timedelta(days=60)
    lot = a_lot(app, provider, available_from=today)
    job = a_vacancy(app, employer, starts=today, latest_start=today + timedelta(days=2), ends=last)
    at = Matched(app, provider, employer, lot, job, the_match(app, lot, job))
    return at, agreed(at, insured_until=last, return_date=last + timedelta(days=1))


@dataclass
class Reader:
    """A worker on a phone who reads one language; every page is listened to for English."""

    window: Window
    app: Flask
    language: str
    words: list[str]
    """What members and the worker wrote, as they wrote it."""

    def say(self, english: str) -> str:
        return in_language(self.app, self.language, english)

    def listen(self) -> None:
        page, note = self.window.page, self.window.inspection.note
        for wrong in [*marks_missed(page, self.language), *english_left(page, self.language, self.words)]:
            note(f"{page.url}: {wrong}")

    def open(self, address: str) -> None:
        self.window.open(address)
        self.listen()

    def press(self, english: str) -> None:
        self.window.press(self.say(english))
        self.listen()

    def follow(self, english: str) -> None:
        self.window.follow(self.say(english))
        self.listen()

    def write(self, english: str, text: str) -> None:
        self.window.write(self.say(english), text)

    def choose(self, question: str, answer: str) -> None:
        self.window.answer(self.say(question), self.say(answer))

    def reads(self, english: str) -> None:
        self.window.reads(self.say(english))

    def unfold_all(self) -> None:
        """Open what is folded up, and look that over too."""
        page, note = self.window.page, self.window.inspection.note
        folded = page.locator("main details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        if overflow := page.evaluate(OVERFLOW):
            note(f"{page.url} scrolls sideways when unfolded: {overflow}")
        for found in axe_findings(page):
            note(f"{page.url} unfolded: {found['id']}, {found['help']}: {found['nodes'][0]['html'][:160]}")

    def give_the_word(self, button: str) -> None:
        self.write("Your secret word", WORD)
        self.press(button)


def read_and_accept(ana: Reader, at: Matched, introduction_id: UUID, link: str) -> OfferRow:
    """From the link over a question, which is answered, to a yes."""
    ana.open(link)
    ana.reads("You must not pay to get this job.")
    ana.unfold_all()
    ana.follow("Go on to answer")
    ana.window.page.get_by_label(ana.say("I have no phone and no e-mail of my own")).check()
    ana.give_the_word("Open the offer")
    ana.follow("Ask a question")
    ana.choose("Whom do you ask?", "The agency")
    ana.write("Your question", ASKS[ana.language])
    ana.press("Send the question")
    with at.reading() as session:
        [offer] = queries.offers_of(session, introduction_id)
        [asked] = questions_of_offer(session, offer.id)
    with at.app.app_context():
        done = at.do(answer_question, at.provider.organisation_id, asked.id, ANSWER, by=at.provider)
    assert done == asked.id
    ana.open(link)
    ana.window.reads(ANSWER)
    ana.press("Yes, I accept")
    ana.reads("ACCEPTED")
    return offer


def get_safe_and_begin(ana: Reader, at: Matched, introduction_id: UUID, link: str) -> None:
    """The employer recorded what was given; the worker says that it is so, and comes."""
    with at.app.app_context():
        [placement_id] = recorded_safe(at, introduction_id)
    ana.open(link)
    ana.follow("Safety before your first shift")
    got = ana.say("I got this, in a language I understand")
    while ana.window.page.get_by_role("button", name=got).count():
        ana.press("I got this, in a language I understand")
    ana.reads("You said: yes.")
    came = {placement_id: True}
    with at.app.app_context():
        assert at.do(call_roll, at.employer.organisation_id, introduction_id, came, by=at.employer) == 1


def report_a_fee(ana: Reader, link: str) -> tuple[str, str]:
    """By what is asked on day 7, after the secret word; the case's number and its word."""
    ana.open(link)
    ana.follow("Tell us how the job is")
    ana.give_the_word("Go on")
    ana.choose("Is this the job you were promised?", "Yes")
    ana.choose("Did anyone ask you for money for this job?", "Yes")
    ana.window.unfold(ana.say("Somebody asked for money"))
    ana.write("How much did you pay?", "250")
    ana.press("Send my answer")
    ana.reads("We have your report")
    number, word = (ana.window.page.locator(one).inner_text() for one in ("#case-number", "#case-word"))
    ana.press("I wrote it down: clear this phone")
    return number.strip(), word.strip()


def look_up(ana: Reader, url: str, number: str, word: str) -> None:
    ana.open(f"{url}/case?language={ana.language}")
    ana.write("Case number", number)
    ana.write("Your word", word)
    ana.press("Open the case")
    ana.window.reads(number)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("databases", "language"), [*USUAL, *CROSSED], indirect=["databases"], scope="session"
)
def test_a_worker_reads_answers_and_reports_in_their_own_language(
    browser: Browser, running_portal: RunningPortal, language: str
) -> None:
    portal, inspection = running_portal, Inspection()
    with portal_at(portal, portal.url) as app:
        with app.app_context():
            at, introduction_id = ready_to_offer(app, datetime.now(UTC).date())
            offered(at, introduction_id, f"Ana Petrova, 07700 900123, ana@workers.example, {language}")
        written = [*MEMBERS_WORDS, ASKS[language]]
        ana = Reader(Window(browser, portal.url, inspection, PHONE), app, language, written)

        link = link_in(portal.post.wait_for("ana@workers.example", ""), "/offer/")
        read_and_accept(ana, at, introduction_id, link)
        get_safe_and_begin(ana, at, introduction_id, link)
        with days_later(portal, 7) as url:
            number, word = report_a_fee(ana, link.replace(portal.url, url))
            look_up(ana, url, number, word)
    assert inspection.problems == [], "\n".join(inspection.problems)
