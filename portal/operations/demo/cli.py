"""Commands of the demo: load it into an empty portal, and list the accounts to try it with."""

import json
from dataclasses import asdict
from functools import partial
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.infra import clock
from portal.infra.web import public_url
from portal.operations.demo.accounts import DemoAccount, keep_accounts, kept_accounts
from portal.operations.demo.loader import Links, has_data, load_demo
from portal.operations.preparing import prepare

demo_cli = AppGroup("demo", help="A made-up world to try the portal in; never in production.")


@demo_cli.command("load")
def load() -> None:
    """Fill an empty portal with organisations, spare workers, vacancies and what came of them."""
    _refuse_in_production()
    services: Any = current_app.extensions["fairshift"]
    prepare(services.engine, services.transactor, click.echo)
    with services.sessions() as session:
        if has_data(session):
            raise click.ClickException(
                "The portal holds data already, and the demo is only loaded into an empty one. "
                "To start afresh, stop the portal and remove its database."
            )
    links = Links(
        public_url("accounts_public.sign_in"),
        lambda code: public_url("placements_worker.offer", code=code),
    )
    keep = partial(keep_accounts, current_app.config["DATA_DIR"])
    try:
        loaded = load_demo(services.transactor, clock.now(), links, keep)
    except BaseException:
        click.echo("Nothing of the demo was kept. The next start loads it from the beginning.", err=True)
        raise
    click.echo(
        f"{loaded.organisations} organisations, {loaded.lots} lots of spare workers, "
        f"{loaded.vacancies} vacancies, {loaded.matches} matches."
    )
    for story in loaded.broken:
        click.echo(f"One story ends early. {story}", err=True)


@demo_cli.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="One array for machines.")
def accounts(*, as_json: bool) -> None:
    """List the accounts to try the demo with."""
    _refuse_in_production()
    kept = kept_accounts(current_app.config["DATA_DIR"])
    if kept is None:
        raise click.ClickException("There is no demo here. Run `flask demo load` on an empty portal first.")
    if as_json:
        click.echo(json.dumps([_plain(one) for one in kept]))
        return
    for line in account_lines(kept):
        click.echo(line)


def account_lines(kept: list[DemoAccount]) -> list[str]:
    """One line for each account; members of staff get the code that an authenticator app would show now."""
    return [_line(one) for one in kept]


def _plain(one: DemoAccount) -> dict[str, str | None]:
    plain = asdict(one)
    if one.totp_secret is None:
        del plain["totp_secret"]
    return plain


def _line(one: DemoAccount) -> str:
    parts = [f"{one.role:<10}", one.email, one.password, one.url]
    if one.totp_secret:
        parts.append(f"code now {one.code}, app secret {one.totp_secret}")
    return "  ".join(part for part in parts if part)


def _refuse_in_production() -> None:
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("The demo is for trying the portal out. It is refused in production.")
