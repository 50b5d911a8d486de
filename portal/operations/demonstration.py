"""The demo as the development start uses it: by its two commands, `demo load` and `demo accounts`."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import click
from flask import current_app


def load_demo(tell: Callable[[str], None]) -> None:
    """Fill the portal with the made-up world, where that is built in."""
    command = _command("load")
    if command is not None:
        tell("Loading the demo (once) …")
        command.main([], prog_name="flask demo load", standalone_mode=False)


def demo_lines() -> list[str]:
    """One line for each demo account: role, address to sign in with, password, page to begin at."""
    command = _command("accounts")
    if command is None:
        return []
    said = io.StringIO()
    with redirect_stdout(said):
        command.main(["--json"], prog_name="flask demo accounts", standalone_mode=False)
    accounts: list[dict[str, Any]] = json.loads(said.getvalue() or "[]")
    return [_line(account) for account in accounts]


def _line(account: dict[str, Any]) -> str:
    parts = [f"{account['role']:<12}", account["email"], account["password"], account["url"]]
    return "  ".join(str(part) for part in parts if part)


def _command(name: str) -> click.Command | None:
    group = current_app.cli.commands.get("demo")
    return group.commands.get(name) if isinstance(group, click.Group) else None
