"""What compliance staff see of matches, and what holding does."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from portal.kernel.events import Ref
from portal.matching.service import rematch_marked
from portal.notifications import queries as notifications
from tests.builders.accounts import a_browser_of, a_compliance_officer, an_operator
from tests.builders.placements import NOW, Matched, a_match, a_party, accepted, act, agreed, offered
from tests.web_client import ReviewingClient


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at(app: Flask) -> Matched:
    return a_match(app)


@pytest.fixture
def officer(app: Flask) -> ReviewingClient:
    return a_browser_of(app, a_compliance_officer(app))


def test_matches_are_listed_and_narrowed_by_words_and_state(at: Matched, officer: ReviewingClient) -> None:
    assert "1 match" in officer.get("/staff/matches").text
    assert "1 match" in officer.get("/staff/matches?words=boston").text
    assert "1 match" in officer.get("/staff/matches?words=Fenland&state=open").text
    assert "No match fits" in officer.get("/staff/matches?words=100%25").text
    assert "No match fits" in officer.get("/staff/matches?state=lapsed").text
    assert officer.get("/staff/matches?state=nonsense&page=x").status == 200


def test_a_match_without_introduction_is_shown_whole(at: Matched, officer: ReviewingClient) -> None:
    page = officer.get(f"/staff/matches/{at.match_id}")
    assert page.status == 200
    for words in ("Fenland Labour", "Wash Logistics", "Checked, not scored", "Nobody has answered yet"):
        assert words in page.text
    assert "The match was found" in page.text


def test_a_match_with_people_shows_them_by_number_only(at: Matched, officer: ReviewingClient) -> None:
    introduction = agreed(at)
    accepted(at, introduction, "Ana Petrova, 07700 900123, ana@example.org")
    page = officer.get(f"/staff/matches/{at.match_id}")
    assert "agreed by both sides" in page.text
    assert "accepted" in page.text
    assert "Petrova" not in page.html
    assert "ana@example.org" not in page.html


def test_a_missing_match_is_not_found(officer: ReviewingClient) -> None:
    assert officer.get(f"/staff/matches/{uuid4()}").status == 404
    assert officer.get(f"/staff/hold/match/{uuid4()}").status == 404
    assert officer.get(f"/staff/hold/person/{uuid4()}").status == 404


def test_a_hold_says_first_what_it_will_stop(app: Flask, at: Matched, officer: ReviewingClient) -> None:
    introduction = agreed(at)
    offered(at, introduction, "Ana Petrova, , ana@example.org", "Ion Rusu, 07700 900124,")
    page = officer.get(f"/staff/hold/vacancy/{at.vacancy_id}")
    assert "1 match, 1 introduction and 2 open offers" in page.text
    assert "2 organisations and 2 workers" in page.text


def test_a_hold_needs_a_reason_and_is_shown_tells_and_stops(
    app: Flask, at: Matched, officer: ReviewingClient
) -> None:
    form = officer.get(f"/staff/hold/vacancy/{at.vacancy_id}")
    refused = officer.submit(form, reason=" ")
    assert refused.status == 422
    assert "Enter the reason" in refused.text
    done = officer.submit(refused, reason="The advert asks for a deposit.")
    assert "The advert asks for a deposit." in done.text
    act(app, rematch_marked)
    assert "Lapsed" in officer.get(f"/staff/matches/{at.match_id}").text
    with at.reading() as session:
        mails = notifications.mails_about(session, [at.vacancy])
    assert f"person:{at.employer.person_id}" in {
        mail.recipient for mail in mails if mail.template == "placements/held"
    }


def test_what_is_held_twice_or_released_twice_says_so(at: Matched, officer: ReviewingClient) -> None:
    first = officer.get(f"/staff/hold/match/{at.match_id}")
    second = officer.get(f"/staff/hold/match/{at.match_id}")
    officer.submit(first, reason="To be looked at.")
    assert "Somebody held it before" in officer.submit(second, reason="Me too.").text
    release, again = (officer.get(f"/staff/release/match/{at.match_id}") for _ in range(2))
    officer.submit(release, reason="All is well.")
    assert "Nothing holds it" in officer.submit(again, reason="All is well.").text


def test_nobody_but_compliance_gets_in(app: Flask, at: Matched) -> None:
    for person in (an_operator(app), at.provider.person_id):
        assert a_browser_of(app, person).get(f"/staff/matches/{at.match_id}").status == 403


def test_a_held_match_is_found_by_its_hold(app: Flask, at: Matched, officer: ReviewingClient) -> None:
    officer.submit(officer.get(f"/staff/hold/match/{at.match_id}"), reason="To be looked at.")
    assert "1 match" in officer.get("/staff/matches?held=yes").text
    assert str(Ref("match", at.match_id).id) in officer.get("/staff/holds").html


def test_a_match_whose_post_or_organisation_is_held_says_so_and_is_found_by_it(
    at: Matched, officer: ReviewingClient
) -> None:
    agreed(at)
    path = f"/staff/matches/{at.match_id}"
    page = officer.get(path)
    assert "Held" not in page.text
    form = officer.get(page.link("Hold the labour provider"))
    back = officer.submit(form, reason="Fees were taken.")
    assert back.path == path
    assert "Held" in back.text
    assert "Hold the employer" in back.text
    assert "Held" in officer.get("/staff/matches?held=yes").text
    released = officer.submit(officer.get(back.link("Release the labour provider")), reason="Paid back.")
    assert released.path == path
    assert "No match fits" in officer.get("/staff/matches?held=yes").text


def test_a_hold_leads_back_to_no_other_place_than_the_portal(at: Matched, officer: ReviewingClient) -> None:
    form = officer.get(f"/staff/hold/match/{at.match_id}?back=https://evil.example/")
    assert form.link("Back") == f"/staff/matches/{at.match_id}"


def test_a_hold_on_a_match_is_called_by_its_work_and_not_by_numbers(
    at: Matched, officer: ReviewingClient
) -> None:
    page = officer.get(f"/staff/hold/match/{at.match_id}")
    assert "forklift operator from Spalding" in page.text


def test_the_organisations_page_says_that_it_is_held_and_why(at: Matched, officer: ReviewingClient) -> None:
    path = f"/staff/organisations/{at.provider.organisation_id}"
    page = officer.get(path)
    done = officer.submit(officer.get(page.link("Hold it")), reason="Fees were taken.")
    assert done.path == path
    for words in ("On hold", "Fees were taken.", "Release it"):
        assert words in done.text
    assert "On hold" in officer.get("/staff/organisations?standing=approved").text


def test_licences_are_shown_as_they_were_judged_and_as_they_are_today(
    at: Matched, officer: ReviewingClient
) -> None:
    page = officer.get(f"/staff/matches/{at.match_id}")
    assert "When it was judged" in page.text
    assert "Today:" in page.text


def test_a_page_beyond_the_last_is_the_last(at: Matched, officer: ReviewingClient) -> None:
    assert "Wash Logistics" in officer.get("/staff/matches?page=9999").text


def test_from_a_match_the_way_back_keeps_the_filter_of_the_list(
    at: Matched, officer: ReviewingClient
) -> None:
    narrowed = "/staff/matches?words=boston&state=open"
    match = officer.get(officer.get(narrowed).link("forklift"))
    assert match.link("All matches") == narrowed
    held = officer.submit(officer.get(match.link("Hold this match")), reason="To be looked at.")
    assert held.link("All matches") == narrowed


def test_the_way_back_never_leads_elsewhere(at: Matched, officer: ReviewingClient) -> None:
    match = officer.get(f"/staff/matches/{at.match_id}?back=//evil.example/")
    assert match.link("All matches") == "/staff/matches"


def test_a_hold_names_only_what_it_stops_and_says_when_that_is_nothing(
    app: Flask, at: Matched, officer: ReviewingClient
) -> None:
    page = officer.get(f"/staff/hold/match/{at.match_id}")
    assert "Stops 1 match. Tells 2 organisations." in page.text
    lonely = a_party(app, "Lone Crews", supplies=True)
    page = officer.get(f"/staff/hold/organisation/{lonely.organisation_id}")
    assert "Stops nothing yet" in page.text
    assert "Tells 1 organisation." in page.text
