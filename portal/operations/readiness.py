"""Whether the portal can do its work: the schema is there, and what it looks things up in is loaded."""

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.gazetteer import queries as gazetteer
from portal.infra import migrate
from portal.infra.database import Base
from portal.taxonomy import queries as taxonomy


def hindrance(engine: Engine) -> str | None:
    """Why the portal is not ready, in words; none when it is."""
    try:
        if not is_migrated(engine):
            return "The database has not been brought up to date. Run: flask db upgrade"
        with Session(engine) as session:
            if not gazetteer.is_loaded(session):
                return "No places are loaded. Run: flask operations prepare"
            if not taxonomy.is_loaded(session):
                return "No occupations are loaded. Run: flask operations prepare"
    except SQLAlchemyError:
        return "The database cannot be reached."
    return None


def is_migrated(engine: Engine) -> bool:
    """Whether the schema is the one that this code expects."""
    if has_migrations():
        return migrate.is_current(engine)
    with engine.connect() as connection:
        return set(Base.metadata.tables) <= set(inspect(connection).get_table_names())


def has_migrations() -> bool:
    """Whether any migration ships with this code."""
    return any((migrate.MIGRATIONS / "versions").glob("*.py"))
