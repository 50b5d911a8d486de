"""A database whose gazetteer is filled once for all tests that only read it."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from portal.gazetteer.domain import PlaceSource
from portal.gazetteer.files import places_from_files
from portal.gazetteer.queries import DatabasePlaces
from portal.infra.database import new_engine, new_sessions
from tests.databases import Databases


@pytest.fixture(scope="session")
def filled(databases: Databases, database_with_places: str) -> Iterator[sessionmaker[Session]]:
    engine = new_engine(databases.copy_of(database_with_places))
    yield new_sessions(engine)
    engine.dispose()


@pytest.fixture
def session(filled: sessionmaker[Session]) -> Iterator[Session]:
    with filled() as session:
        yield session


@pytest.fixture(params=["files", "database"])
def source(request: pytest.FixtureRequest, session: Session) -> PlaceSource:
    """Places from the shipped files, and from each database."""
    return places_from_files() if request.param == "files" else DatabasePlaces(session)
