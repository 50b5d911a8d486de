"""What rules say of a vacancy, where its owner reads it."""

from flask import Flask

from portal.compliance.findings import queries
from portal.compliance.findings.service import clear_finding
from portal.kernel.events import Ref
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.organisations import SignedUp, an_approved_employer
from tests.builders.placements import act
from tests.builders.places_and_work import places_and_work
from tests.builders.vacancies import a_vacancy
from tests.web.vacancies.test_posting_a_vacancy import answers, vacancies_of
from tests.web_client import Page

FLAGGED = "Registration fee of £50 payable before the start."


def sent(app: Flask, who: SignedUp, **changes: str) -> Page:
    browser = a_browser_of(app, who.person_id)
    return browser.submit(browser.get("/vacancies/new"), to="/vacancies/new", **answers(**changes))


def test_pay_below_the_minimum_is_refused_beside_the_pay(app: Flask) -> None:
    places_and_work(app)
    who = an_approved_employer(app)
    page = sent(app, who, pay="9.00", housing_cost_week="0", transport_cost_week="0")
    assert page.status == 422
    assert "The pay of 9.00 is below the minimum of" in page.text
    assert vacancies_of(app, who) == []


def test_pay_in_another_currency_than_the_minimum_is_asked_for_anew(app: Flask) -> None:
    places_and_work(app)
    who = an_approved_employer(app)
    page = sent(app, who, pay="9.00", currency="EUR", housing_cost_week="0", transport_cost_week="0")
    assert page.status == 422
    assert "Choose GBP, the currency of the minimum pay there" in page.text
    assert vacancies_of(app, who) == []


def test_a_flagged_vacancy_says_that_it_is_being_checked_until_staff_decide(app: Flask) -> None:
    who = an_approved_employer(app)
    vacancy_id = a_vacancy(app, who, description=FLAGGED)
    browser = a_browser_of(app, who.person_id)
    shown = browser.get(f"/vacancies/{vacancy_id}")
    assert "Being checked by staff" in shown.text
    assert "Registration fee of £50 payable" in shown.text

    with app.extensions["fairshift"].sessions() as session:
        waiting = queries.what_stops(session, Ref("vacancy", vacancy_id))
    for one in waiting:
        act(app, clear_finding, one.id, "It quotes a warning", by=a_compliance_officer(app))
    assert "Being checked by staff" not in browser.get(f"/vacancies/{vacancy_id}").text


def test_what_lacks_a_proof_is_asked_for_on_the_posts_page(app: Flask) -> None:
    who = an_approved_employer(app)
    vacancy_id = a_vacancy(app, who, country="IT", currency="EUR", town="Foggia")
    shown = a_browser_of(app, who.person_id).get(f"/vacancies/{vacancy_id}")
    assert "Still to be shown:" in shown.text
    assert "no minimum pay is known there; show the collective agreement" in shown.text
    assert "Being checked" not in shown.text
