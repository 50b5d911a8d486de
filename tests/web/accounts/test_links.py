"""Links from mails: a page first, then a deliberate press of a button, once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.accounts import service
from portal.accounts.secrets import hash_password
from portal.infra import clock
from portal.kernel.events import SYSTEM
from tests.builders.accounts import (
    PASSWORD,
    a_browser_of,
    a_person,
    last_mail,
    link_in,
    mails,
    transactor_of,
)
from tests.web_client import Page, ReviewingClient

NEW = "eleven lanterns over marsh"


def ask_reset(client: ReviewingClient, email: str) -> Page:
    return client.submit(client.get("/forgot-password"), button="Send the link", email=email)


def test_a_known_and_an_unknown_address_get_the_same_answer(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    known, unknown = ask_reset(client, "ada@work.example"), ask_reset(client, "bob@work.example")
    assert known.text == unknown.text
    assert known.status == unknown.status == 200
    assert mails(app) == ["accounts/choose_password"]


def test_a_forgotten_password_is_chosen_anew(app: Flask, client: ReviewingClient) -> None:
    person = a_person(app, email="ada@work.example")
    signed_in = a_browser_of(app, person)
    ask_reset(client, "ada@work.example")
    link = link_in(last_mail(app, "accounts/choose_password"))
    weak = client.submit(client.get(link), button="Save", password="passwordpassword")
    assert weak.status == 422
    assert "This would be guessed soon" in weak.text
    assert client.submit(weak, button="Save", password=NEW).path == "/sign-in"
    assert signed_in.get("/account").path == "/sign-in"
    page = client.submit(
        client.get("/sign-in"), button="Sign in", email="ada@work.example", password=PASSWORD
    )
    assert page.status == 422
    page = client.submit(page, button="Sign in", email="ada@work.example", password=NEW)
    assert page.path == "/home"
    assert "accounts/password_changed" in mails(app)


def test_looking_at_a_link_does_not_use_it_up(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    ask_reset(client, "ada@work.example")
    link = link_in(last_mail(app, "accounts/choose_password"))
    for _ in range(3):
        assert client.get(link).status == 200


def test_a_link_works_once(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    ask_reset(client, "ada@work.example")
    link = link_in(last_mail(app, "accounts/choose_password"))
    other = ReviewingClient(app)
    open_elsewhere = other.get(link)
    client.submit(client.get(link), button="Save", password=NEW)
    assert client.get(link).status == 410
    assert other.submit(open_elsewhere, button="Save", password="another long phrase here").status == 410


def test_an_earlier_link_stops_working_when_another_is_asked_for(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    ask_reset(client, "ada@work.example")
    first = link_in(last_mail(app, "accounts/choose_password"))
    ask_reset(client, "ada@work.example")
    assert client.get(first).status == 410


def test_a_reset_link_works_for_half_an_hour(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        ask_reset(client, "ada@work.example")
        link = link_in(last_mail(app, "accounts/choose_password"))
        travel.move_to(start + timedelta(minutes=29))
        assert client.get(link).status == 200
        travel.move_to(start + timedelta(minutes=30))
        assert client.get(link).status == 410


def test_the_sixth_reset_of_a_day_is_turned_away(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    with time_machine.travel(clock.now().replace(hour=1), tick=False):
        for _ in range(5):
            assert ask_reset(client, "ada@work.example").status == 200
        assert ask_reset(client, "ada@work.example").status == 429
        for _ in range(5):
            assert ask_reset(client, "nobody@work.example").status == 200
        assert ask_reset(client, "nobody@work.example").status == 429


def test_an_unconfirmed_person_cannot_sign_in_until_the_button_is_pressed(
    app: Flask, client: ReviewingClient
) -> None:
    transactor_of(app).perform(
        service.register_person,
        SYSTEM,
        name="Ada",
        email="ada@work.example",
        password_hash=hash_password(PASSWORD, "low"),
    )
    page = client.submit(
        client.get("/sign-in"), button="Sign in", email="ada@work.example", password=PASSWORD
    )
    assert "The e-mail address or the password is wrong" in page.text
    link = link_in(last_mail(app, "accounts/confirm_email"))
    client.get(link)
    page = client.submit(page, button="Sign in", email="ada@work.example", password=PASSWORD)
    assert page.status == 422
    assert "is confirmed" in client.submit(client.get(link), button="Confirm").text
    page = client.submit(
        client.get("/sign-in"), button="Sign in", email="ada@work.example", password=PASSWORD
    )
    assert page.path == "/home"


@pytest.mark.parametrize("kind", ["choose-password", "confirm-email", "change-email"])
def test_a_made_up_link_is_gone(client: ReviewingClient, kind: str) -> None:
    assert client.get(f"/{kind}/nonsense").status == 410


def test_a_link_for_one_purpose_does_not_serve_another(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    ask_reset(client, "ada@work.example")
    token = link_in(last_mail(app, "accounts/choose_password")).rpartition("/")[2]
    assert client.get(f"/confirm-email/{token}").status == 410
