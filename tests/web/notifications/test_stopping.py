"""A reader stops mails by the link in one of them: looking changes nothing, the button does."""

from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.app import Services
from portal.audit.queries import trail
from portal.kernel.events import Ref
from portal.notifications import queries
from portal.notifications.domain import Category, Frequency, Preference
from portal.notifications.stopping import stop_url
from tests.web_client import ReviewingClient

READER, FARM = uuid4(), uuid4()


def link(category: Category = Category.MATCHES, reader: UUID = READER) -> str:
    found = stop_url(reader, FARM, category)
    assert found is not None
    return found.removeprefix("http://portal.test")


def preference(app: Flask) -> Preference:
    services: Services = app.extensions["fairshift"]
    with services.sessions() as session:
        return queries.preference(session, READER, FARM)


def test_looking_at_the_page_changes_nothing(app: Flask, client: ReviewingClient) -> None:
    page = client.get(link())
    assert page.status == 200
    assert "Stop these mails?" in page.text
    assert preference(app) == Preference()


def test_the_button_stops_the_mails(app: Flask, client: ReviewingClient) -> None:
    page = client.submit(client.get(link()))
    assert "These mails are stopped" in page.text
    assert preference(app) == Preference(Frequency.NEVER, progress=True)


def test_a_mail_program_stops_them_without_session_token_or_redirect(app: Flask) -> None:
    answer = app.test_client().post(link(Category.PROGRESS), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert preference(app) == Preference(Frequency.AT_ONCE, progress=False)


def test_stopping_twice_is_as_good_as_once(app: Flask, client: ReviewingClient) -> None:
    for _ in range(2):
        assert client.post(link(), {}).status == 200
    services: Services = app.extensions["fairshift"]
    with services.sessions() as session:
        entries = trail(session, [Ref("person", READER)])
    assert [entry.action for entry in entries] == ["notifications:preference:stop"]


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "x", lambda t: "x", lambda t: t[::-1]])
def test_a_link_that_the_portal_did_not_make_is_not_found(client: ReviewingClient, spoil) -> None:  # type: ignore[no-untyped-def]
    before, _, token = link().rpartition("/")
    for answer in (client.get(f"{before}/{spoil(token)}"), client.post(f"{before}/{spoil(token)}", {})):
        assert answer.status == 404


def test_mails_about_the_account_have_no_such_link(app: Flask) -> None:
    assert stop_url(READER, FARM, Category.ACCOUNT) is None
    assert stop_url(READER, FARM, Category.WORKER) is None
