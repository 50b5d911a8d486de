"""An operator asks for a plan, reads it, fixes pairs by hand and publishes it."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.compliance.holds.service import hold
from portal.kernel.events import Ref
from portal.matching.allocation import Policy
from portal.plans.service import ask_plan, lock, run_again
from tests.builders.accounts import a_browser_of, a_compliance_officer, an_operator
from tests.builders.placements import NOW, a_lot, a_party, a_vacancy, act
from tests.builders.plans import Planning, a_plan, a_planning, carry_out, work_out
from tests.web_client import Page, ReviewingClient


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at(app: Flask) -> Planning:
    return a_planning(app)


@pytest.fixture
def browser(app: Flask, at: Planning) -> ReviewingClient:
    return a_browser_of(app, at.operator)


def only_plan(at: Planning) -> UUID:
    from portal.plans import queries

    with at.reading() as session:
        [found] = queries.plans(session, limit=10, offset=0)[1]
        return found.id


def test_a_plan_is_asked_for_and_the_worker_works_it_out(at: Planning, browser: ReviewingClient) -> None:
    assert "No plan yet" in browser.get("/staff/plans").text
    form = browser.get("/staff/plans/new")
    page = browser.submit(form, policy="optimal")
    assert "is being worked out" in page.text
    work_out(at.app)
    page = browser.get(page.path)
    assert "40 workers placed" in page.text
    assert "40 of 40 places filled" in page.text
    assert "this plan is worth" in page.text
    assert "Lincoln" in page.html
    assert browser.get("/staff/plans").link("1 March 2027") == page.path


def test_a_page_number_beyond_all_plans_leads_to_the_last_page(browser: ReviewingClient) -> None:
    assert browser.get(f"/staff/plans?page={10**20}").path.startswith("/staff/plans")


def test_programme_first_asks_whose_workers_come_first(at: Planning, browser: ReviewingClient) -> None:
    form = browser.get("/staff/plans/new")
    refused = browser.submit(form, policy="programme-first")
    assert refused.status == 422
    assert "Choose at least one labour provider" in refused.text
    page = browser.submit(refused, policy="programme-first", programme=str(at.provider.organisation_id))
    assert "Programme first: Fenland Labour" in page.text


def test_the_map_draws_each_movement_and_a_graticule(at: Planning, browser: ReviewingClient) -> None:
    page = browser.get(f"/staff/plans/{a_plan(at)}")
    assert "Spalding → Lincoln: 20" in page.html
    assert "Spalding → Boston: 20" in page.html
    assert "53°N" in page.html
    assert "in 2 pairs." in page.html
    act(at.app, lock, only_plan(at), at.near, at.boston, 0, by=at.operator)
    act(at.app, run_again, only_plan(at), by=at.operator)
    work_out(at.app)
    after = browser.get(page.path)
    assert "All (2)" in after.text  # the pair that was ruled out among them
    assert "in 1 pair." in after.html


def test_a_plan_that_is_worked_out_again_or_failed_shows_no_figures_of_the_last_run(
    app: Flask, at: Planning, browser: ReviewingClient
) -> None:
    path = f"/staff/plans/{a_plan(at)}"
    figures = ("workers placed", "What it gains", "How each sector fares", "Who goes where")
    assert all(words in browser.get(path).text for words in figures)
    act(app, lock, only_plan(at), at.far, at.lincoln, 12, by=at.operator)
    act(app, hold, Ref("vacancy", at.lincoln), "a fee was asked for", by=a_compliance_officer(app))
    act(app, run_again, only_plan(at), by=at.operator)
    again = browser.get(path)
    assert "It is being worked out" in again.text
    work_out(app)
    failed = browser.get(path)
    assert "Unlock" in failed.text
    for page in (again, failed):
        assert not [words for words in figures if words in page.text]
        assert "These are the pairs of the last run" in page.text
    assert "You fixed another number" not in again.text


def test_list_and_map_can_be_narrowed_to_the_country_of_the_vacancies(
    app: Flask, at: Planning, browser: ReviewingClient
) -> None:
    herning = {"town": "Herning", "country": "DK", "latitude": 56.139, "longitude": 8.974, "currency": "DKK"}
    a_lot(app, at.provider, work_countries=("DK",), relocates=True)
    a_vacancy(app, at.employer, accommodation=True, pay=Decimal(170), **herning)
    path = f"/staff/plans/{a_plan(at)}"
    everything, denmark = browser.get(path), browser.get(f"{path}?country=DK")
    assert "Spalding → Boston" in everything.html
    assert "Spalding → Herning" in everything.html
    assert "Spalding → Herning" in denmark.html
    assert "Spalding → Boston" not in denmark.html
    assert "All (1)" in denmark.text
    assert browser.get(f"{path}?country=XX").status == 200


def fixed(browser: ReviewingClient, page: Page, lot: UUID, heads: str) -> Page:
    """Type another number beside the pair of a lot."""
    for one in page.all("form"):
        inside = {field.get("name"): field.get("value") for field in one.iter() if field.get("name")}
        if (one.get("action") or "").split("?")[0].endswith("/lock") and inside["availability_id"] == str(
            lot
        ):
            return browser.post(one.get("action"), {**inside, "heads": heads})
    raise AssertionError("no such pair")


def test_a_pair_is_fixed_by_hand_and_the_plan_worked_out_around_it(
    at: Planning, browser: ReviewingClient
) -> None:
    path = f"/staff/plans/{a_plan(at)}"
    page = fixed(browser, browser.get(path), at.far, "3")
    assert "Fixed: 3" in page.text
    assert "You fixed another number than the plan has for 1 pair" in page.text
    assert "Publish as matches" not in page.text
    page = browser.submit(page, button="Plan again around what is fixed")
    assert "being worked out again" in page.text
    work_out(at.app)
    page = browser.get(path)
    assert "least group 5" in page.text
    assert "1 pair gets fewer workers than the least group" in page.text
    page = browser.submit(page, button="Unlock")
    assert "left to the plan again" in page.text


def test_a_number_too_large_is_refused_beside_its_field(at: Planning, browser: ReviewingClient) -> None:
    page = browser.get(f"/staff/plans/{a_plan(at)}")
    refused = fixed(browser, page, at.far, "21")
    assert refused.status == 422
    assert "Enter 20 or fewer" in refused.text
    assert 'value="21"' in refused.html
    refused = fixed(browser, page, at.far, "many")
    assert "Enter a whole number from 0 to" in refused.text
    assert 'value="many"' in refused.html


def test_another_pair_is_fixed_by_the_numbers_of_its_posts(at: Planning, browser: ReviewingClient) -> None:
    from portal.availability import queries as lots
    from portal.vacancies import queries as jobs

    with at.reading() as session:
        far, near = (lots.availability(session, one).number for one in (at.far, at.near))
        boston, lincoln = (jobs.vacancy(session, one).number for one in (at.boston, at.lincoln))
    page = browser.get(f"/staff/plans/{a_plan(at)}")
    for typed, words in (
        ({"lot": "A-1", "vacancy": boston, "workers": "5"}, "No open spare workers have this number"),
        ({"lot": near, "vacancy": "V-1", "workers": "5"}, "No open vacancy has this number"),
        ({"lot": near, "vacancy": lincoln, "workers": "5"}, "do not match: the place is out of reach"),
        ({"lot": far, "vacancy": boston, "workers": "50"}, "Enter 20 or fewer"),
        ({"lot": "", "vacancy": boston, "workers": "5"}, "Enter the number of the spare workers"),
    ):
        refused = browser.submit(page, to="/add", **typed)
        assert refused.status == 422
        assert words in refused.text
    page = browser.submit(page, to="/add", lot=far.lower(), vacancy=boston, workers="5")
    assert "Fixed: 5" in page.text


def test_publishing_says_what_became_a_match_and_what_was_turned_away(
    app: Flask, at: Planning, browser: ReviewingClient
) -> None:
    plan_id = a_plan(at)
    page = browser.get(f"/staff/plans/{plan_id}")
    act(app, hold, Ref("vacancy", at.lincoln), "a fee was asked for", by=a_compliance_officer(app))
    page = browser.submit(page, button="Publish as matches")
    assert "Being published" in page.text
    carry_out(app)
    page = browser.get(f"/staff/plans/{plan_id}")
    assert "1 pair is a match now. 1 was turned away; the list says why." in page.text
    assert "Turned away : compliance holds a post" in page.text
    assert "Publish as matches" not in page.text
    assert "Turned away (1)" in page.text


def test_an_empty_market_says_why_there_is_no_plan(app: Flask) -> None:
    operator = an_operator(app)
    browser = a_browser_of(app, operator)
    provider, employer = a_party(app, "Fen", supplies=True), a_party(app, "Wash", supplies=False)
    a_lot(app, provider, travel_km=1)
    plan_id = act(app, ask_plan, Policy.OPTIMAL, by=operator)
    work_out(app)
    assert "No vacancy is open" in browser.get(f"/staff/plans/{plan_id}").text
    a_vacancy(app, employer)
    page = browser.submit(browser.get(f"/staff/plans/{plan_id}"), button="Plan again")
    work_out(app)
    page = browser.get(page.path)
    assert "the only pair does not pass" in page.text
    assert "1 of 1: the place is out of reach." in page.text


def test_a_lock_that_fits_no_more_is_named(app: Flask, at: Planning, browser: ReviewingClient) -> None:
    path = f"/staff/plans/{a_plan(at)}"
    page = fixed(browser, browser.get(path), at.far, "20")
    act(app, hold, Ref("vacancy", at.lincoln), "a fee was asked for", by=a_compliance_officer(app))
    browser.submit(page, button="Plan again around")
    work_out(app)
    page = browser.get(path)
    assert "is fixed by hand, but does not pass: compliance holds a post" in page.text
    assert "Unlock" in page.text


def test_the_pairs_can_be_taken_as_a_spreadsheet(at: Planning, browser: ReviewingClient) -> None:
    page = browser.get(f"/staff/plans/{a_plan(at)}/pairs.csv")
    header, *rows = page.html.splitlines()
    assert header.startswith("availability,provider,occupation,from,vacancy,employer,title,to,heads")
    assert len(rows) == 2
    assert all(",20," in row for row in rows)


def test_only_operators_see_plans(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    for person in (a_compliance_officer(app), at.provider.person_id):
        assert a_browser_of(app, person).get(f"/staff/plans/{plan_id}").status == 403
