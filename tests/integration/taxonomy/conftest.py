"""Databases whose taxonomy holds the seed."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from portal.infra.clock import now
from portal.infra.database import new_engine, new_sessions
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.taxonomy.service import load_seed


@pytest.fixture(scope="session")
def seeded(blank_database: Callable[[], str]) -> Iterator[sessionmaker[Session]]:
    """For tests that only read."""
    engine = new_engine(blank_database())
    sessions = new_sessions(engine)
    Transactor(sessions, now).perform(load_seed, SYSTEM)
    yield sessions
    engine.dispose()


@pytest.fixture
def session(seeded: sessionmaker[Session]) -> Iterator[Session]:
    with seeded() as session:
        yield session


@pytest.fixture
def transactor(engine: Engine) -> Transactor:
    """For tests that load and import, on a database of their own."""
    return Transactor(new_sessions(engine), now)
