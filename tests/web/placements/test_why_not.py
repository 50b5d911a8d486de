"""The page and the data on which a member asks why another's post was not matched."""

from typing import Any

import pytest
import time_machine
from flask import Flask

from portal.availability import queries as availability
from portal.infra.guessing import MOST_MISSES, WITHIN
from portal.vacancies import queries as vacancies
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import Matched, a_lot, a_match, a_vacancy, introduced
from tests.contract.test_reading import digest
from tests.web_client import Page, ReviewingClient


@pytest.fixture(autouse=True)
def uncounted(app: Flask) -> None:
    app.extensions.pop("guesses", None)


@pytest.fixture
def provider(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.provider.person_id)


@pytest.fixture
def employer(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.employer.person_id)


def number_of_lot(at: Matched, lot: Any = None) -> str:
    with at.reading() as session:
        found = availability.availability(session, lot or at.availability_id)
    assert found is not None
    return found.number


def number_of_vacancy(at: Matched, vacancy: Any = None) -> str:
    with at.reading() as session:
        found = vacancies.vacancy(session, vacancy or at.vacancy_id)
    assert found is not None
    return found.number


def asked(at: Matched, browser: ReviewingClient, number: str, lot: Any = None) -> Page:
    return browser.get(
        f"/posts/availability/{lot or at.availability_id}/why-not", query_string={"number": number}
    )


def data(at: Matched, browser: ReviewingClient, number: str, lot: Any = None) -> Any:
    path = f"/posts/availability/{lot or at.availability_id}/why-not.json"
    return browser.get(path, query_string={"number": number}).response


def test_from_its_post_a_member_asks_about_a_number_and_reads_what_parts_them(
    at: Matched, provider: ReviewingClient
) -> None:
    far = a_lot(at.app, at.provider, travel_km=10)
    page = provider.get(provider.get(f"/availability/{far}").link("Why was one not matched?"))
    assert "Reference of the vacancy" in page.text
    page = asked(at, provider, number_of_vacancy(at).lower().replace("-", " "), far)
    assert "does not fit your post: 1 thing parts them." in page.text
    assert "your workers travel 10\N{NO-BREAK SPACE}km" in page.html
    assert page.link("Change it") == f"/availability/{far}/edit#about-place"
    assert "What fits" in page.text
    assert "Wash Logistics" not in page.text


def test_a_match_is_linked_and_ranked(at: Matched, employer: ReviewingClient) -> None:
    page = employer.get(f"/posts/vacancy/{at.vacancy_id}/why-not?number={number_of_lot(at)}")
    assert "It is the only lot that fits your vacancy." in page.text
    assert page.link("Open the match") == f"/matches/{at.match_id}"
    assert "Fenland Labour" not in page.text
    introduced(at)
    page = employer.get(f"/posts/vacancy/{at.vacancy_id}/why-not?number={number_of_lot(at)}")
    assert "both sides said yes" in page.text


@pytest.mark.parametrize(
    "typed", ["", "\0", "A-123456", "V-12345", "V-1234567", "v-１２３４５６", "gibberish" * 9]
)
def test_what_is_no_reference_is_said_beside_the_field_and_kept(
    at: Matched, provider: ReviewingClient, typed: str
) -> None:
    page = asked(at, provider, typed)
    assert page.status == 200
    assert "Enter the reference of a vacancy; it looks like V-123456" in page.text
    [field] = [one for one in page.all("input") if one.get("name") == "number"]
    assert (field.get("value") or "") == typed.replace("\0", "")[:40]
    told = data(at, provider, typed)
    assert (told.status_code, told.json["status"], told.json["field"]) == (422, 422, "number")


def test_what_was_never_shown_reads_as_what_nobody_has(at: Matched, provider: ReviewingClient) -> None:
    elsewhere = a_vacancy(at.app, at.employer, isco="2221", occupation="nurse", title="nurse")
    read = {number: asked(at, provider, number) for number in (number_of_vacancy(at, elsewhere), "V-100000")}
    assert len({page.text.replace(number, "") for number, page in read.items()}) == 1
    assert "No vacancy with this reference was shown to you" in read["V-100000"].text
    told = [data(at, provider, number) for number in read]
    assert told[0].status_code == told[1].status_code == 404
    assert told[0].json == told[1].json


