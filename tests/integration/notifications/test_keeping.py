"""What mails said is deleted after a year; that they were sent stays."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.infra import clock
from portal.kernel.events import SYSTEM
from portal.notifications.domain import Category, MailState, Message, ToAddress
from portal.notifications.keeping import empty_old_mails
from portal.notifications.models import Mail
from portal.notifications.service import queue
from tests.builders.accounts import transactor_of

MESSAGE = Message(
    template="organisations/invitation",
    to=ToAddress("nia@work.example"),
    facts={"organisation": "Fenland Crews Ltd"},
    key="invitation:1",
    category=Category.ACCOUNT,
)


def the_mail(app: Flask) -> Mail:
    with app.extensions["fairshift"].sessions() as session:
        return session.scalars(select(Mail)).one()


def test_a_mail_of_more_than_a_year_ago_says_no_more_than_that_it_was_sent(app: Flask) -> None:
    perform = transactor_of(app).perform
    perform(queue, SYSTEM, MESSAGE)
    queued = clock.now()

    def send(work):  # type: ignore[no-untyped-def]
        work.session.scalars(select(Mail)).one().state = MailState.SENT

    with time_machine.travel(queued + timedelta(days=366), tick=False):
        assert perform(empty_old_mails, SYSTEM) == 0, "it was never sent, and still waits"
        perform(send, SYSTEM)
    with time_machine.travel(queued + timedelta(days=364), tick=False):
        assert perform(empty_old_mails, SYSTEM) == 0
    with time_machine.travel(queued + timedelta(days=366), tick=False):
        assert perform(empty_old_mails, SYSTEM) == 1
        assert perform(empty_old_mails, SYSTEM) == 0
    kept = the_mail(app)
    assert kept.facts == {}
    assert "nia" not in kept.recipient
    assert kept.state is MailState.SENT
