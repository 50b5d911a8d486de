"""Commands that look after the database's schema."""

from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Engine

from portal.infra import migrate

database_commands = AppGroup("db", help="The database's schema.")


def _engine() -> Engine:
    return cast("Engine", current_app.extensions["fairshift"].engine)


@database_commands.command("upgrade")
def upgrade() -> None:
    """Make the database, or bring it up to date."""
    current_app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    migrate.upgrade(_engine())
    click.echo("The database is up to date.")


@database_commands.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to an earlier revision; `base` removes everything."""
    migrate.downgrade(_engine(), revision)
    click.echo(f"The schema is at {revision}.")


@database_commands.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Draft a migration from what the tables have become (for developers)."""
    from alembic import command

    with _engine().begin() as connection:
        command.revision(migrate.settings_for(connection), message=message, autogenerate=True)
