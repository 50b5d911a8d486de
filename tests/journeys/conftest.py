"""A whole portal for a journey: web server, worker, real SMTP and a real browser."""

import email
import email.policy
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from aiosmtpd.controller import Controller
from alembic.command import stamp
from playwright.sync_api import Browser, sync_playwright

from portal.app import create_app
from portal.infra import migrate
from tests.databases import Databases
from tests.journeys.window import Inspection

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Postman:
    """What the SMTP server received, by recipient."""

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        for recipient in envelope.rcpt_tos:
            self.mails.append((recipient, message))
        return "250 OK"

    def wait_for(self, recipient: str, subject: str, seconds: float = 20) -> EmailMessage:
        """The newest mail to this address whose subject contains these words."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for to, message in reversed(list(self.mails)):
                if to == recipient and subject.lower() in str(message["subject"]).lower():
                    return message
            time.sleep(0.1)
        got = [f"{to}: {message['subject']}" for to, message in self.mails]
        raise AssertionError(f"no mail to {recipient} about {subject!r}; there were {got}")


def link_in(message: EmailMessage, containing: str = "/") -> str:
    """The first link of a mail's plain text that contains these characters."""
    body = message.get_body(("plain",))
    assert body is not None
    for word in body.get_content().split():
        if word.startswith("http") and containing in word:
            return word
    raise AssertionError(f"no link with {containing!r} in {body.get_content()}")


@dataclass(frozen=True)
class RunningPortal:
    """Where the portal listens, the mails it sends, and its command line."""

    url: str
    post: Postman
    environment: dict[str, str]

    def flask(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looked_over() -> set[tuple[str, ...]]:
    """The pages that any journey has looked over: they are the same on both databases."""
    return set()


@pytest.fixture
def inspection(looked_over: set[tuple[str, ...]]) -> Inspection:
    """What this journey finds wrong on the pages that no journey saw before."""
    return Inspection(looked_over)


@pytest.fixture
def running_portal(databases: Databases, loaded_database: str, tmp_path: Path) -> Iterator[RunningPortal]:
    """The portal on a database of its own, with taxonomy and places, as separate processes."""
    address = databases.copy_of(loaded_database)
    with portal_on(address, tmp_path) as running:
        yield running
    databases.drop(address)


@contextmanager
def portal_on(database: str, folder: Path) -> Iterator[RunningPortal]:
    """Web server and worker on this database, and an SMTP server that takes their mails."""
    post = Postman()
    smtp = Controller(post, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(smtp.port),
    }
    listen = ["--threads", "8", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    web = [sys.executable, "-m", "gunicorn", *listen, "wsgi:app"]
    worker = [sys.executable, "-m", "flask", "operations", "work"]
    log = (folder / "log").open("w")
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for command in (web, worker)
    ]
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/readyz")
        yield RunningPortal(f"http://127.0.0.1:{port}", post, environment)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(15)
        smtp.stop()
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, seconds: float = 60) -> None:
    """Until the portal says that it is ready; at the end with what it says instead."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


@pytest.fixture(scope="session")
def loaded_database(
    databases: Databases, database_with_places: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a database with taxonomy and gazetteer, loaded once, to be copied."""
    url = databases.copy_of(database_with_places)
    app = create_app({"DATABASE_URL": url, "DATA_DIR": tmp_path_factory.mktemp("loading")})
    with app.extensions["fairshift"].engine.begin() as connection:
        stamp(migrate.settings_for(connection), "head")  # the tests' schema is the migrations' one
    result = app.test_cli_runner().invoke(args=["taxonomy", "load"])
    assert result.exit_code == 0, result.output
    app.extensions["fairshift"].engine.dispose()
    return url
