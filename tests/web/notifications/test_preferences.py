"""A member chooses which mails to get, for each organisation."""

import pytest
from flask import Flask
from sqlalchemy import update

from portal.app import Services
from portal.notifications import queries
from portal.notifications.domain import Frequency, Preference
from portal.organisations.models import OrganisationRow
from tests.builders.accounts import a_browser_of, an_operator
from tests.builders.organisations import SignedUp, a_registered_organisation
from tests.web_client import ReviewingClient

PATH = "/account/mails"


@pytest.fixture
def who(app: Flask) -> SignedUp:
    return a_registered_organisation(app)


def preference(app: Flask, who: SignedUp) -> Preference:
    services: Services = app.extensions["fairshift"]
    with services.sessions() as session:
        return queries.preference(session, who.person_id, who.organisation_id)


def test_a_choice_is_saved_and_shown_again(app: Flask, who: SignedUp) -> None:
    browser, number = a_browser_of(app, who.person_id), who.organisation_id.hex
    page = browser.get(PATH)
    assert page.form()["data"][f"matches_{number}"] == "at once"
    page = browser.submit(page, **{f"matches_{number}": "daily", f"progress_{number}": "no"})
    assert "Your choice is saved." in page.text
    assert page.form()["data"][f"matches_{number}"] == "daily"
    assert preference(app, who) == Preference(Frequency.DAILY, progress=False)


@pytest.mark.parametrize("hostile", ["hourly", "", "at once\x00", "x" * 5000])
def test_a_choice_that_is_not_offered_is_refused_beside_the_field(
    app: Flask, who: SignedUp, hostile: str
) -> None:
    browser = a_browser_of(app, who.person_id)
    page = browser.submit(browser.get(PATH), **{f"matches_{who.organisation_id.hex}": hostile})
    assert page.status == 422
    assert "There is a problem" in page.text
    assert preference(app, who) == Preference()


def test_staff_are_told_that_there_is_nothing_to_choose(app: Flask) -> None:
    page = a_browser_of(app, an_operator(app)).get(PATH)
    assert "You act for no organisation" in page.text


def test_a_stranger_signs_in_first(client: ReviewingClient) -> None:
    assert client.http.get(PATH).status_code == 302


def test_an_organisations_name_is_words_and_never_html(app: Flask, who: SignedUp) -> None:
    services: Services = app.extensions["fairshift"]
    with services.engine.begin() as connection:
        named = update(OrganisationRow).values(name='Fenland <meta http-equiv="refresh" content="0"> & Sons')
        connection.execute(named)
    page = a_browser_of(app, who.person_id).get(PATH)
    assert 'Fenland <meta http-equiv="refresh" content="0"> & Sons?' in page.text
    assert not [one for one in page.all("meta") if one.get("http-equiv")]
