"""Bringing a fresh checkout to life: the schema, what the portal looks things up in, demo data."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from portal.gazetteer import queries as gazetteer
from portal.gazetteer.service import load_gazetteer
from portal.infra import migrate
from portal.infra.database import Base
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.operations.readiness import has_migrations
from portal.taxonomy.service import load_seed

Tell = Callable[[str], None]


def prepare(engine: Engine, transactor: Transactor, tell: Tell) -> None:
    """Make or migrate the database; load places and occupations where they are missing or have changed."""
    make_schema(engine)
    with transactor.sessions() as session:
        has_places = gazetteer.is_loaded(session)
    if not has_places:
        tell("Loading places (once, some seconds) …")
        transactor.perform(load_gazetteer, SYSTEM)
        tell("Loading occupations and skills …")
    transactor.perform(load_seed, SYSTEM)


def make_schema(engine: Engine) -> None:
    """Bring the database up to date, and make it where there is none."""
    url = make_url(engine.url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    if has_migrations():
        migrate.upgrade(engine)
    else:
        Base.metadata.create_all(engine)
