"""Sessions: who is signed in, for how long, and how it ends."""

from flask import Flask

from tests.builders.accounts import a_browser_of, a_person, an_operator
from tests.builders.organisations import an_approved_employer, an_approved_provider


def test_an_approved_provider_can_be_made(app: Flask) -> None:
    provider, employer = an_approved_provider(app), an_approved_employer(app)
    assert provider.organisation_id != employer.organisation_id


def test_a_person_signed_in_by_the_builder_sees_their_account(app: Flask) -> None:
    page = a_browser_of(app, a_person(app)).get("/account")
    assert "Your account" in page.text
    assert a_browser_of(app, an_operator(app)).get("/account").status == 200
