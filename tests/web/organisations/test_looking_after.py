"""Administrators look after branches, licences and members."""

from uuid import uuid4

from flask import Flask

from portal.organisations import queries
from tests.builders.accounts import PASSWORD, a_browser_of, a_person, last_mail, link_in, mails
from tests.builders.organisations import (
    BOSTON,
    a_registered_organisation,
    an_approved_employer,
    an_approved_provider,
    know_places,
)
from tests.web_client import Page, ReviewingClient


def invite(client: ReviewingClient, email: str, role: str = "member") -> Page:
    return client.submit(client.get("/organisation/members/invite"), button="Send", email=email, role=role)


def test_a_branch_is_added_and_moved(app: Flask) -> None:
    know_places(app)
    client = a_browser_of(app, an_approved_provider(app).person_id)
    typed = {
        "name": "Night crews",
        "country": "GB",
        "town": "Boston",
        "desk_email": "night@desk.example",
        "duty_phone": "01205 555010",
    }
    bad = client.submit(client.get("/organisation/branches/new"), button="Save", **{**typed, "town": "Bostn"})
    assert bad.status == 422
    assert "Did you mean: Boston, Lincolnshire" in bad.text
    page = client.submit(bad, button="Save", town="Boston")
    assert "Night crews" in page.text
    assert "Boston, Lincolnshire, United Kingdom" in page.text
    moved = client.submit(client.get(page.link("Change Night crews")), button="Save", town="Wisbech")
    assert "Wisbech, Cambridgeshire" in moved.text


def test_a_licence_is_declared_and_corrected(app: Flask) -> None:
    client = a_browser_of(app, an_approved_provider(app, licensed=False).person_id)
    typed = {
        "authority": "gb-fwa",
        "number": "URN 1234",
        "sectors": ["01"],
        "valid_from": ["27", "3", "2026"],
        "valid_to": ["26", "3", "2026"],
    }
    bad = client.submit(client.get("/organisation/licences/new"), button="Save", **typed)
    assert "Enter a day after the first day of the licence" in bad.text
    assert bad.form()["data"]["number"] == "URN 1234"
    page = client.submit(bad, button="Save", valid_to=["26", "3", "2027"])
    assert "Fair Work Agency, URN 1234" in page.text
    assert "Farming and horticulture" in page.text
    changed = client.submit(
        client.get(page.link("Change or renew")), button="Save", valid_to=["26", "3", "2028"]
    )
    assert "26 March 2028" in changed.text


def test_somebody_new_is_invited_and_joins(app: Flask) -> None:
    client = a_browser_of(app, an_approved_provider(app).person_id)
    page = invite(client, "kim@work.example", "administrator")
    assert "kim@work.example, as administrator" in page.text
    link = link_in(last_mail(app, "organisations/invitation"))
    kim = ReviewingClient(app)
    joined = kim.submit(kim.get(link), button="Join", name="Kim Ferris", password=PASSWORD)
    assert joined.path == "/sign-in"
    signed_in = kim.submit(joined, button="Sign in", email="kim@work.example", password=PASSWORD)
    assert signed_in.path == "/home"
    assert "Kim Ferris (you)" in kim.get("/organisation").text
    assert kim.get(link).status == 410
    assert mails(app)[-1] == "organisations/member_joined"


def test_somebody_with_an_account_joins_a_second_organisation(app: Flask) -> None:
    first, second = an_approved_provider(app), an_approved_provider(app)
    invite(a_browser_of(app, first.person_id), second.email)
    link = link_in(last_mail(app, "organisations/invitation"))
    stranger = ReviewingClient(app).get(link)
    assert "Sign in with it to join" in stranger.text
    browser = a_browser_of(app, second.person_id)
    joined = browser.submit(browser.get(link), to=link)
    assert joined.path == "/organisation"
    assert "you act for it now" in browser.get("/account").text
    switched = browser.submit(browser.get("/account"), button="Act for")
    assert "You act for" in switched.text


def test_an_invitation_is_not_for_somebody_else(app: Flask) -> None:
    invite(a_browser_of(app, an_approved_provider(app).person_id), "kim@work.example")
    link = link_in(last_mail(app, "organisations/invitation"))
    other = a_browser_of(app, a_person(app))
    page = other.get(link)
    assert "You are signed in with another address" in page.text
    assert other.get("/organisation").status == 403


