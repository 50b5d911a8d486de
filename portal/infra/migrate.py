"""Bringing a database to the schema that this code expects."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

import config

MIGRATIONS = config.ROOT / "migrations"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Make the database, or bring it up to date."""
    with engine.begin() as connection:
        command.upgrade(settings_for(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Take the schema back to an earlier revision."""
    with engine.begin() as connection:
        command.downgrade(settings_for(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    script = ScriptDirectory.from_config(settings_for(None))
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_heads() == tuple(script.get_heads())


def settings_for(connection: object) -> Config:
    """Alembic settings that use this connection."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings
