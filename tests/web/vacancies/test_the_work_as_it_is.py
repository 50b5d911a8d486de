"""An employer says of a vacancy how the work really is, and leaves out what it does not know."""

from decimal import Decimal

import pytest
from flask import Flask

from portal.vacancies.condition_forms import CONDITION_FIELDS
from portal.vacancies.conditions import ASKED, Conditions, HolidayPay
from portal.vacancies.queries import masked
from tests.builders.accounts import a_browser_of
from tests.builders.organisations import SignedUp, an_approved_employer
from tests.builders.places_and_work import places_and_work
from tests.web.vacancies.test_posting_a_vacancy import send, vacancies_of
from tests.web_client import ReviewingClient

SAID = {
    "guaranteed_hours": "32",
    "payday": "every Friday",
    "holiday_pay": "apart",
    "holiday_percent": "12.07",
    "heaviest_kg": "15",
    "contact_phone": "+44 1632 960137",
    "may_refuse_hours": "yes",
}


@pytest.fixture
def employer(app: Flask) -> SignedUp:
    places_and_work(app)
    return an_approved_employer(app)


@pytest.fixture
def browser(app: Flask, employer: SignedUp) -> ReviewingClient:
    return a_browser_of(app, employer.person_id)


def test_what_was_said_is_read_back_counted_and_kept(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    check = send(browser, **SAID)
    assert "7 of 22 answered" in check.text
    assert "12.07 %, on top of the pay per hour" in check.text
    browser.submit(check, button="Publish")
    [row] = vacancies_of(app, employer)
    assert row.conditions == Conditions(
        guaranteed_hours=Decimal(32),
        payday="every Friday",
        holiday_pay=HolidayPay.APART,
        holiday_percent=Decimal("12.07"),
        heaviest_kg=15,
        contact_phone="+44 1632 960137",
        may_refuse_hours=True,
    )
    edited = browser.get(f"/vacancies/{row.id}/edit").form(f"/vacancies/{row.id}/edit")["data"]
    assert {name: edited[name] for name in ("payday", "holiday_pay", "heaviest_kg")} == {
        "payday": "every Friday",
        "holiday_pay": "apart",
        "heaviest_kg": "15",
    }


def test_all_of_it_may_be_left_out(app: Flask, browser: ReviewingClient, employer: SignedUp) -> None:
    check = send(browser)
    assert "0 of 22 answered" in check.text
    browser.submit(check, button="Publish")
    [row] = vacancies_of(app, employer)
    assert row.conditions == Conditions()


def test_a_number_that_is_no_phone_is_said_beside_its_field(browser: ReviewingClient) -> None:
    page = send(browser, contact_phone="call me")
    assert page.status == 422
    assert "Enter a phone number" in page.text


def test_before_both_said_yes_the_facts_are_read_without_the_contact(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    browser.submit(send(browser, **SAID, union="Unite at Fen Farm"), button="Publish")
    [row] = vacancies_of(app, employer)
    shown = masked(row).conditions
    assert (shown.payday, shown.contact_phone, shown.union) == ("every Friday", "", "")


def test_every_fact_is_asked_in_the_form() -> None:
    assert sorted(CONDITION_FIELDS) == sorted(ASKED)
