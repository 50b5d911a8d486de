"""A portal with a mail server of its own, a clock that can be turned, and readers with addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import select

from portal.app import Services
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM
from portal.notifications import rendering, service
from portal.notifications.domain import Address, Category, Message, Recipient, ToAddress, ToPerson
from portal.notifications.models import Mail
from portal.notifications.sender import Sender
from tests.mail_server import MailServer, mail_server

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass
class Readers:
    """An address book that a test fills."""

    known: dict[UUID, Address] = field(default_factory=dict)

    def new(self, name: str = "Ana Ruiz", language: str = "en", email: str = "") -> ToPerson:
        person_id = uuid4()
        self.known[person_id] = Address(email or f"{person_id.hex[:8]}@farm.example", name, language)
        return ToPerson(person_id)

    def email(self, to: ToPerson) -> str:
        return self.known[to.person_id].email

    def find(self, session: Any, to: Recipient) -> Address | None:
        match to:
            case ToPerson(person_id):
                return self.known.get(person_id)
            case ToAddress(email, language):
                return Address(email, "", language)
            case _:
                return None


@dataclass
class Post:
    """Everything a test of mails needs."""

    services: Services
    server: MailServer
    readers: Readers
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        self.senders: list[Sender] = []
        self.transactor = Transactor(
            self.services.sessions, lambda: self.now, self.services.transactor.subscribers
        )

    def wait(self, span: timedelta) -> None:
        self.now += span

    def queue(self, to: Recipient, key: str = "k", **more: Any) -> None:
        given: dict[str, Any] = {
            "template": "lamps/lit",
            "facts": {"lamp": "north", "url": "http://portal.test/lamps"},
            "category": Category.ACCOUNT,
            **more,
        }
        self.transactor.perform(service.queue, SYSTEM, Message(to=to, key=key, **given))

    def sender(self, **more: Any) -> Sender:
        self.senders.append(Sender(self.transactor, self.readers, **more))
        return self.senders[-1]

    def send(self) -> int:
        sender = self.sender(chance=lambda: 0.5)
        sent = sender.send_due()
        sender.close()
        return sent

    def close(self) -> None:
        for sender in self.senders:
            sender.close()

    def rows(self) -> list[Mail]:
        with self.services.sessions() as session:
            return list(session.scalars(select(Mail).order_by(Mail.queued_at, Mail.key)))

    def row(self) -> Mail:
        (only,) = self.rows()
        return only

    def change(self, **values: Any) -> None:
        def body(work: Work) -> None:
            for row in work.session.scalars(select(Mail)):
                for name, value in values.items():
                    setattr(row, name, value)

        self.transactor.perform(body, SYSTEM)


@pytest.fixture(scope="session")
def running_mail_server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def post(app: Flask, running_mail_server: MailServer, tmp_path: Path) -> Iterator[Post]:
    """The portal, a fresh mail server, and one mail template that says which lamp is lit."""
    folder = tmp_path / "emails" / "lamps" / "lit"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("The {{ lamp }} lamp is lit")
    (folder / "body.txt").write_text(
        '{% extends "emails/layout.txt" %}{% block body %}Lamp: {{ lamp }}{% endblock %}'
        "{% block reason %}You receive this because you look after lamps.{% endblock %}"
    )
    (folder / "body.html").write_text(
        '{% extends "emails/layout.html" %}{% block body %}<p>Lamp: {{ lamp }}</p>{% endblock %}'
        "{% block reason %}You receive this because you look after lamps.{% endblock %}"
    )
    loader = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(tmp_path), loader])  # type: ignore[list-item]
    rendering._environments.cache_clear()
    server = running_mail_server
    port, was = server.port, app.config["MAIL_PORT"]
    server.__init__()  # type: ignore[misc]
    server.port = app.config["MAIL_PORT"] = port
    made = Post(app.extensions["fairshift"], server, Readers())
    yield made
    made.close()
    app.jinja_env.loader, app.config["MAIL_PORT"] = loader, was
    rendering._environments.cache_clear()
