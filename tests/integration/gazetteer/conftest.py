"""A database whose gazetteer is filled once for all tests that only read it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from portal.gazetteer.domain import PlaceSource
from portal.gazetteer.files import places_from_files
from portal.gazetteer.queries import DatabasePlaces
from portal.gazetteer.service import load_gazetteer
from portal.infra.clock import now
from portal.infra.database import new_engine, new_sessions
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM


@pytest.fixture(scope="session")
def filled(blank_database: Callable[[], str]) -> Iterator[sessionmaker[Session]]:
    engine = new_engine(blank_database())
    sessions = new_sessions(engine)
    Transactor(sessions, now).perform(load_gazetteer, SYSTEM)
    yield sessions
    engine.dispose()


@pytest.fixture
def session(filled: sessionmaker[Session]) -> Iterator[Session]:
    with filled() as session:
        yield session


@pytest.fixture(params=["files", "database"])
def source(request: pytest.FixtureRequest, session: Session) -> PlaceSource:
    """Places from the shipped files, and from each database."""
    return places_from_files() if request.param == "files" else DatabasePlaces(session)
