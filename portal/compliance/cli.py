"""Commands of compliance."""

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from portal.compliance.findings.queries import stored_decisions
from portal.compliance.findings.replay import Difference, Replay
from portal.compliance.rules.document import rules_document

compliance_cli = AppGroup("compliance", help="The rules of fair recruitment, and what they found.")


@compliance_cli.command("replay")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only decisions from this day on (UTC), YYYY-MM-DD."
)
def replay(*, since: datetime | None) -> None:
    """Judge every stored decision again from what it looked at, with the rules of its day.

    Names each difference, and ends with 1 when there is one.
    """
    going, found = Replay(), 0
    with current_app.extensions["fairshift"].sessions() as session:
        rows = stored_decisions(session, since.replace(tzinfo=UTC) if since else None)
        for found, one in enumerate(going.differences(rows), 1):  # noqa: B007 - counted for the summary
            click.echo(_in_words(one))
    click.echo(f"{going.count} decisions replayed, {found} differences.")
    if found:
        sys.exit(1)


@compliance_cli.command("rules", with_appcontext=False)
@click.option("--markdown", is_flag=True, help="As the document docs/rules.md.")
def rules(*, markdown: bool) -> None:
    """Every rule in force, with its source."""
    click.echo(rules_document(as_markdown=markdown), nl=False)


def _in_words(one: Difference) -> str:
    about = f"{one.ref}, decision {one.decision}" + (f", rule {one.rule}" if one.rule else "")
    stored, replayed = ("; ".join(said) or "nothing" for said in (one.stored, one.replayed))
    return f"{about}: stored {stored}; comes out as {replayed}."
