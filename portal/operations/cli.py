"""Commands that start the portal and its worker."""

import os
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import AppGroup

from portal.infra import logs
from portal.operations import running
from portal.operations.demonstration import demo_lines, load_demo_once
from portal.operations.mailbox import Mailbox, serving
from portal.operations.preparing import prepare
from portal.operations.worker import Worker, end_on_signals

operations_cli = AppGroup("operations", help="Start the portal, its worker, and prepare its database.")


def _services() -> Any:
    return current_app.extensions["fairshift"]


@operations_cli.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(*, once: bool) -> None:
    """Send due mails and run due jobs until stopped."""
    logs.configure()
    services = _services()
    worker = Worker(services.transactor, services.addresses, services.jobs)
    if once:
        worker.work_once()
        worker.sender.close()
        return
    end_on_signals(worker)
    worker.work()


@operations_cli.command("prepare")
def prepare_database() -> None:
    """Make or migrate the database; load places and occupations."""
    services = _services()
    prepare(services.engine, services.transactor, click.echo)
    click.echo("The portal is ready to start.")


@operations_cli.command("run")
def run() -> None:
    """Start everything on this machine, for development; Ctrl-C ends it."""
    settings = current_app.config
    if settings["PRODUCTION"]:
        raise click.ClickException("This start is for development. See the README on how to deploy.")
    port = _port()
    with running.until_interrupted(), ExitStack() as stack:
        services = _services()
        prepare(services.engine, services.transactor, click.echo)
        if os.environ.get("DEMO") != "0":
            load_demo_once(services.sessions, click.echo)
        services.engine.dispose()
        mail_port = None
        if not os.environ.get("MAIL_SERVER"):
            mail_port = running.free_port(running.USUAL_MAIL_PORT)
            stack.enter_context(serving(Mailbox(settings["DATA_DIR"] / "mailbox"), mail_port))
        started = stack.enter_context(running.children(port, mail_port, settings["DATA_DIR"] / "worker.log"))
        try:
            started.wait_until_ready(f"http://127.0.0.1:{port}")
            _welcome(port, has_mailbox=mail_port is not None)
            started.watch()
        except running.EndedEarly as ended:
            raise click.ClickException(f"The portal stopped: {ended}") from ended
    click.echo("The portal has ended.")


def _port() -> int:
    given = os.environ.get("PORT") or str(urlsplit(current_app.config["PUBLIC_URL"]).port or 8000)
    if not (given.isascii() and given.isdigit()) or not 0 < int(given) < 65536:
        raise click.ClickException(f"PORT is {given!r}; give a number from 1 to 65535, like PORT=8000")
    if not running.is_free(int(given)):
        raise click.ClickException(
            f"Port {given} is taken: is the portal running already? "
            f"End that, or choose another port: PORT={int(given) % 65535 + 1} make run"
        )
    return int(given)


def _welcome(port: int, *, has_mailbox: bool) -> None:
    address = f"http://127.0.0.1:{port}"
    click.echo(f"\nFairshift runs at {address}")
    if has_mailbox:
        click.echo(f"Mails are read at {address}/mailbox")
    for line in demo_lines(current_app.config["DATA_DIR"]):
        click.echo(line)
    click.echo("Ctrl-C ends it.")
