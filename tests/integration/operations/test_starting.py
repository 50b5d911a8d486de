"""One command brings the portal up and one signal ends it; what stands in the way is said plainly."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, insert

import config
from portal.infra.database import Base
from portal.operations.preparing import make_schema
from portal.operations.running import free_port, is_free
from tests.mail_server import free_port as any_port


def run(app: Flask, **env: str) -> Result:
    return app.test_cli_runner().invoke(args=["operations", "run"], env=env)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_said_plainly(portal: Flask, taken: int) -> None:
    result = run(portal, PORT=str(taken))
    assert result.exit_code == 1
    assert f"Port {taken} is taken" in result.output
    assert "make run" in result.output


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０００"])
def test_a_port_that_is_none_is_said_plainly(portal: Flask, port: str) -> None:
    result = run(portal, PORT=port)
    assert result.exit_code == 1
    assert "give a number from 1 to 65535" in result.output


def test_production_is_not_started_this_way(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(portal.config, "PRODUCTION", True)
    result = run(portal)
    assert result.exit_code == 1
    assert "for development" in result.output


def test_another_mail_port_is_found_when_the_usual_is_taken(taken: int) -> None:
    assert not is_free(taken)
    assert free_port(taken) != taken
    usual = any_port()
    assert free_port(usual) == usual


@pytest.fixture
def started_before(tmp_path: Path) -> Path:
    """A data folder as an earlier start left it; one place stands for the gazetteer, which loads slowly."""
    engine = create_engine(f"sqlite:///{tmp_path / 'fairshift.db'}")
    make_schema(engine)
    place = {
        "id": "x1",
        "name": "Wisbech",
        "country": "GB",
        "latitude": 52.66,
        "longitude": 0.16,
        "population": 33933,
    }
    with engine.begin() as connection:
        connection.execute(insert(Base.metadata.tables["place"]).values(place))
    engine.dispose()
    return tmp_path


def processes_on(data_dir: Path) -> list[str]:
    """Processes that were started with this data folder and still live (where the system tells)."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"DATA_DIR={data_dir}\0".encode() in environment.read_bytes():
                found.append(environment.parent.name)
    return found


def test_it_serves_pages_and_mails_and_ends_with_one_signal(started_before: Path) -> None:
    port = any_port()
    env = {**os.environ, "DATA_DIR": str(started_before), "PORT": str(port), "DEMO": "0"}
    for name in ("DATABASE_URL", "MAIL_SERVER", "MAIL_PORT", "PUBLIC_URL"):
        env.pop(name, None)
    assert processes_on(started_before) == []
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "flask", "operations", "run"]
    with subprocess.Popen(
        command, cwd=config.ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = ""
        while "Ctrl-C ends it." not in said:
            line = process.stdout.readline()
            assert line, process.communicate()
            said += line
        assert f"Fairshift runs at {address}\n" in said
        assert f"Mails are read at {address}/mailbox\n" in said
        for path in ("/livez", "/readyz", "/mailbox"):
            with urllib.request.urlopen(address + path, timeout=10) as answer:
                assert answer.status == 200
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=15)
        assert time.monotonic() - began < 10
        assert (process.returncode, rest) == (0, "The portal has ended.\n"), errors
    assert is_free(port)
    assert processes_on(started_before) == []