def test_a_withdrawn_invitation_is_gone(app: Flask) -> None:
    client = a_browser_of(app, an_approved_provider(app).person_id)
    page = invite(client, "kim@work.example")
    link = link_in(last_mail(app, "organisations/invitation"))
    assert "The invitation is withdrawn" in client.submit(page, button="Withdraw").text
    assert ReviewingClient(app).get(link).status == 410


def test_a_member_is_not_invited_twice(app: Flask) -> None:
    who = an_approved_provider(app)
    page = invite(a_browser_of(app, who.person_id), who.email.upper())
    assert page.status == 422
    assert "belongs to your organisation already" in page.text


def test_the_last_administrator_stays(app: Flask) -> None:
    who = an_approved_provider(app)
    client = a_browser_of(app, who.person_id)
    path = f"/organisation/members/{who.person_id}"
    page = client.submit(client.get(path), to=path, role="member")
    assert page.status == 422
    assert "This is the last administrator" in page.text
    removing = client.submit(client.get(f"{path}/remove"), to=f"{path}/remove")
    assert removing.status == 422
    assert "This is the last administrator" in removing.text


def test_a_removed_member_acts_for_nobody_from_the_next_page_on(app: Flask) -> None:
    who = an_approved_provider(app)
    client = a_browser_of(app, who.person_id)
    invite(client, "kim@work.example")
    kim = ReviewingClient(app)
    kim.submit(
        kim.get(link_in(last_mail(app, "organisations/invitation"))),
        button="Join",
        name="Kim",
        password=PASSWORD,
    )
    kim.submit(kim.get("/sign-in"), button="Sign in", email="kim@work.example", password=PASSWORD)
    assert kim.get("/organisation").status == 200
    assert kim.get("/organisation/members/invite").status == 403
    link = client.get("/organisation").link("Remove Kim")
    done = client.submit(client.get(link), to=link)
    assert "Kim no longer belongs to your organisation." in done.text
    assert kim.get("/organisation").status == 403


def test_what_was_checked_for_the_approval_is_not_changed_by_members(app: Flask) -> None:
    who = an_approved_provider(app)
    client = a_browser_of(app, who.person_id)
    form = client.get("/organisation/details")
    assert "name" not in form.form()["data"]
    page = client.submit(form, button="Save", name="Another Ltd", country="DE", kind="both")
    assert "Another Ltd" not in page.text
    assert "Labour provider and employer" in page.text


def test_another_organisations_things_read_as_missing(app: Flask) -> None:
    mine, theirs = an_approved_provider(app), a_registered_organisation(app, branch=BOSTON)
    client = a_browser_of(app, mine.person_id)
    for path in (
        f"/organisation/branches/{theirs.branch_id}",
        f"/organisation/branches/{uuid4()}",
        f"/organisation/members/{theirs.person_id}",
        f"/organisation/members/{theirs.person_id}/remove",
        f"/organisation/licences/{uuid4()}",
    ):
        assert client.get(path).status == 404, path


def test_nobody_acts_for_an_organisation_that_is_not_theirs(app: Flask) -> None:
    mine, theirs = an_approved_provider(app), a_registered_organisation(app)
    client = a_browser_of(app, mine.person_id)
    token = client.get("/account").form("/sign-out")["data"]["csrf_token"]
    answer = client.post("/act-for", {"csrf_token": token, "organisation_id": str(theirs.organisation_id)})
    assert answer.status == 404


def test_a_form_drawn_for_one_organisation_does_nothing_for_another(app: Flask) -> None:
    """Two tabs: the person switched meanwhile."""
    who = an_approved_provider(app)
    browser = a_browser_of(app, who.person_id)
    page = browser.get("/organisation/branches/new")
    assert browser.submit(page, acting=str(uuid4())).status == 409
    assert browser.submit(page).status == 422  # the same form, for whom it was drawn


def test_whoever_becomes_a_labour_provider_besides_is_checked_anew(app: Flask) -> None:
    who = an_approved_employer(app)
    browser = a_browser_of(app, who.person_id)
    page = browser.get("/organisation/details")
    browser.submit(page, contact_phone="+44 1775 555 010")
    with app.extensions["fairshift"].sessions() as session:
        assert queries.approved(session, {who.organisation_id}) == {who.organisation_id}
    browser.submit(browser.get("/organisation/details"), kind="both")
    with app.extensions["fairshift"].sessions() as session:
        assert queries.approved(session, {who.organisation_id}) == set()
