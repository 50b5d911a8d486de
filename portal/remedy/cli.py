"""Commands of remedy."""

import json
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from portal.remedy.domain.indicator import Line
from portal.remedy.indicating import indicator_now

remedy_cli = AppGroup("remedy", help="Cases, and what jobs cost workers.")


@remedy_cli.command("indicator")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a group.")
def indicator(*, as_json: bool) -> None:
    """What a job cost workers, in months of earnings, by corridor, sector and quarter (target: zero)."""
    with current_app.extensions["fairshift"].sessions() as session:
        for line in indicator_now(session):
            click.echo(json.dumps(_plain(line)) if as_json else _words(line))


def _plain(line: Line) -> dict[str, Any]:
    return {
        "origin": line.group.origin,
        "destination": line.group.destination,
        "sector": line.group.sector,
        "quarter": line.group.quarter,
        "suppressed": line.is_suppressed,
        "workers": line.workers,
        "paying": line.paying,
        "months": None if line.months is None else str(line.months),
        "not_compared": line.not_compared,
    }


def _words(line: Line) -> str:
    group = line.group
    where = f"{group.quarter} {group.origin}-{group.destination} sector {group.sector}"
    if line.is_suppressed:
        return f"{where}: too few workers to show"
    return f"{where}: {line.months} months of earnings, mean of {line.workers} workers ({line.paying} paid)"
