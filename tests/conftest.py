"""A portal for each test: its own database, on SQLite and on PostgreSQL, with a clean slate."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from hypothesis import settings

from tests.order import shared_out
from tests.proof import IN_FULL

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("full", max_examples=1000, deadline=None)
settings.load_profile("full" if IN_FULL else "quick")

LONG_ONES = (
    "tests/journeys/",
    "tests/contract/test_access.py",
    "tests/integration/operations/test_demo.py",
    "tests/integration/taxonomy/test_official_bundle.py",
    "tests/web/test_hostile_input.py",
)
"""Where tests are that take half a minute, or that make something first which does."""

if TYPE_CHECKING:  # the unit tier needs none of it, and starts in no time
    from flask import Flask
    from sqlalchemy import Engine

    from portal.app import Services
    from tests.databases import Databases, MovingEngine
    from tests.postgres import Cluster, NoPostgres
    from tests.slates import Memory, Slate
    from tests.web_client import ReviewingClient


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each tier gets a mark, so that it can be run alone; a page is asked for on one of the engines."""
    left_out = []
    for item in items:
        tier = Path(item.fspath).relative_to(Path(__file__).parent).parts[0]
        item.add_marker(tier)
        if (
            tier in {"web", "contract", "journeys"} or item.get_closest_marker("by_turns")
        ) and not _is_its_turn(item):
            left_out.append(item)
    if left_out and not IN_FULL:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    items[:] = shared_out(items, on=engine_of, takes_long=takes_long)


def takes_long(item: pytest.Item) -> bool:
    """Whether this test belongs to the long ones."""
    return item.nodeid.startswith(LONG_ONES)


def engine_of(item: pytest.Item) -> str | None:
    """The database engine that a test is tried on."""
    called = getattr(item, "callspec", None)
    return None if called is None else called.params.get("databases")


def _is_its_turn(item: pytest.Item) -> bool:
    """Use cases are tried on both engines, pages on one of the two by turns; on both in the full proof."""
    engine = engine_of(item)
    if engine is None or item.get_closest_marker("both_engines"):
        return True
    test = item.nodeid.replace(engine, "")
    return ("sqlite", "postgresql")[crc32(test.encode()) % 2] == engine


def pytest_collection_finish() -> None:
    """What is loaded by now stays; looking through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


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
    from tests.postgres import Cluster, start_cluster

    cluster = start_cluster()
    yield cluster
    if isinstance(cluster, Cluster):
        cluster.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Makes databases, on each of the two engines in turn; `original` has the schema and no rows."""
    from tests.databases import PostgresDatabases, SqliteDatabases
    from tests.memory import quick_folder
    from tests.postgres import NoPostgres

    if request.param == "sqlite":
        with TemporaryDirectory(prefix="fairshift-sqlite-", dir=quick_folder()) as folder:
            yield SqliteDatabases(Path(folder))
        return
    cluster = request.getfixturevalue("postgres_cluster")
    if isinstance(cluster, NoPostgres):
        pytest.skip(cluster.why)
    yield PostgresDatabases(cluster)


@pytest.fixture(scope="session")
def blank_database(databases: Databases) -> Callable[[], str]:
    """Makes databases that have the schema and no rows."""
    return lambda: databases.copy_of(databases.original)


@pytest.fixture(scope="session")
def database_with_places(databases: Databases) -> str:
    """The address of a database with the whole gazetteer, loaded once, to be copied."""
    from portal.gazetteer.service import load_gazetteer
    from portal.infra.clock import now
    from portal.infra.database import new_engine, new_sessions
    from portal.infra.unit_of_work import Transactor
    from portal.kernel.events import SYSTEM

    url = databases.copy_of(databases.original)
    engine = new_engine(url)
    Transactor(new_sessions(engine), now).perform(load_gazetteer, SYSTEM)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests; `app` gives it a database of its own."""
    from portal.app import create_app

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


@pytest.fixture(scope="session")
def moving_engine(databases: Databases) -> MovingEngine:
    """One engine for all tests, so that a statement is compiled once and not once a test."""
    from tests.databases import MovingEngine

    return MovingEngine(databases.original)


@pytest.fixture(scope="session")
def memory(databases: Databases) -> Memory:
    """What builders have built for several tests of this session."""
    from tests.slates import Memory

    return Memory(databases)


@pytest.fixture
def slate(memory: Memory, moving_engine: MovingEngine) -> Iterator[Slate]:
    """A database of the test's own, made when it is first connected to."""
    from tests.slates import Slate

    slate = Slate(memory, moving_engine)
    yield slate
    slate.drop()


@pytest.fixture
def engine(slate: Slate) -> Engine:
    """The engine of the test's own database."""
    return slate.engine


@pytest.fixture
def app(portal: Flask, slate: Slate) -> Iterator[Flask]:
    """The portal on a database of the test's own, in which there is nothing."""
    services: Services = portal.extensions["fairshift"]
    before = services.engine
    services.engine = slate.engine
    services.sessions.configure(bind=slate.engine)
    portal.extensions["slate"] = slate
    with portal.app_context():
        yield portal
    del portal.extensions["slate"]
    services.engine = before
    services.sessions.configure(bind=before)


@pytest.fixture
def client(app: Flask) -> ReviewingClient:
    """A stranger's browser, which reviews every page it is given."""
    from tests.web_client import ReviewingClient

    return ReviewingClient(app)
