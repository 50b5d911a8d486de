"""The worker as a process: it sends, runs jobs, and ends when told to, whatever it has in hand."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, update

import config
from portal.app import Services
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM
from portal.notifications import service
from portal.notifications.domain import Category, MailState, Message, ToAddress
from portal.notifications.models import Mail
from tests.mail_server import MailServer, mail_server

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


@pytest.fixture
def start(engine: Engine, server: MailServer, tmp_path: Path) -> Iterator[Start]:
    """Starts workers on the test's database; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    engine.connect().close()  # it is made when it is first connected to
    env = {
        **os.environ,
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "DATA_DIR": str(tmp_path),
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(server.port),
        "PUBLIC_URL": "http://portal.test",
    }

    def begin(*options: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "operations", "work", *options]
        log = (tmp_path / "log").open("ab")
        with log:
            process = subprocess.Popen(command, cwd=config.ROOT, env=env, stdout=log, stderr=log)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def queue(services: Services, count: int) -> None:
    def body(work: Work) -> None:
        for number in range(count):
            to = ToAddress(f"canary{number}@farm.example")
            facts: dict[str, Any] = {"mails": [], "count": 2, "url": "http://portal.test/home"}
            message = Message("notifications/digest", to, facts, f"k{number}", Category.ACCOUNT)
            service.queue(work, message)

    services.transactor.perform(body, SYSTEM)


def mails(services: Services) -> list[Mail]:
    with services.sessions() as session:
        return list(session.scalars(select(Mail)))


def lapse_leases(services: Services) -> None:
    """What time would do: every lease of a worker that is gone runs out."""

    def body(work: Work) -> None:
        work.session.execute(update(Mail).where(Mail.claimed_by.is_not(None)).values(claimed_until=work.now))

    services.transactor.perform(body, SYSTEM)


def test_told_to_end_it_finishes_the_mail_in_hand_and_hands_back_the_rest(
    services: Services, server: MailServer, start: Start, tmp_path: Path
) -> None:
    queue(services, 30)
    server.pause = 0.1
    worker = start()
    assert server.has_mail.wait(30)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert time.monotonic() - began < 10
    rows = mails(services)
    assert all(row.claimed_by is None for row in rows)
    assert {row.state for row in rows} == {MailState.SENT, MailState.QUEUED}
    sent = sum(row.state is MailState.SENT for row in rows)
    assert sent == len(server.mails)
    log = (tmp_path / "log").read_text()
    assert "worker ended" in log
    assert "mail handled" in log
    assert "canary" not in log


def test_killed_while_sending_it_loses_nothing(services: Services, server: MailServer, start: Start) -> None:
    queue(services, 12)
    server.pause = 0.05
    worker = start()
    assert server.has_mail.wait(30)
    worker.kill()
    worker.wait()
    lapse_leases(services)
    server.pause = 0
    assert start("--once").wait(60) == 0
    assert {row.state for row in mails(services)} == {MailState.SENT}
    ids = [mail["Message-ID"] for mail in server.mails]
    assert len(set(ids)) == 12
    assert len(ids) <= 13, "at most one double for a kill"
