"""The development start: web server, worker and mailbox as one, from the first page to Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import config

USUAL_MAIL_PORT = 8025
SECONDS_TO_START = 60
SECONDS_TO_END = 9
THREADS = 8


def is_free(port: int) -> bool:
    """Whether nothing listens on a port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def free_port(usual: int) -> int:
    """The usual port, or any free one where that is taken."""
    if is_free(usual):
        return usual
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class EndedEarly(Exception):
    """A part of the portal ended by itself, or never became ready."""


@dataclass
class Children:
    """The processes of a running portal."""

    web: "subprocess.Popen[bytes]"
    worker: "subprocess.Popen[bytes]"

    def wait_until_ready(self, address: str) -> None:
        """Wait for /readyz; raises EndedEarly when a process ends or a minute passes."""
        until = time.monotonic() + SECONDS_TO_START
        said = ""
        while time.monotonic() < until:
            self.insist()
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                    return
            except urllib.error.HTTPError as answer:
                said = answer.read().decode(errors="replace").strip()
            except OSError:
                pass
            time.sleep(0.1)
        raise EndedEarly(said or f"{address} did not answer within {SECONDS_TO_START} seconds")

    def insist(self) -> None:
        """Raise EndedEarly when a process has ended."""
        for name, process in (("web server", self.web), ("worker", self.worker)):
            if process.poll() is not None:
                raise EndedEarly(f"the {name} ended with exit code {process.returncode}")

    def watch(self) -> None:
        """Stay until a process ends, which raises EndedEarly, or a signal comes."""
        while True:
            self.insist()
            time.sleep(0.5)

    def end(self) -> None:
        """Ask both to end, and make them after some seconds."""
        until = time.monotonic() + SECONDS_TO_END
        for process in (self.worker, self.web):
            if process.poll() is None:
                process.terminate()
        for process in (self.worker, self.web):
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def children(port: int, mail_port: int | None, log: Path) -> Iterator[Children]:
    """Start web server and worker in groups of their own, so that Ctrl-C reaches only their parent."""
    env = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    if mail_port is not None:
        env |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(mail_port)}
    web = [
        "gunicorn",
        "wsgi:app",
        "--no-control-socket",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    web += ["--workers", "1", "--threads", str(THREADS), "--graceful-timeout", "5", "--log-level", "warning"]
    web += ["--no-control-socket"]
    with ExitStack() as stack:
        out = stack.enter_context(log.open("ab"))
        started = Children(
            _start(web, env), _start(["flask", "--app", "wsgi", "operations", "work"], env, out.fileno())
        )
        try:
            yield started
        finally:
            started.end()


def _start(
    command: Sequence[str], env: Mapping[str, str], log: int | None = None
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - a fixed command
        [sys.executable, "-m", *command],
        cwd=config.ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does, and let either end the block quietly; further ones are ignored."""

    def interrupt(number: int, frame: object) -> None:
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, interrupt)
    with suppress(KeyboardInterrupt):
        yield
