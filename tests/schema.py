"""Builds the schema of a test database, by the same migrations as everywhere."""

from portal.app import create_app as _whole_portal  # noqa: F401 - every feature's tables must be known
from portal.infra import migrate
from portal.infra.database import new_engine


def build_schema(url: str) -> None:
    """Every table, on an empty database."""
    engine = new_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
