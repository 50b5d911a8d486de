"""A dispatcher says what workers of a lot have paid already."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from portal.availability import queries
from portal.compliance.costs.domain import Collection, CostStage, Payer
from portal.compliance.costs.queries import costs_of
from portal.kernel.events import Ref
from tests.builders.accounts import a_browser_of
from tests.builders.organisations import SignedUp, an_approved_provider
from tests.builders.places_and_work import places_and_work
from tests.web.availability.forms import lot_answers
from tests.web_client import Page, ReviewingClient

FEE = {
    "paid_1_category": "FEE-MATCH",
    "paid_1_amount": "350",
    "paid_1_currency": "EUR",
    "paid_1_basis": "per-worker",
    "paid_1_collected_by": "a broker in Vidin",
    "paid_1_collection": "cash",
    "paid_1_stage": "recruitment",
}
BACK = {"paid_1_reimbursed": "350", "paid_1_reimbursed_on": ["3", "2", "2026"]}


@pytest.fixture
def provider(app: Flask) -> SignedUp:
    places_and_work(app)
    return an_approved_provider(app)


@pytest.fixture
def browser(app: Flask, provider: SignedUp) -> ReviewingClient:
    return a_browser_of(app, provider.person_id)


def send(browser: ReviewingClient, **changes: Any) -> Page:
    form = browser.get("/availability/new")
    return browser.submit(
        form, to="/availability/new", **lot_answers(**{"paid_by_workers": "yes", **changes})
    )


def test_nothing_is_preset(browser: ReviewingClient) -> None:
    data = browser.get("/availability/new").form("/availability/new")["data"]
    typed = {name: value for name, value in data.items() if name.startswith("paid_")}
    assert len(typed) >= 5 * 4  # lists without a choice send nothing
    assert {"".join(value) if isinstance(value, list) else value for value in typed.values()} <= {"", None}


def test_what_they_paid_is_kept_shown_and_published_with_the_lot(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    checked = send(browser, **FEE, **BACK)
    assert "Matching offers and applications; €350.00 per worker" in checked.text
    browser.submit(checked, button="Publish")

    with app.extensions["fairshift"].sessions() as session:
        [lot] = queries.own_availabilities(session, provider.organisation_id)
        [line] = costs_of(session, Ref("availability", lot.id))
    assert (line.category, line.payer, line.amount, line.currency) == (
        "FEE-MATCH",
        Payer.WORKER,
        Decimal(350),
        "EUR",
    )
    assert (line.collected_by, line.collection, line.stage) == (
        "a broker in Vidin",
        Collection.CASH,
        CostStage.RECRUITMENT,
    )
    assert line.reimbursed == Decimal(350)
    assert not line.worker_confirmed

    page = browser.get(f"/availability/{lot.id}").text
    for words in (
        "What these workers have paid",
        "a broker in Vidin",
        "no worker has confirmed it",
        "Declared",
    ):
        assert words in page, words
    form = browser.get(f"/availability/{lot.id}/edit").form("/edit")["data"]
    assert {name: form[name] for name in FEE} == FEE


def test_an_edit_to_no_clears_the_lines_of_the_new_version_only(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    browser.submit(send(browser, **FEE), button="Publish")
    with app.extensions["fairshift"].sessions() as session:
        [lot] = queries.own_availabilities(session, provider.organisation_id)
    browser.submit(
        browser.get(f"/availability/{lot.id}/edit"), to="/edit", paid_by_workers="no", do="continue"
    )
    with app.extensions["fairshift"].sessions() as session:
        assert costs_of(session, Ref("availability", lot.id)) == ()
        assert len(costs_of(session, Ref("availability", lot.id), 1)) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    (dict.fromkeys(FEE, ""), "Say what they paid: at least one line"),
    ({**FEE, "paid_1_category": ""}, "Choose what they paid for, or clear the line"),
    ({**FEE, "paid_1_amount": ""}, "Enter how much they paid"),
    ({**FEE, "paid_1_amount": "lots"}, "Enter a number from 0 to 1,000,000"),
    ({**FEE, "paid_1_currency": ""}, "Choose the currency"),
    ({**FEE, "paid_1_basis": ""}, "Choose what the amount is counted by"),
    ({**FEE, "paid_1_reimbursed": "400"}, "Enter at most what they paid"),
    ({**FEE, "paid_1_reimbursed": "50"}, "Enter the day on which it was paid back"),
    ({**FEE, **BACK, "paid_1_reimbursed_on": ["1", "1", "2199"]}, "Enter today or an earlier day"),
    ({**FEE, "paid_4_collected_by": "somebody"}, "Choose what they paid for, or clear the line"),
    ({**FEE, "paid_1_category": "zz"}, "Not a valid choice"),
]


@pytest.mark.parametrize(("changes", "said"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_lines_are_answered_beside_the_field_and_kept(
    app: Flask, browser: ReviewingClient, provider: SignedUp, changes: dict[str, Any], said: str
) -> None:
    page = send(browser, **changes)
    assert page.status == 422
    assert said in page.text
    kept = page.form("/availability/new")["data"]
    for name, value in changes.items():
        if value != "zz":
            assert kept.get(name, "") == value, name
    with app.extensions["fairshift"].sessions() as session:
        assert queries.own_availabilities(session, provider.organisation_id) == []


def test_a_proof_of_what_they_paid_can_be_named(
    app: Flask, browser: ReviewingClient, provider: SignedUp
) -> None:
    browser.submit(send(browser, **FEE), button="Publish")
    with app.extensions["fairshift"].sessions() as session:
        [lot] = queries.own_availabilities(session, provider.organisation_id)
    form = browser.get(browser.get(f"/availability/{lot.id}").link("Name a proof: Matching offers"))
    after = browser.submit(form, paper="statement", number="Bank 7", dated=["3", "2", "2026"])
    assert "Evidenced Shown by: Bank statement Bank 7, 3 February 2026" in after.text
    assert browser.get(f"/availability/{lot.id}/costs/5").status == 404
