"""Signing in and out, as people do it in a browser."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask

from portal.accounts.domain import TRY_LIMITS, TryKind, TryLimit
from portal.infra import clock
from tests.builders.accounts import (
    PASSWORD,
    a_browser_of,
    a_person,
    a_staff_person,
    turn_on_second_factor,
)
from tests.web_client import Page, ReviewingClient

WRONG = "The e-mail address or the password is wrong"


def sign_in(client: ReviewingClient, email: str, password: str = PASSWORD, where: str = "/sign-in") -> Page:
    return client.submit(client.get(where), button="Sign in", email=email, password=password)


def test_a_person_signs_in_and_out(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    page = sign_in(client, "ADA@work.example")
    assert page.path == "/home"
    assert client.get("/account").path == "/account"
    out = client.submit(page, to="/sign-out")
    assert "You are signed out." in out.text
    assert client.get("/account").path == "/sign-in"


def test_one_lands_on_the_page_that_was_asked_for(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    asked = client.get("/account/details")
    page = client.submit(asked, button="Sign in", email="ada@work.example", password=PASSWORD)
    assert page.path == "/account/details"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_after_signing_in(
    app: Flask, client: ReviewingClient, elsewhere: str
) -> None:
    a_person(app, email="ada@work.example")
    page = sign_in(client, "ada@work.example", where=f"/sign-in?next={elsewhere}")
    assert page.path == "/home"


def test_wrong_password_and_unknown_address_read_the_same(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    known = sign_in(client, "ada@work.example", "not-the-password-1")
    unknown = sign_in(client, "bob@work.example", "not-the-password-1")
    assert (known.status, unknown.status) == (422, 422)
    assert WRONG in known.text
    assert known.text.replace("ada", "x") == unknown.text.replace("bob", "x")
    assert known.form()["data"]["email"] == "ada@work.example"
    assert not known.form()["data"]["password"]


def test_after_a_wrong_password_the_right_one_works(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    page = sign_in(client, "ada@work.example", "not-the-password-1")
    again = client.submit(page, button="Sign in", email="ada@work.example", password=PASSWORD)
    assert again.path == "/home"


def test_the_eleventh_try_within_five_minutes_is_turned_away(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    with time_machine.travel(clock.now().replace(minute=0, second=1), tick=False):
        for _ in range(10):
            assert sign_in(client, "ada@work.example", "wrong-password-x").status == 422
        assert sign_in(client, "ada@work.example").status == 429
        assert sign_in(client, "someone.else@work.example").status == 422


def test_one_password_cannot_be_tried_on_any_number_of_people(
    app: Flask, client: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TRY_LIMITS, TryKind.SIGN_IN_ANYWHERE, TryLimit(2, timedelta(hours=1)))
    a_person(app, email="ada@work.example")
    assert sign_in(client, "bob@work.example", "a-common-password").status == 422
    assert sign_in(client, "cyd@work.example", "a-common-password").status == 422
    assert sign_in(client, "ada@work.example").status == 429


def test_after_five_minutes_one_may_try_again(app: Flask, client: ReviewingClient) -> None:
    a_person(app, email="ada@work.example")
    start = clock.now().replace(minute=0, second=1)
    with time_machine.travel(start, tick=False) as travel:
        for _ in range(11):
            sign_in(client, "ada@work.example", "wrong-password-x")
        travel.move_to(start + timedelta(minutes=5))
        assert sign_in(client, "ada@work.example").path == "/home"


def test_an_idle_session_ends(app: Flask) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        client = a_browser_of(app, a_person(app))
        travel.move_to(start + timedelta(hours=7, minutes=59))
        assert client.get("/account").path == "/account"
        travel.move_to(start + timedelta(hours=15))
        assert client.get("/account").path == "/account"
        travel.move_to(start + timedelta(hours=23, minutes=1))
        assert client.get("/account").path == "/sign-in"


def test_signing_out_everywhere_ends_the_other_browsers_too(app: Flask) -> None:
    person = a_person(app)
    here, there = a_browser_of(app, person), a_browser_of(app, person)
    page = here.get("/account")
    assert "In 2 browsers, this one included." in page.text
    assert "signed out in all browsers" in here.submit(page, to="/account/sign-out-everywhere").text
    assert there.get("/account").path == "/sign-in"
    assert here.get("/account").path == "/sign-in"


def test_the_portal_keeps_no_token_that_opens_a_session(app: Flask) -> None:
    client = a_browser_of(app, a_person(app))
    with client.http.session_transaction() as session:
        token = session["_user_id"]
    with app.extensions["fairshift"].engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT token_hash FROM account_session").scalars().all()
    assert token not in kept
    assert len(kept) == 1


def test_staff_set_up_a_second_step_at_their_first_sign_in(app: Flask, client: ReviewingClient) -> None:
    a_staff_person(app, email="stef@portal.example")
    page = sign_in(client, "stef@portal.example")
    assert page.path == "/sign-in/set-up"
    assert client.get("/account").path == "/sign-in"
    key = "".join(page.tree.findtext(".//{*}code").split())
    wrong = client.submit(page, button="Turn on", code="000000")
    assert wrong.status == 422
    assert "This is not the code" in wrong.text
    codes = client.submit(wrong, button="Turn on", code=pyotp.TOTP(key).now())
    assert "Keep these recovery codes" in codes.text
    assert len(codes.tree.findall(".//{*}li/{*}code")) == 10
    assert client.get("/account").path == "/account"


def test_staff_pass_the_second_step_at_each_sign_in(app: Flask, client: ReviewingClient) -> None:
    person = a_staff_person(app, email="stef@portal.example")
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        secret = turn_on_second_factor(app, person)
        travel.move_to(start + timedelta(minutes=2))
        code = pyotp.TOTP(secret).now()
        page = sign_in(client, "stef@portal.example")
        assert page.path == "/sign-in/code"
        assert client.get("/account").path == "/sign-in"
        assert client.submit(page, button="Go on", code=code).path == "/home"
        other = ReviewingClient(app)
        replayed = other.submit(sign_in(other, "stef@portal.example"), button="Go on", code=code)
        assert replayed.status == 422
        assert "This code has been used" in replayed.text


def test_a_recovery_code_opens_once(app: Flask, client: ReviewingClient) -> None:
    person = a_person(app, email="ada@work.example")
    turn_on_second_factor(app, person)
    mine = a_browser_of(app, person)
    made = mine.submit(mine.get("/account/recovery-codes"), button="Go on", current=PASSWORD)
    code = made.tree.findtext(".//{*}li/{*}code")
    assert client.submit(sign_in(client, "ada@work.example"), button="Go on", code=code).path == "/home"
    assert "9 left" in client.get("/account").text
    other = ReviewingClient(app)
    again = other.submit(sign_in(other, "ada@work.example"), button="Go on", code=code)
    assert again.status == 422


def test_the_sixth_code_within_five_minutes_is_turned_away(app: Flask, client: ReviewingClient) -> None:
    person = a_person(app, email="ada@work.example")
    with time_machine.travel(clock.now().replace(minute=0, second=1), tick=False):
        secret = turn_on_second_factor(app, person)
        page = sign_in(client, "ada@work.example")
        for _ in range(5):
            page = client.submit(page, button="Go on", code="000000")
            assert page.status == 422
        assert client.submit(page, button="Go on", code=pyotp.TOTP(secret).now()).status == 429
