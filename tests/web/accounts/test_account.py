"""Looking after one's own account."""

from flask import Flask

from tests.builders.accounts import PASSWORD, a_browser_of, a_person, an_operator, last_mail, link_in, mails
from tests.web_client import ReviewingClient

NEW = "eleven lanterns over marsh"


def test_name_and_language_are_saved(app: Flask) -> None:
    client = a_browser_of(app, a_person(app))
    page = client.submit(client.get("/account/details"), button="Save", name="Ada M. Marsh", language="pl")
    assert "Ada M. Marsh" in page.text
    assert "Polski" in page.text


def test_an_empty_name_is_refused_and_the_language_kept(app: Flask) -> None:
    client = a_browser_of(app, a_person(app))
    page = client.submit(client.get("/account/details"), button="Save", name=" ", language="pl")
    assert page.status == 422
    assert "Enter your name" in page.text
    assert page.form()["data"]["language"] == "pl"


def test_a_password_is_changed_and_other_browsers_are_signed_out(app: Flask) -> None:
    person = a_person(app)
    here, there = a_browser_of(app, person), a_browser_of(app, person)
    form = here.get("/account/password")
    wrong = here.submit(form, button="Change", current="not my password", password=NEW)
    assert "This is not your password" in wrong.text
    done = here.submit(wrong, button="Change", current=PASSWORD, password=NEW)
    assert "Your password is changed" in done.text
    assert there.get("/account").path == "/sign-in"
    assert here.get("/account").path == "/account"


def test_a_new_address_counts_once_its_link_is_used(app: Flask) -> None:
    client = a_browser_of(app, a_person(app, email="old@work.example"))
    page = client.submit(
        client.get("/account/email"), button="Send", email="new@work.example", current=PASSWORD
    )
    assert "We have sent a link to the new address" in page.text
    assert "old@work.example" in page.text
    mail = last_mail(app, "accounts/change_email")
    assert mail["to"] == "address:new@work.example"
    done = client.submit(client.get(link_in(mail)), button="Confirm")
    assert "Your new e-mail address is confirmed" in done.text
    assert done.path == "/account"
    assert "new@work.example" in client.get("/account").text
    assert last_mail(app, "accounts/email_changed")["to"] == "address:old@work.example"


def test_asking_for_an_address_that_somebody_has_reads_the_same_and_sends_nothing(app: Flask) -> None:
    a_person(app, email="taken@work.example")
    client = a_browser_of(app, a_person(app))
    free = client.submit(client.get("/account/email"), button="Send", email="a@b.example", current=PASSWORD)
    before = len(mails(app))
    taken = client.submit(
        client.get("/account/email"), button="Send", email="TAKEN@work.example", current=PASSWORD
    )
    assert taken.text == free.text
    assert len(mails(app)) == before


def test_anybody_may_turn_the_second_step_off_again_but_staff_meet_it_anew(
    app: Flask, client: ReviewingClient
) -> None:
    staff = a_browser_of(app, an_operator(app))
    assert "Staff need a second step" in staff.get("/account/second-step/off").text
    member = a_browser_of(app, a_person(app))
    assert "your password alone opens your account" in member.get("/account/second-step/off").text


def test_a_wrong_password_does_not_turn_the_second_step_off(app: Flask) -> None:
    client = a_browser_of(app, a_person(app))
    page = client.submit(client.get("/account/second-step/off"), button="Go on", current="wrong password")
    assert page.status == 422
    assert "This is not your password" in page.text