def test_another_organisations_matches_are_no_way_to_a_number(at: Matched, app: Flask) -> None:
    other = a_match(app)
    browser = a_browser_of(app, other.provider.person_id)
    only_theirs = a_vacancy(app, at.employer, latitude=57.1, longitude=-2.1)
    a_lot(app, at.provider, latitude=57.1, longitude=-2.1)
    assert data(other, browser, number_of_vacancy(at, only_theirs)).status_code == 404
    assert data(at, browser, number_of_vacancy(at)).status_code == 404, "by way of another's lot"


def test_whoever_guesses_is_stopped_with_all_of_its_organisation_and_others_are_not(
    at: Matched, provider: ReviewingClient, employer: ReviewingClient, clock: time_machine.Traveller
) -> None:
    known = number_of_vacancy(at)
    for guess in range(MOST_MISSES):
        assert data(at, provider, f"V-{100_000 + guess}").status_code == 404
    assert data(at, provider, known).status_code == 429, "a hit would tell"
    assert asked(at, provider, known).status == 429
    assert data(at, provider, "gibberish").status_code == 422
    assert employer.get(f"/posts/vacancy/{at.vacancy_id}/why-not?number={number_of_lot(at)}").status == 200
    clock.shift(WITHIN)
    assert data(at, provider, known).status_code == 200


def test_asking_writes_nothing(at: Matched, provider: ReviewingClient) -> None:
    engine = at.app.extensions["fairshift"].engine
    provider.get("/")  # so that the session was used
    with engine.connect() as connection:
        before = digest(connection)
    for number in (number_of_vacancy(at), "V-100000", "x"):
        asked(at, provider, number)
        data(at, provider, number)
    with engine.connect() as connection:
        assert digest(connection) == before


def test_before_approval_nobody_asks(app: Flask) -> None:
    at = a_match(app, approved=False)
    browser = a_browser_of(app, at.provider.person_id)
    page = asked(at, browser, number_of_vacancy(at))
    assert "You can ask as soon as your organisation is approved." in page.text
    assert "warehouse forklift driver" not in page.text
    assert data(at, browser, number_of_vacancy(at)).status_code == 403


STABLE = {"vacancy", "availability", "matched", "verdict", "rank", "of", "score", "factors", "gates"}


def test_programs_get_the_members_view_in_one_call(at: Matched, provider: ReviewingClient) -> None:
    body = data(at, provider, number_of_vacancy(at)).json
    assert set(body) == STABLE
    assert (body["matched"], body["rank"], body["of"]) == (True, 1, 1)
    assert body["score"] == round(body["score"], 2)
    assert set(body["factors"]) == {"skills", "occupation", "distance", "dates", "heads"}
    assert {one["gate"]: one["passed"] for one in body["gates"]}["pay"] is None
    far = a_lot(at.app, at.provider, travel_km=10)
    body = data(at, provider, number_of_vacancy(at), far).json
    assert set(body) == STABLE
    assert (body["matched"], body["rank"], body["score"], body["factors"]) == (False, None, None, None)
    assert [one["gate"] for one in body["gates"] if one["passed"] is False] == ["place"]


def test_programs_of_staff_get_the_whole_judgement(app: Flask, at: Matched) -> None:
    officer = a_browser_of(app, a_compliance_officer(app))
    lot, vacancy = number_of_lot(at), number_of_vacancy(at)
    body = officer.get(f"/staff/compare.json?lot={lot}&vacancy={vacancy}").response.json
    assert set(body) > STABLE
    assert len(body["gates"]) == 12
    assert body["state"] == "open"
    wrong = officer.get(f"/staff/compare.json?lot=A-1&vacancy={vacancy}").response
    assert (wrong.status_code, wrong.json["field"], wrong.json["status"]) == (404, "lot", 404)
    assert officer.get("/staff/compare.json").response.status_code == 422


def test_programs_are_told_in_json_to_sign_in_and_what_is_not_theirs(
    app: Flask, at: Matched, provider: ReviewingClient
) -> None:
    path = f"/posts/vacancy/{at.vacancy_id}/why-not.json"
    told = ReviewingClient(app).get(path).response
    assert (told.status_code, told.json["status"]) == (401, 401)
    told = provider.get(path).response
    assert (told.status_code, told.json["status"]) == (404, 404)
    assert provider.get("/staff/compare.json").response.json["status"] == 403
