"""A member names what shows a cost; staff see it; exceptions are enabled and attached by hand."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.compliance.costs.domain import Payer
from portal.compliance.costs.exceptions import fee_exceptions
from portal.compliance.costs.forms.schedule import field_name
from portal.compliance.costs.queries import costs_of
from portal.infra import clock
from portal.kernel.events import Ref
from tests.builders.accounts import a_browser_of, a_compliance_officer, an_operator
from tests.builders.organisations import SignedUp, an_approved_employer
from tests.builders.places_and_work import places_and_work
from tests.builders.vacancies import a_vacancy
from tests.web.vacancies.test_posting_a_vacancy import answers, send, vacancies_of
from tests.web_client import ReviewingClient

UK = "gb-conduct-2003-reg-26"
PROOF = {"paper": "invoice", "number": "INV-1042", "dated": ["3", "2", "2026"]}


@pytest.fixture
def employer(app: Flask) -> SignedUp:
    places_and_work(app)
    return an_approved_employer(app)


@pytest.fixture
def browser(app: Flask, employer: SignedUp) -> ReviewingClient:
    return a_browser_of(app, employer.person_id)


@pytest.fixture
def vacancy_id(app: Flask, employer: SignedUp) -> UUID:
    return a_vacancy(app, employer)


def test_a_cost_reads_declared_then_evidenced(browser: ReviewingClient, vacancy_id: UUID) -> None:
    page = browser.get(f"/vacancies/{vacancy_id}")
    assert "Declared The employer says so" in page.text
    form = browser.get(page.link("Name a proof: Tools, uniform, safety gear"))
    after = browser.submit(form, **PROOF)
    assert "Evidenced Shown by: Invoice INV-1042, 3 February 2026. Not looked at yet." in after.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Enter a number or a name by which it can be found"),
        ({"paper": ""}, "Choose what shows it"),
        ({"dated": ["1", "1", "2199"]}, "Enter today or an earlier day"),
        ({"dated": ["31", "2", "2026"]}, "Enter a real date"),
    ],
)
def test_a_proof_that_cannot_be_found_is_asked_for_again(
    browser: ReviewingClient, vacancy_id: UUID, changes: dict[str, Any], said: str
) -> None:
    form = browser.get(f"/vacancies/{vacancy_id}/costs/0")
    page = browser.submit(form, **(PROOF | changes))
    assert page.status == 422
    assert said in page.text


def test_a_line_that_is_not_there_is_not_found(
    app: Flask, browser: ReviewingClient, vacancy_id: UUID
) -> None:
    assert browser.get(f"/vacancies/{vacancy_id}/costs/99").status == 404
    other = a_browser_of(app, an_approved_employer(app).person_id)
    assert other.get(f"/vacancies/{vacancy_id}/costs/0").status == 404


def test_a_related_cost_passes_only_as_the_workers_own_affair(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    def name(part: str) -> str:
        return field_name("COST-TRAVEL", part)

    own = {
        name("payer"): "worker",
        name("initiated_by"): "worker",
        name("required"): "no",
        name("in_recruitment"): "no",
    }
    for part, answer in (
        (name("required"), "yes"),
        (name("initiated_by"), "recruiter"),
        (name("required"), ""),
    ):
        refused = send(browser, **{**own, part: answer})
        assert refused.status == 422
        assert "Workers must not pay this: Travel" in refused.text
        assert refused.form("/vacancies/new")["data"].get(part, "") == answer
    browser.submit(send(browser, **own), button="Publish")
    [vacancy] = vacancies_of(app, employer)
    with app.extensions["fairshift"].sessions() as session:
        [line, *_] = costs_of(session, Ref("vacancy", vacancy.id))
    assert line.is_apart_from_recruitment


def test_what_was_said_of_bed_and_bus_comes_back_in_the_form(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    said = {
        "housing_optional": "yes",
        "housing_itemised": "yes",
        "housing_at_cost": "yes",
        "housing_proof": "Lease 4",
    }
    browser.submit(send(browser, **said), button="Publish")
    [vacancy] = vacancies_of(app, employer)
    form = browser.get(f"/vacancies/{vacancy.id}/edit").form("/edit")["data"]
    assert {name: form[name] for name in said} == said
    page = browser.get(f"/vacancies/{vacancy.id}").text
    assert "The employer says: may be refused, has its own payslip line, is at cost" in page
    assert "Unproven: may be refused, has its own payslip line, is at cost" in page  # of the bus


def test_exceptions_are_shown_off_and_only_an_operator_switches_one(app: Flask) -> None:
    officer = a_browser_of(app, a_compliance_officer(app))
    shown = officer.get("/staff/exceptions")
    assert "Off Nobody has ever enabled it." in shown.text
    assert "not yet checked against the source" in shown.text
    assert "Enable it" not in shown.text
    assert officer.get(f"/staff/exceptions/{UK}").status == 403

    operator = a_browser_of(app, an_operator(app))
    form = operator.get(f"/staff/exceptions/{UK}")
    assert "Enter the reason" in operator.submit(form, reason="").text
    on = operator.submit(form, reason="Read on legislation pages, in force")
    assert "Enabled" in on.text
    assert "Read on legislation pages, in force" in on.text
    operator.submit(operator.get(f"/staff/exceptions/{UK}"), reason="Not for this portal")
    with app.extensions["fairshift"].sessions() as session:
        assert not fee_exceptions(session)[UK].enabled
    assert operator.get("/staff/exceptions/no-such").status == 404


def test_a_fee_is_published_only_under_an_exception_attached_by_hand(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    fee = {field_name("FEE-MATCH", "payer"): "worker", field_name("FEE-MATCH", "amount"): "100"}
    draft = send(browser, **fee, do="save").path
    assert "Workers must not pay this" in browser.submit(browser.get(draft), **answers(**fee)).text

    operator = a_browser_of(app, an_operator(app))
    operator.submit(operator.get(f"/staff/exceptions/{UK}"), reason="Read it")
    waiting = operator.get("/staff/worker-paid-costs")
    form = operator.get(waiting.link("Attach one: Matching offers and applications"))
    undisclosed = operator.submit(form, exception=UK, reason="Actors for a film")
    assert "Tick this only once it is so" in undisclosed.text
    attached = operator.submit(undisclosed, exception=UK, disclosed="y", reason="Actors for a film")
    assert UK in attached.text

    checked = browser.submit(browser.get(draft), **answers(**fee))
    assert checked.path.endswith("/check"), checked.text
    browser.submit(checked, button="Publish")
    [vacancy] = vacancies_of(app, employer)
    page = browser.get(f"/vacancies/{vacancy.id}").text
    assert "Allowed by Department for Business and Trade" in page
    assert "against the ILO definition" in page
    with app.extensions["fairshift"].sessions() as session:
        [line, *_] = costs_of(session, Ref("vacancy", vacancy.id))
    assert line.payer is Payer.WORKER
    assert line.exception
    assert line.exception.clears("FEE-MATCH", clock.today() or date.today())


def test_whoever_raises_the_amount_loses_the_exception(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    fee = {field_name("FEE-MATCH", "payer"): "worker", field_name("FEE-MATCH", "amount"): "100"}
    draft = send(browser, **fee, do="save").path
    operator = a_browser_of(app, an_operator(app))
    operator.submit(operator.get(f"/staff/exceptions/{UK}"), reason="Read it")
    stale = operator.get(operator.get("/staff/worker-paid-costs").link("Attach one"))
    assert "100" in stale.text
    told = {"exception": UK, "disclosed": "y", "reason": "Actors for a film"}

    dearer = fee | {field_name("FEE-MATCH", "amount"): "120"}
    browser.submit(browser.get(draft), **answers(**dearer, do="save"))
    late = operator.submit(stale, **told)
    assert "The cost has changed meanwhile" in late.text
    assert UK in operator.submit(late, **told).text

    raised = fee | {field_name("FEE-MATCH", "amount"): "900"}
    assert "Workers must not pay this" in browser.submit(browser.get(draft), **answers(**raised)).text
    browser.submit(browser.get(draft), **answers(**raised, do="save"))
    assert "Does not hold any more" in operator.get("/staff/worker-paid-costs").text


def test_members_do_not_reach_the_pages_of_exceptions(browser: ReviewingClient) -> None:
    for path in ("/staff/exceptions", f"/staff/exceptions/{UK}", "/staff/worker-paid-costs"):
        assert browser.get(path).status == 403
