"""Staff keep the rates of minimum pay."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from portal.compliance.pay.minimum import rate_on
from portal.compliance.pay.queries import pay_rates
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import NOW

TYPED = {
    "country": "GB",
    "since": ["1", "4", "2029"],
    "is_statutory": "yes",
    "hourly": "14,05",
    "currency": "GBP",
    "basis": "21 and over",
    "source": "The order of 2029",
}


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(app):
    return a_browser_of(app, a_compliance_officer(app))


def in_2029(app) -> Decimal | None:
    with app.extensions["fairshift"].sessions() as session:
        found = rate_on(pay_rates(session), "GB", date(2029, 5, 1))
    return found.hourly if found else None


def test_the_page_shows_what_holds_today_and_that_nobody_checked_it(officer):
    shown = officer.get("/staff/minimum-pay")
    assert "United Kingdom" in shown.text
    assert "Not yet checked against the source" in shown.text


def test_a_rate_that_staff_enter_holds_from_its_day(app, officer):
    form = officer.get("/staff/minimum-pay/enter")
    officer.submit(form, **TYPED)
    assert in_2029(app) == Decimal("14.05")


def test_a_rate_without_an_amount_is_asked_for_beside_the_field(app, officer):
    form = officer.get("/staff/minimum-pay/enter")
    answer = officer.submit(form, **(TYPED | {"hourly": ""}))
    assert "Enter the rate per hour, like 12.71" in answer.text
    assert "The order of 2029" in answer.html
    assert in_2029(app) != Decimal("14.05")


def test_a_corrected_rate_stands_in_place_of_the_former(app, officer):
    for amount in ("14.05", "14.10"):
        officer.submit(officer.get("/staff/minimum-pay/enter"), **(TYPED | {"hourly": amount}))
    assert in_2029(app) == Decimal("14.10")


def test_a_rate_that_was_withdrawn_gives_way_to_the_shipped_one(app, officer):
    shipped = in_2029(app)
    officer.submit(officer.get("/staff/minimum-pay/enter"), **TYPED)
    with time_machine.travel(datetime(2029, 5, 1, 9, tzinfo=UTC), tick=False):
        later = a_browser_of(app, a_compliance_officer(app))
        shown = later.get("/staff/minimum-pay")
        withdraw = [one for one in shown.all("form") if one.get("action", "").endswith("/withdraw")]
        later.submit(shown, to=withdraw[0].get("action"))
    assert in_2029(app) == shipped
