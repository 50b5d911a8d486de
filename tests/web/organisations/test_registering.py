"""An organisation registers, and is approved or refused."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.kernel.events import ActorId
from portal.organisations import queries, service
from portal.organisations.domain import LicenceStatus, RegisteredAddress
from tests.builders.accounts import (
    PASSWORD,
    a_browser_of,
    a_compliance_officer,
    a_person,
    an_operator,
    last_mail,
    link_in,
    mails,
    transactor_of,
)
from tests.builders.organisations import (
    BOSTON,
    WISBECH,
    a_registered_organisation,
    an_approved_provider,
    approve,
    know_places,
)
from tests.web_client import Page, ReviewingClient

TYPED = {
    "name": "Fenland Harvest Labour Ltd",
    "kind": "provider",
    "country": "GB",
    "register_number": "09910417",
    "street": "12 Station Road",
    "post_town": "Wisbech",
    "postcode": "PE13 2RN",
    "website": "fenland-harvest.example",
    "sectors": ["01", "10"],
    "town": "Wisbech",
    "phone": "01945 555010",
    "your_name": "Maya Okafor",
    "email": "maya@fenland-harvest.example",
    "password": PASSWORD,
    "terms_agreed": "y",
}


def register(client: ReviewingClient, **changes: object) -> Page:
    return client.submit(client.get("/register"), button="Register", **{**TYPED, **changes})


def test_an_organisation_registers_confirms_and_sees_itself(app: Flask, client: ReviewingClient) -> None:
    know_places(app)
    assert "Now check your mail" in register(client).text
    client.submit(client.get(link_in(last_mail(app, "accounts/confirm_email"))), button="Confirm")
    client.submit(client.get("/sign-in"), button="Sign in", email=TYPED["email"], password=PASSWORD)
    page = client.get("/organisation")
    for words in (
        "Fenland Harvest Labour Ltd",
        "Waiting",
        "Labour provider",
        "09910417",
        "12 Station Road, Wisbech, PE13 2RN",
    ):
        assert words in page.text
    assert "+441945555010" in page.text.replace(" ", "")


@pytest.mark.parametrize(
    ("door", "ticked"), [("employer", "employer"), ("provider", "provider"), ("king", None)]
)
def test_the_door_one_came_by_ticks_ones_part(client: ReviewingClient, door: str, ticked: str | None) -> None:
    asked = client.get(f"/register?as={door}").form(button="Register")["data"]
    assert asked.get("kind") == ticked


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Enter the name of the organisation"),
        ("kind", None, "Choose what your organisation does"),
        ("country", "", "Choose the country"),
        ("register_number", "", "Enter the register number"),
        ("register_number", "12", "A company number has 8 characters"),
        ("street", "", "Enter the street and the number"),
        ("street", "–", "like 12 Station Road"),
        ("post_town", "", "Enter the town of the registered address"),
        ("postcode", "", "Enter a whole postcode of this country, like PE13 2RN"),
        ("postcode", "PE13", "Enter a whole postcode of this country, like PE13 2RN"),
        ("sectors", None, "Choose at least one sector"),
        ("sectors", ["nonsense"], "not"),
        ("town", "", "Enter a town or a postcode"),
        ("town", "Wisbeech", "Did you mean: Wisbech"),
        ("town", "Qqqqqq", "We know no such town"),
        ("phone", "12", "Enter a phone number with its country code"),
        ("your_name", " ", "Enter your name"),
        ("email", "maya", "Enter an e-mail address in the correct form"),
        ("password", "short", "Use 12 characters or more"),
        ("password", "fenland harvest labour ltd", "This would be guessed soon"),
        ("terms_agreed", None, "Tick the box"),
    ],
)
def test_a_bad_answer_is_explained_beside_its_field_and_the_rest_is_kept(
    app: Flask, client: ReviewingClient, field: str, typed: object, said: str
) -> None:
    know_places(app)
    page = register(client, **{field: typed})
    assert page.status == 422
    assert said in page.text
    kept = page.form()["data"]
    for name in ("name", "kind", "register_number", "street", "postcode", "town", "your_name", "email"):
        if name != field:
            assert kept[name] == TYPED[name]
    assert mails(app) == []


def test_an_unclear_town_is_said_together_with_the_other_mistakes(
    app: Flask, client: ReviewingClient
) -> None:
    know_places(app)
    page = register(client, town="Wisbeech", phone="12", register_number="12")
    for said in ("Did you mean: Wisbech", "with its country code", "A company number has 8 characters"):
        assert said in page.text


def test_mistakes_are_listed_in_the_order_of_the_form(client: ReviewingClient) -> None:
    page = client.submit(client.get("/register"), button="Register")
    said = ["the name of the organisation", "register number", "street and the number", "one sector", "phone"]
    places = [page.text.index(one) for one in said]
    assert places == sorted(places)


def test_a_known_address_gets_the_same_page_but_another_mail(app: Flask, client: ReviewingClient) -> None:
    know_places(app)
    new = register(client)
    a_person(app, email="old@fenland-harvest.example")
    known = register(client, email="old@fenland-harvest.example")
    assert known.text == new.text
    assert known.path == new.path
    assert mails(app)[-1] == "organisations/already_registered"
    assert mails(app).count("accounts/confirm_email") == 1


def test_somebody_signed_in_registers_another_and_acts_for_it(app: Flask) -> None:
    know_places(app)
    who = a_registered_organisation(app)
    client = a_browser_of(app, who.person_id)
    typed = {
        key: TYPED[key] for key in TYPED if key not in ("your_name", "email", "password", "terms_agreed")
    }
    page = client.submit(client.get("/register"), button="Register", **typed)
    assert page.path == "/organisation"
    assert page.text.count("Fenland Harvest Labour Ltd") >= 2


def test_an_operator_approves_and_the_administrator_has_mail(app: Flask) -> None:
    who = a_registered_organisation(app, name="Vale Crews Ltd")
    operator = a_browser_of(app, an_operator(app))
    queue = operator.get("/staff/organisations")
    page = operator.get(queue.link("Vale Crews Ltd"))
    assert "e-mail address is confirmed" in page.text
    done = operator.submit(page, button="Approve")
    assert "is approved. They are told by mail." in done.text
    assert last_mail(app, "organisations/approved")["to"] == f"person:{who.person_id}"
    assert "Approved" in a_browser_of(app, who.person_id).get("/organisation").text


def test_an_unconfirmed_applicant_is_not_approved(app: Flask) -> None:
    who = a_registered_organisation(app, confirmed=False)
    operator = a_browser_of(app, an_operator(app))
    page = operator.get(f"/staff/organisations/{who.organisation_id}")
    assert "Not approved: the applicant has not confirmed" in operator.submit(page, button="Approve").text


def test_a_refusal_needs_a_reason_which_is_mailed_and_they_may_apply_again(app: Flask) -> None:
    who = a_registered_organisation(app, name="Vale Crews Ltd")
    operator = a_browser_of(app, an_operator(app))
    page = operator.get(f"/staff/organisations/{who.organisation_id}")
    empty = operator.submit(page, button="Refuse", reason="")
    assert empty.status == 422
    assert "Enter the reason" in empty.text
    operator.submit(empty, button="Refuse", reason="The number belongs to another company.")
    assert last_mail(app, "organisations/refused")["reason"] == "The number belongs to another company."
    member = a_browser_of(app, who.person_id)
    shown = member.get("/organisation")
    assert "The number belongs to another company." in shown.text
    again = member.submit(shown, to="/organisation/apply-again")
    assert "Your application is with us again" in again.text
    assert "Vale Crews Ltd" in operator.get("/staff/organisations").text


def test_the_express_lane_comes_first_and_operators_have_mail(app: Flask) -> None:
    operator = an_operator(app)
    a_registered_organisation(app, name="Oldest Crews Ltd")
    slow = a_registered_organisation(app, name="Urgent Crews Ltd")
    member = a_browser_of(app, slow.person_id)
    asked = member.submit(member.get("/organisation"), to="/organisation/express")
    assert "We decide within one hour" in asked.text
    text = a_browser_of(app, operator).get("/staff/organisations").text
    assert text.index("Urgent Crews Ltd") < text.index("Oldest Crews Ltd")
    assert last_mail(app, "organisations/express")["to"] == f"person:{operator}"


def test_what_resembles_another_organisation_is_shown(app: Flask) -> None:
    first = a_registered_organisation(app, name="Vale Crews Ltd", register_number="09910631")
    approve(app, first.organisation_id)
    second = a_registered_organisation(app, name="VALE CREWS LIMITED", register_number="0991 0631")
    page = a_browser_of(app, an_operator(app)).get(f"/staff/organisations/{second.organisation_id}")
    assert "Others have the same name: Vale Crews Ltd" in page.text
    assert "Others have the same register number: Vale Crews Ltd" in page.text


def test_one_registered_address_under_two_names_is_shown_to_whoever_decides(app: Flask) -> None:
    here = RegisteredAddress("12 Station Road", "Wisbech", "PE13 2RN")
    a_registered_organisation(app, name="Vale Crews Ltd", address=here)
    there = RegisteredAddress("12, STATION RD.", "Wisbech", "pe132rn")
    second = a_registered_organisation(app, name="Marsh Farms Ltd", address=there)
    page = a_browser_of(app, an_operator(app)).get(f"/staff/organisations/{second.organisation_id}")
    assert "12, STATION RD., Wisbech, pe132rn" in page.text
    assert "Others have the same registered address: Vale Crews Ltd" in page.text


def test_who_came_before_the_address_was_asked_for_is_asked_when_changing_the_details(app: Flask) -> None:
    who = a_registered_organisation(app, address=None)
    page = a_browser_of(app, an_operator(app)).get(f"/staff/organisations/{who.organisation_id}")
    assert "No registered address was given." in page.text
    approve(app, who.organisation_id)
    member = a_browser_of(app, who.person_id)
    asked = member.submit(member.get("/organisation/details"), button="Save")
    assert asked.status == 422
    assert "Enter the street and the number" in asked.text
    assert "like PE13 2RN" in asked.text
    typed = {"street": "1 Quay", "post_town": "Boston", "postcode": "PE21 6QL"}
    assert "1 Quay, Boston, PE21 6QL" in member.submit(asked, button="Save", **typed).text


def test_a_country_without_postcodes_needs_none_and_another_needs_some(app: Flask) -> None:
    know_places(app, replace(WISBECH, country="HK"), replace(BOSTON, country="CZ"))
    client = ReviewingClient(app)
    assert "/registered" in register(client, country="HK", postcode="", phone="+85221234567").path
    page = register(client, country="CZ", town="Boston", postcode="", phone="+420224123456")
    assert "Enter the postcode of the registered address" in page.text


def test_compliance_reads_but_does_not_decide(app: Flask) -> None:
    who = a_registered_organisation(app)
    client = a_browser_of(app, a_compliance_officer(app))
    page = client.get(f"/staff/organisations/{who.organisation_id}")
    assert page.status == 200
    assert "Approve" not in page.text
    token = page.form("/sign-out")["data"]["csrf_token"]
    answer = client.post(f"/staff/organisations/{who.organisation_id}/approve", {"csrf_token": token})
    assert answer.status == 403


def test_members_do_not_see_the_queue(app: Flask) -> None:
    who = a_registered_organisation(app)
    assert a_browser_of(app, who.person_id).get("/staff/organisations").status == 403


def test_staff_find_an_organisation_by_a_part_of_its_name_or_register_number(app: Flask) -> None:
    a_registered_organisation(app, name="Ouse Valley Growers Ltd", register_number="01234567")
    a_registered_organisation(app, name="Marsh Crews Ltd", register_number="07654321")
    staff = a_browser_of(app, a_compliance_officer(app))
    for words in ("ouse valley", "012345"):
        page = staff.get(f"/staff/organisations?words={words}")
        assert "Ouse Valley Growers Ltd" in page.text
        assert "Marsh Crews Ltd" not in page.text
    assert "No organisation of this name" in staff.get("/staff/organisations?words=zzz").text


def test_a_long_list_of_organisations_is_shown_page_by_page(app: Flask) -> None:
    for number in range(26):
        a_registered_organisation(app, name=f"Crews {number:02} Ltd", email=f"n{number}@crews.example")
    staff = a_browser_of(app, an_operator(app))
    first, last = staff.get("/staff/organisations"), staff.get("/staff/organisations?page=99")
    assert "26 organisations" in first.text
    assert first.text.count("Decide by") == 25
    assert last.text.count("Decide by") == 1


def test_a_licence_that_the_register_does_not_know_is_shown_as_such_and_told_once(app: Flask) -> None:
    who = an_approved_provider(app)
    with app.extensions["fairshift"].sessions() as session:
        [held] = queries.licences_of(session, who.organisation_id)
    for _ in range(2):
        transactor_of(app).perform(
            service.mark_licence, ActorId(an_operator(app)), held.id, LicenceStatus.WITHDRAWN
        )
    assert "Withdrawn" in a_browser_of(app, who.person_id).get("/organisation").text
    mail = last_mail(app, "placements/licence_ended")
    assert mail["to"] == f"person:{who.person_id}"
    assert (mail["number"], mail["status"], mail["matches"]) == ("FEN0001", "withdrawn", 0)
    assert mails(app).count("placements/licence_ended") == 1
