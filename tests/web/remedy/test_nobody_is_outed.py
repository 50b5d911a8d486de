"""In a crew of three, nothing that provider or employer can open or receive depends on who reported."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.infra.database import new_engine
from portal.notifications import rendering
from portal.notifications.models import Mail
from portal.remedy import queries
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.service import parties, repaying
from portal.remedy.service.reminding import remind
from tests.builders.accounts import a_browser_of
from tests.builders.placements import NOW, TODAY, Party, job, offered
from tests.builders.remedy import Crew, a_crew, by_staff, paid, reported
from tests.web_client import ReviewingClient

MOST_PAGES = 200
CHANGING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids
    r"|\b[ACMV]-\d{5,6}\b"  # numbers of cases, posts and introductions
    r"|[0-9a-f]{32}|(?:\b|(?<=%2F))[a-z2-7]{32}\b"  # ids in one piece, codes of offers, also inside links
    r"|\+?44 ?1775 ?\d{6}"  # telephone numbers of tests
    r"|person-[0-9a-f]{12}@|\b[0-9a-f]{8}\b|\b\d+(?= Main Street)"  # addresses, register numbers of tests
)
SENT_ONLY = re.compile(r'(?s)nonce="[^"]*"|name="(?:once|csrf_token)"[^>]*value="[^"]*"|value="[^"]{20,}"')


def plain(text: str, names: dict[str, str]) -> str:
    """The same text whatever the ids are: each stands as the how-manieth it was met."""

    def known(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"#{len(names)}")

    return CHANGING.sub(known, SENT_ONLY.sub("", text))


def everything_read_in(browser: ReviewingClient) -> list[str]:
    """Every page that a member of the organisation can reach by links from home."""
    names: dict[str, str] = {}
    waiting, seen, read = ["/home", "/cases"], set[str](), list[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        if urlsplit(path).path.endswith(".pdf"):  # the same slips as on the page beside the link
            continue
        page = browser.get(path)
        read.append(plain(f"{path}\n{page.html}", names))
        waiting += [
            href
            for link in page.all("a")
            if (href := (link.get("href") or "").partition("#")[0]).startswith("/")
            and not href.startswith(("/static", "/account/second-step"))  # a fresh secret each time
            and "language=" not in href  # the same page in other words; and the choice would stay
            and href not in seen
        ]
    assert len(read) > 15
    return read


def mails_to(crew: Crew, party: Party) -> list[str]:
    """Every mail to that member, as it is written."""
    with crew.at.reading() as session:
        found = session.scalars(select(Mail).where(Mail.recipient == f"person:{party.person_id}")).all()
    names: dict[str, str] = {}
    written = []
    for one in sorted(found, key=lambda mail: (mail.queued_at, mail.template)):
        words = rendering.write(
            one.template, one.facts, name="Sam", language="en", unsubscribe_url="http://x.test/stop"
        )
        written.append(
            plain(f"{one.queued_at} {one.template} {words.subject}\n{words.text}\n{words.html}", names)
        )
    return written


def a_whole_case(crew: Crew, reporter: int, clock: time_machine.Traveller) -> None:
    """From the report to all workers' yes; staff do the same whoever reported."""
    case_id = paid(crew, reported(crew, by=reporter), TODAY, first_due=TODAY)
    clock.move_to(NOW + timedelta(hours=5))
    by_staff(crew, parties.ask_for_word, case_id, crew.at.provider.organisation_id)
    crew.at.do(
        parties.give_word, crew.at.provider.organisation_id, case_id, "It was a deposit.", by=crew.at.provider
    )
    clock.move_to(NOW + timedelta(days=8))
    job(crew.at, remind)
    with crew.at.reading() as session:
        owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
        number = {one.id: one.number for one in queries.affected(session, case_id)}
        waiting = queries.payments(session, case_id)
    for one in sorted(waiting, key=lambda payment: number[owner[payment.instalment_id]]):
        crew.at.do(repaying.answer_payment, owner[one.instalment_id], one.id, came=True)


@contextmanager
def on_a_fresh_database(portal: Flask, make: Callable[[], str]) -> Iterator[Flask]:
    services: Any = portal.extensions["fairshift"]
    before, engine = services.engine, new_engine(make())
    services.engine = engine
    services.sessions.configure(bind=engine)
    try:
        yield portal
    finally:
        engine.dispose()
        services.engine = before
        services.sessions.configure(bind=before)


def told_when(portal: Flask, make: Callable[[], str], reporter: int) -> dict[str, list[str]]:
    """What both sides read, in pages and mails, when this one of the three reported."""
    with on_a_fresh_database(portal, make) as app, time_machine.travel(NOW, tick=False) as clock:
        crew = a_crew(app)
        a_whole_case(crew, reporter, clock)
        found = {}
        for name, party in (("provider", crew.at.provider), ("employer", crew.at.employer)):
            found[f"pages of the {name}"] = everything_read_in(a_browser_of(app, party.person_id))
            found[f"mails to the {name}"] = mails_to(crew, party)
        return found


def test_pages_and_mails_are_the_same_whoever_of_the_three_reported(
    app: Flask, blank_database: Callable[[], str]
) -> None:
    first, second, third = (told_when(app, blank_database, reporter) for reporter in range(3))
    for what, read in first.items():
        assert len(read) > 1, what
        assert read == second[what] == third[what], what
    mails = " ".join(first["mails to the provider"])
    assert "remedy/word_asked" in mails
    assert "Compliance check in progress" in mails
    pages = " ".join(first["pages of the provider"])
    assert "Money was asked for a place in this job." in pages
    for telling in ("canteen", "white van"):
        assert telling not in pages + mails + " ".join(first["pages of the employer"])


def test_a_provider_that_was_not_asked_meets_nothing_of_a_case(app: Flask, crew: Crew) -> None:
    both = (crew.at.provider, crew.at.employer)
    browsers = [a_browser_of(app, one.person_id) for one in both]
    before = [everything_read_in(one) for one in browsers]
    mails = [mails_to(crew, one) for one in both]
    reported(crew, report=Report(complaint=Complaint.NOT_AS_PROMISED, words="Not the job I was told of"))
    assert [everything_read_in(one) for one in browsers] == before
    assert [mails_to(crew, one) for one in both] == mails


def test_a_difference_would_be_noticed(app: Flask, crew: Crew) -> None:
    """So that the tests above can fail."""
    browser = a_browser_of(app, crew.at.provider.person_id)
    before = everything_read_in(browser)
    assert everything_read_in(browser) == before
    offered(crew.at, crew.introduction_id, "Dan Later, 07700 900127")
    assert everything_read_in(browser) != before
