"""The operator sees mail that could not be delivered, and sends it again."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import Services
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM
from portal.notifications import outbox, service
from portal.notifications.domain import Category, MailState, Message, ToAddress, Trouble
from portal.notifications.models import Mail
from tests.builders.accounts import a_browser_of, a_compliance_officer, an_operator
from tests.web_client import ReviewingClient

PATH = "/staff/mail"


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


@pytest.fixture
def given_up(services: Services) -> UUID:
    def body(work: Work) -> UUID:
        to = ToAddress("desk@farm.example")
        service.queue(
            work, Message("notifications/digest", to, {"mails": [], "count": 3}, "k", Category.ACCOUNT)
        )
        row = work.session.scalars(select(Mail)).one()
        row.state, row.last_error, row.attempts = MailState.FAILED, Trouble.REFUSED, 3
        outbox.suppress(work, "Desk@farm.example", Trouble.ADDRESS_REFUSED)
        return row.id

    return services.transactor.perform(body, SYSTEM)


def test_a_mail_is_sent_again(app: Flask, services: Services, given_up: UUID) -> None:
    operator = a_browser_of(app, an_operator(app))
    page = operator.get(PATH)
    assert "desk@farm.example" in page.text
    assert "3 new matches are waiting for you" in page.text
    assert "the mail server refused the mail" in page.text
    page = operator.submit(page, to="/resend")
    assert "on its way again" in page.text
    with services.sessions() as session:
        row = session.get_one(Mail, given_up)
    assert (row.state, row.attempts, row.last_error) == (MailState.QUEUED, 0, None)


def test_an_address_may_have_mail_again(app: Flask, services: Services, given_up: UUID) -> None:
    operator = a_browser_of(app, an_operator(app))
    page = operator.submit(operator.get(PATH), to="/lift")
    assert "The address can have mail again." in page.text
    with services.sessions() as session:
        assert not outbox.is_suppressed(session, "desk@farm.example")


def test_nothing_to_do_is_said(app: Flask) -> None:
    assert "Every mail so far was delivered" in a_browser_of(app, an_operator(app)).get(PATH).text


def test_what_is_not_there_is_not_found(app: Flask, given_up: UUID) -> None:
    operator = a_browser_of(app, an_operator(app))
    token = operator.get(PATH).form()["data"]["csrf_token"]
    for path in (f"{PATH}/{uuid4()}/resend", f"{PATH}/addresses/{uuid4()}/lift"):
        assert operator.post(path, {"csrf_token": token}).status == 404


def test_only_the_operator_may(app: Flask, client: ReviewingClient) -> None:
    assert client.http.get(PATH).status_code == 302
    assert a_browser_of(app, a_compliance_officer(app)).get(PATH).status == 403
