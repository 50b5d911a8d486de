"""The development mailbox keeps what comes by SMTP and shows it newest first."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from portal.operations.mailbox import Mailbox, serving
from tests.mail_server import free_port


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mailbox")


def mail(to: str = "ana@farm.example", subject: str = "Hello", html: str = "") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "portal@portal.example", to, subject
    made.set_content(f"Text of {subject}")
    if html:
        made.add_alternative(html, subtype="html")
    return made.as_bytes()


def test_a_mail_that_comes_by_smtp_can_be_read(mailbox: Mailbox) -> None:
    port = free_port()
    with serving(mailbox, port), smtplib.SMTP("127.0.0.1", port, timeout=10, local_hostname="here") as server:
        server.sendmail(
            "portal@portal.example", ["ana@farm.example"], mail(subject="Grüße", html="<p>Hi</p>")
        )
    (line,) = mailbox.lines()
    assert (line.to, line.subject) == ("ana@farm.example", "Grüße")
    read = mailbox.mail(line.name)
    assert read is not None
    assert read.text.strip() == "Text of Grüße"
    assert read.html.strip() == "<p>Hi</p>"


def test_the_newest_comes_first_and_others_mails_can_be_left_out(mailbox: Mailbox) -> None:
    mailbox.keep(mail("ana@farm.example", "first"))
    mailbox.keep(mail("bo@bakery.example", "second"))
    mailbox.keep(mail("ana@farm.example", "third"))
    assert [line.subject for line in mailbox.lines()] == ["third", "second", "first"]
    assert [line.subject for line in mailbox.lines("ANA@farm")] == ["third", "first"]


def test_an_empty_mailbox_has_no_mails(mailbox: Mailbox) -> None:
    assert mailbox.lines() == []


@pytest.mark.parametrize("name", ["", "../secret_key", "..%2fsecret", "20270101000000000000-0", "x" * 300])
def test_only_mails_are_shown(mailbox: Mailbox, tmp_path: Path, name: str) -> None:
    mailbox.keep(mail())
    (tmp_path / "secret_key").write_text("secret")
    assert mailbox.mail(name) is None
