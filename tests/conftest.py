"""A portal for each test: its own database, on SQLite and on PostgreSQL, with a clean slate."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from portal.app import Services, create_app
from portal.infra.database import new_engine
from tests.postgres import Cluster, NoPostgres, start_cluster
from tests.schema import build_schema
from tests.web_client import ReviewingClient


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The unit tier gets a mark, so that it can be run alone."""
    for item in items:
        tier = Path(item.fspath).relative_to(Path(__file__).parent).parts[0]
        item.add_marker(tier)


MAY_BE_ABSENT = "the real ESCO bundle is absent"
"""The one reason for which a test may be skipped where everything is required (CI=true)."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Where everything is required, a skipped test is a failure; elsewhere say what was left out and why."""
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if os.environ.get("CI") != "true" or exitstatus != 0:
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if any(MAY_BE_ABSENT not in str(report.longrepr[2]) for report in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster | NoPostgres]:
    """A PostgreSQL server of the tests' own, or why there is none."""
    cluster = start_cluster()
    yield cluster
    if isinstance(cluster, Cluster):
        cluster.stop()


class SqliteDatabases:
    """Makes SQLite databases by copying files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.original = f"sqlite:///{folder / 'original.db'}"
        build_schema(self.original)

    def empty(self) -> str:
        """A new database without any table."""
        return f"sqlite:///{self.folder / f'{uuid4().hex}.db'}"

    def copy_of(self, url: str) -> str:
        """A new database with all that is in another, which nobody uses any more."""
        source = Path(str(make_url(url).database))
        engine = create_engine(url)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()
        fresh = self.folder / f"{uuid4().hex}.db"
        fresh.write_bytes(source.read_bytes())
        return f"sqlite:///{fresh}"

    def drop(self, url: str) -> None:
        used = Path(str(make_url(url).database))
        for path in used.parent.glob(f"{used.name}*"):
            path.unlink()


class PostgresDatabases:
    """Makes PostgreSQL databases by copying a template on the server."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.original = cluster.create("original", copied_from="template0")
        build_schema(self.original)

    def empty(self) -> str:
        return self.cluster.create(f"t{uuid4().hex}", copied_from="template0")

    def copy_of(self, url: str) -> str:
        return self.cluster.create(f"t{uuid4().hex}", copied_from=str(make_url(url).database))

    def drop(self, url: str) -> None:
        self.cluster.drop(str(make_url(url).database))


Databases = SqliteDatabases | PostgresDatabases


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Makes databases, on each of the two engines in turn; `original` has the schema and no rows."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
    cluster = request.getfixturevalue("postgres_cluster")
    if isinstance(cluster, NoPostgres):
        pytest.skip(cluster.why)
    return PostgresDatabases(cluster)


@pytest.fixture(scope="session")
def blank_database(databases: Databases) -> Callable[[], str]:
    """Makes databases that have the schema and no rows."""
    return lambda: databases.copy_of(databases.original)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests; `app` gives it a database of its own."""
    data_dir = tmp_path_factory.mktemp("data")
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests, and long enough for that",
            "DATA_DIR": data_dir,
            "DATABASE_URL": f"sqlite:///{data_dir / 'unused.db'}",
            "PUBLIC_URL": "http://portal.test",
            "PASSWORD_HASH_COST": "low",
        }
    )


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """An empty database of the test's own."""
    url = databases.copy_of(databases.original)
    engine = new_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


@pytest.fixture
def app(portal: Flask, engine: Engine) -> Iterator[Flask]:
    """The portal on an empty database."""
    services: Services = portal.extensions["fairshift"]
    before = services.engine
    services.engine = engine
    services.sessions.configure(bind=engine)
    with portal.app_context():
        yield portal
    services.engine = before
    services.sessions.configure(bind=before)


@pytest.fixture
def client(app: Flask) -> ReviewingClient:
    """A stranger's browser, which reviews every page it is given."""
    return ReviewingClient(app)
