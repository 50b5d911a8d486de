"""The migrations make the schema that the code expects, and can be taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from portal.infra import migrate
from portal.infra.database import Base, new_engine
from tests.databases import Databases

pytestmark = pytest.mark.both_engines


@pytest.fixture
def empty(databases: Databases) -> Iterator[Engine]:
    """A database without any table."""
    url = databases.empty()
    engine = new_engine(url)
    yield engine
    engine.dispose()
    databases.drop(url)


def differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrate.settings_for(None)).get_heads()) == 1


def test_the_migrations_make_the_tables_that_the_code_declares(empty: Engine) -> None:
    migrate.upgrade(empty)
    assert differences(empty) == []
    assert migrate.is_current(empty)


def test_migrating_twice_changes_nothing(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.upgrade(empty)
    assert migrate.is_current(empty)


def test_the_trail_is_append_only_in_a_migrated_database(empty: Engine) -> None:
    migrate.upgrade(empty)
    row = {
        "at": "2027-03-01 08:00:00+00:00",
        "actor": "00000000000000000000000000000001",
        "action": "matching:match:find",
        "object_kind": "match",
        "object_id": "00000000000000000000000000000002",
        "commitment": "c",
    }
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    with empty.begin() as connection:
        connection.execute(text(f"INSERT INTO audit_event ({columns}) VALUES ({values})"), row)
    for statement in ("UPDATE audit_event SET action = 'x:y:z'", "DELETE FROM audit_event"):
        with pytest.raises(Exception, match="append-only"), empty.begin() as connection:
            connection.execute(text(statement))


def test_everything_can_be_taken_back(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(empty)
    assert migrate.is_current(empty)
