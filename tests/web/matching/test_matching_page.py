"""An operator sees how far matching is, stops it and lets it go on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.app import Services
from portal.matching import service
from portal.matching.jobs import refresh_snapshot
from portal.matching.service import rematch_marked
from portal.vacancies.service import publish_vacancies
from tests.builders.accounts import a_browser_of, an_operator
from tests.builders.placements import COSTS, NOW, VACANCY, a_lot, a_party, act
from tests.web_client import ReviewingClient

PAGE = "/staff/matching"


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    monkeypatch.setattr(service, "AT_A_TIME", 4)
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def browser(app: Flask) -> ReviewingClient:
    return a_browser_of(app, an_operator(app))


def test_while_nothing_waits_the_page_says_so(browser: ReviewingClient) -> None:
    page = browser.get(PAGE)
    assert "Everything is matched" in page.text
    assert "From the posts themselves" in page.text


def test_a_bulk_is_watched_stopped_and_let_go_on(
    app: Flask, browser: ReviewingClient, time: time_machine.Traveller
) -> None:
    employer = a_party(app, "Wash Logistics", supplies=False)
    a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    posts = [(VACANCY, COSTS)] * 9
    act(app, publish_vacancies, employer.organisation_id, posts, by=employer.person_id)
    assert "10 posts wait to be matched" in browser.get(PAGE).text
    act(app, rematch_marked)
    page = browser.get(PAGE)
    assert "40 % of all that came together" in page.text
    time.shift(timedelta(minutes=2))
    assert "About 3 minutes are left" in browser.get(PAGE).text
    page = browser.submit(page, button="Stop")
    assert "Matching stops after the posts in hand" in page.text
    assert act(app, rematch_marked) == 0
    page = browser.submit(browser.get(PAGE), button="Go on")
    assert "goes on where it stopped" in page.text
    assert act(app, rematch_marked) == 4


def test_the_page_names_the_snapshot(app: Flask, browser: ReviewingClient) -> None:
    services: Services = app.extensions["fairshift"]
    a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    refresh_snapshot(services.transactor, least=0)
    page = browser.get(PAGE)
    assert "From a snapshot of" in page.text
    assert "lot of workers in it" in page.text
