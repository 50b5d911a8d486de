"""No name, no mail address, no phone number gets into the log, the trail or an address of the portal."""

import logging

import pytest
import structlog
import time_machine
from flask import Flask
from sqlalchemy import text
from structlog.testing import capture_logs

from portal.notifications.models import Mail
from tests.builders.accounts import PASSWORD, last_mail, link_in
from tests.builders.organisations import know_places
from tests.builders.placements import NOW, a_match, accepted, agreed, offered
from tests.web.organisations.test_registering import TYPED
from tests.web_client import Page, ReviewingClient

NAME, EMAIL, PHONE = "Zebedee Canary", "zebedee.canary@birds.example", "07700 900999"
WORKER, WORKER_EMAIL = "Philomena Finch", "philomena@finches.example"
OTHER, OTHER_EMAIL = "Quentin Wren", "quentin@wrens.example"
CANARIES = (
    "zebedee",
    "canary",
    "birds.example",
    "philomena",
    "finch",
    "quentin",
    "wren",
    "7700900999",
    "7700 900999",
)


class Walker(ReviewingClient):
    """A browser that remembers every address it was at."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.addresses: list[str] = []

    def _reviewed(self, response: object) -> Page:
        page = super()._reviewed(response)  # type: ignore[arg-type]
        self.addresses += [one.request.url for one in (*page.response.history, page.response)]
        return page


def told(canaries: tuple[str, ...], said: str) -> list[str]:
    return [one for one in canaries if one in said.casefold()]


def trail(app: Flask) -> str:
    """Every column of every row of the trail."""
    with app.extensions["fairshift"].engine.connect() as connection:
        rows = [
            row
            for table in ("audit_event", "audit_payload")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert len(rows) > 10
    return "\n".join(str(tuple(row)) for row in rows)


def outbox(app: Flask) -> str:
    with app.extensions["fairshift"].sessions() as session:
        return "\n".join(f"{mail.recipient} {mail.facts}" for mail in session.query(Mail))


def register(client: ReviewingClient) -> Page:
    typed = {**TYPED, "your_name": NAME, "email": EMAIL, "phone": PHONE, "password": PASSWORD}
    return client.submit(client.get("/register"), button="Register", **typed)


def fail_to_sign_in(client: ReviewingClient) -> Page:
    return client.submit(client.get("/sign-in"), button="Sign in", email=EMAIL, password="wrong")


def test_people_leave_no_trace_of_who_they_are(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    know_places(app)
    client = Walker(app)
    with capture_logs() as entries:
        assert "/registered" in register(client).path
        assert fail_to_sign_in(client).status == 422
        client.submit(client.get("/forgot-password"), to="/forgot-password", email=EMAIL)
        link = link_in(last_mail(app, "accounts/confirm_email"))
        client.submit(client.get(link), to=link)
        page = client.submit(client.get("/sign-in"), button="Sign in", email=EMAIL, password=PASSWORD)
        assert page.status == 200
        client.submit(client.get("/account/details"), to="/account/details", name=f"{NAME} Jr")
    assert "birds.example" in outbox(app)
    assert told(CANARIES, "\n".join(client.addresses)) == []
    assert told(CANARIES, trail(app)) == []
    assert told(CANARIES, caplog.text + str(entries)) == []


def test_workers_leave_no_trace_of_who_they_are(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with time_machine.travel(NOW, tick=False), capture_logs() as entries:
        at = a_match(app)
        introduction_id = agreed(at, 5)
        accepted(at, introduction_id, f"{WORKER}, 07700 900999, {WORKER_EMAIL}")
        offered(at, introduction_id, f"{OTHER}, {OTHER_EMAIL}")
    assert told(CANARIES, trail(app)) == []
    assert told(CANARIES, caplog.text + str(entries)) == []


def test_a_trace_is_noticed(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """So that the tests above can fail."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as entries:
        structlog.get_logger().info("mail sent", to=EMAIL)
        logging.getLogger("portal").warning("no such person: %s", NAME)
    assert told(CANARIES, caplog.text) == ["zebedee", "canary"]
    assert told(CANARIES, str(entries)) == ["zebedee", "canary", "birds.example"]
