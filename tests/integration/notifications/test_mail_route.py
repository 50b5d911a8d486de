"""The road to the mail server: limited in time, and only to a server that proves who it is."""

import smtplib
import ssl
from typing import Any

import pytest
from flask import Flask

from portal.infra.mail import Delivered, Letter, MailRoute, Unreachable
from tests.mail_server import mail_server

LETTER = Letter("ana@farm.example", "Hello", "Text", "<p>Text</p>", "<1@portal.test>")


@pytest.fixture
def mailing(portal: Flask) -> Any:
    before = dict(portal.config)
    with portal.app_context():
        yield portal
    portal.config.update(before)


def test_a_silent_server_is_left_after_the_time_limit(mailing: Flask) -> None:
    with mail_server() as server, MailRoute() as route:
        mailing.config.update(MAIL_PORT=server.port, MAIL_TIMEOUT_SECONDS=0.1)
        server.pause = 0.5
        assert route.hand_over(LETTER) == Unreachable()


def test_a_connection_that_broke_is_made_again(mailing: Flask) -> None:
    with mail_server() as server, MailRoute() as route:
        mailing.config.update(MAIL_PORT=server.port)
        server.to_data = ["421 4.3.2 Going down", "250 OK"]
        assert route.hand_over(LETTER) != Delivered()
        assert route.hand_over(LETTER) == Delivered()
        assert server.connections == 2


@pytest.mark.parametrize("setting", ["MAIL_USE_TLS", "MAIL_USE_SSL"])
def test_the_servers_certificate_is_verified(
    mailing: Flask, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    used: list[ssl.SSLContext] = []

    def refuse(self: object, *args: object, context: ssl.SSLContext, **kwargs: object) -> None:
        used.append(context)
        raise smtplib.SMTPException

    with mail_server() as server:
        mailing.config.update({"MAIL_PORT": server.port, setting: True})
        monkeypatch.setattr(smtplib.SMTP, "starttls", refuse)
        monkeypatch.setattr(smtplib.SMTP_SSL, "__init__", refuse)
        assert MailRoute().hand_over(LETTER) == Unreachable()
    (context,) = used
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_server_that_offers_no_encryption_gets_no_mail(mailing: Flask) -> None:
    with mail_server() as server, MailRoute() as route:
        mailing.config.update(MAIL_PORT=server.port, MAIL_USE_TLS=True)
        assert route.hand_over(LETTER) == Unreachable()
        assert server.mails == []
