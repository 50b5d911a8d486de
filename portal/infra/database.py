"""How rows are declared and reached, the same on SQLite and PostgreSQL."""

import enum
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

SNAPSHOTS = "snapshots"
"""Under which a session knows the folder of market snapshots."""
WRITING = "fairshift_writing"
"""Execution option of a connection that will write: SQLite then takes its lock at the beginning."""

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; naive values are refused, so that no local time slips in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda kind: [one.value for one in kind],
        ),
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }


def new_engine(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL address, with the settings that both need to be safe."""
    if make_url(url).get_backend_name() == "sqlite":
        # Each thread of a web server may hold two connections and need a third for a moment
        pool = {"pool_size": 10, "max_overflow": 20} if make_url(url).database else {}
        engine = create_engine(url, connect_args={"timeout": 30}, **pool)
        event.listen(engine, "connect", _settle_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)


def new_sessions(engine: Engine, snapshots: Path | None = None) -> sessionmaker[Session]:
    """Makes sessions; `snapshots` is a folder for what only spares reading, none to keep nothing there."""
    return sessionmaker(engine, expire_on_commit=False, info={SNAPSHOTS: snapshots})


_PORTION = 5_000
"""Well below the number of parameters that a statement may have."""


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists that are short enough for one statement."""
    waiting = iter(values)
    while portion := list(islice(waiting, _PORTION)):
        yield portion


def insert_or(session: Session, table: type[Base]) -> Any:
    """An insert that can say what is done where such a row is there already (`on_conflict_do_…`)."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def _settle_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be immediate
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


__all__ = [
    "SNAPSHOTS",
    "WRITING",
    "Base",
    "Json",
    "UtcDateTime",
    "insert_or",
    "new_engine",
    "new_sessions",
    "portions",
]
