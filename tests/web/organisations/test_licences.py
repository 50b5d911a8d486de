"""Licences on the pages: what is missing, looked up by hand, lists of authorities taken over."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from portal.organisations.domain.licences import LicenceStatus
from portal.organisations.licence_queries import KnownLicence, known_licences_of
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.organisations import SignedUp, an_approved_provider
from tests.web_client import Page, ReviewingClient

SEEN = {"found": "active", "name": "Somebody", "address": "https://register.example/FEN0001"}


def the_licence(app: Flask, who: SignedUp) -> KnownLicence:
    with app.extensions["fairshift"].sessions() as session:
        [found] = known_licences_of(session, who.organisation_id)
        return found


@pytest.fixture
def who(app: Flask) -> SignedUp:
    return an_approved_provider(app)


@pytest.fixture
def staff(app: Flask) -> ReviewingClient:
    return a_browser_of(app, a_compliance_officer(app))


def look_up(staff: ReviewingClient, licence_id: UUID, **typed: Any) -> Page:
    page = staff.get(f"/staff/licences/{licence_id}/check")
    return staff.submit(page, button="Keep", **{**SEEN, **typed})


def test_a_member_reads_when_a_licence_was_looked_up_and_what_is_missing(app: Flask, who: SignedUp) -> None:
    page = a_browser_of(app, who.person_id).get("/organisation/licences")
    for words in ("formerly Gangmasters and Labour Abuse Authority", "Nobody has looked it up", "Never"):
        assert words in page.text


def test_a_member_without_licence_reads_where_one_is_needed(app: Flask) -> None:
    bare = an_approved_provider(app, licensed=False)
    page = a_browser_of(app, bare.person_id).get("/organisation/licences")
    assert "Farming and horticulture, United Kingdom: a licence of Fair Work Agency is needed" in page.text
    assert "No licence yet" in page.text
    assert "Warehousing" not in page.text


def test_a_member_reads_that_a_number_declared_after_a_stop_awaits_the_register(
    app: Flask, who: SignedUp, staff: ReviewingClient
) -> None:
    look_up(staff, the_licence(app, who).id, found="suspended", name=the_licence(app, who).organisation)
    client = a_browser_of(app, who.person_id)
    days: dict[str, Any] = {"valid_from": ["27", "3", "2026"], "valid_to": ["27", "3", "2036"]}
    page = client.get("/organisation/licences/new")
    client.submit(page, button="Save", authority="GLAA", number="NEW 2", **days)
    shown = client.get("/organisation/licences")
    assert "it counts as soon as we find it in the register" in shown.text
    assert "a licence of Fair Work Agency is needed, and none is good" in shown.text


@pytest.mark.parametrize("typed", ["GLAA", "gangmasters licensing authority", "Fair Work Agency"])
def test_a_former_name_of_an_authority_finds_it(app: Flask, typed: str) -> None:
    client = a_browser_of(app, an_approved_provider(app, licensed=False).person_id)
    days: dict[str, Any] = {"valid_from": ["27", "3", "2026"], "valid_to": ["27", "3", "2036"]}
    page = client.get("/organisation/licences/new")
    kept = client.submit(page, button="Save", authority=typed, number="FEN 9", **days)
    assert "Fair Work Agency, FEN 9" in kept.text


def test_an_authority_that_nobody_knows_is_said_beside_the_field(app: Flask) -> None:
    client = a_browser_of(app, an_approved_provider(app, licensed=False).person_id)
    page = client.submit(
        client.get("/organisation/licences/new"), button="Save", authority="The Queen", number="1"
    )
    assert page.status == 422
    assert "We know no authority by this name" in page.text


def test_staff_find_a_licence_in_the_register(app: Flask, who: SignedUp, staff: ReviewingClient) -> None:
    known = the_licence(app, who)
    assert known.organisation in staff.get("/staff/licences").text
    page = look_up(staff, known.id, name=known.organisation)
    assert "counts as found in the register" in page.text
    assert "https://register.example/FEN0001" in page.text
    assert ": Active" in page.text
    assert the_licence(app, who).licence.status is LicenceStatus.CHECKED
    assert "None: every licence that counts" in staff.get("/staff/licences").text


def test_another_name_in_the_register_is_said(app: Flask, who: SignedUp, staff: ReviewingClient) -> None:
    page = look_up(staff, the_licence(app, who).id, name="Wash Harvesters")
    assert "still counts as declared only" in page.text
    assert "The register has another name: Wash Harvesters." in page.text
    assert "under another name: Wash Harvesters" in staff.get("/staff/licences").text
    member = a_browser_of(app, who.person_id).get("/organisation/licences")
    assert "under another name: Wash Harvesters" in member.text


def test_evidence_is_asked_for(app: Flask, who: SignedUp, staff: ReviewingClient) -> None:
    page = look_up(
        staff,
        the_licence(app, who).id,
        found="",
        name="",
        address="somewhere",
        seen_on=["1", "1", "2150"],
        same_body="y",
    )
    assert page.status == 422
    for words in (
        "Choose what the register says",
        "Enter a whole address",
        "Enter today or an earlier day",
        "Say how you know that it is the same organisation",
    ):
        assert words in page.text
    assert the_licence(app, who).last is None


def test_a_suspension_found_by_hand_shows_on_the_pages(
    app: Flask, who: SignedUp, staff: ReviewingClient
) -> None:
    known = the_licence(app, who)
    page = look_up(staff, known.id, name=known.organisation, found="suspended")
    assert "waits now" in page.text
    member = a_browser_of(app, who.person_id).get("/organisation/licences")
    assert "The authority has suspended it" in member.text


def test_a_list_is_taken_over_and_bad_cells_are_named(
    app: Flask, who: SignedUp, staff: ReviewingClient
) -> None:
    name = the_licence(app, who).organisation

    def send(text: str, **typed: Any) -> Page:
        file = (io.BytesIO(text.encode()), "register.csv")
        page = staff.get("/staff/licences/import")
        asked: dict[str, Any] = {"authority": "GLAA", "is_whole": "yes", **typed}
        return staff.submit(page, button="Take the list over", file=file, **asked)

    wrong = send("number,name,status\nFEN0001,,asleep\n")
    assert wrong.status == 422
    assert "2 cells are wrong" in wrong.text
    assert "“asleep” is no status" in wrong.text
    assert "lacks these columns: status" in send("number,name\n1,2\n").text
    assert "neither a CSV file nor" in send("PK\x03\x04").text
    assert "We know no authority" in send("number,name,status\n1,a,active\n", authority="Nobody").text
    done = send(f"number,name,status\nFEN-0001,{name},withdrawn\n")
    assert "Taken over: 1 entries" in done.text
    assert "register.csv" in done.text
    assert the_licence(app, who).licence.status is LicenceStatus.WITHDRAWN


def test_members_cannot_open_the_pages_of_staff(app: Flask, who: SignedUp) -> None:
    client = a_browser_of(app, who.person_id)
    known = the_licence(app, who)
    for path in ("/staff/licences", f"/staff/licences/{known.id}", "/staff/licences/import"):
        assert client.get(path).status in {403, 404}
