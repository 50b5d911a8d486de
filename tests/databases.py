"""Databases for tests, copied from one original: SQLite files, or databases of a PostgreSQL server."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine import make_url

from portal.infra.database import new_engine
from tests.postgres import Cluster
from tests.schema import build_schema


class SqliteDatabases:
    """Makes SQLite databases by copying files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.original = f"sqlite:///{folder / 'original.db'}"
        build_schema(self.original)

    def fresh(self) -> str:
        """The address of a database that is still to be made."""
        return f"sqlite:///{self.folder / f'{uuid4().hex}.db'}"

    def empty(self) -> str:
        """A new database without any table."""
        return self.fresh()

    def copy(self, source: str, target: str) -> None:
        """Make a database with all that is in another, which nobody uses any more."""
        file = _file(source)
        if Path(f"{file}-wal").exists():
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(file, _file(target))

    def copy_of(self, url: str) -> str:
        """A new database with all that is in another, which nobody uses any more."""
        fresh = self.fresh()
        self.copy(url, fresh)
        return fresh

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{_file(url)}{end}").unlink(missing_ok=True)


def _file(url: str) -> Path:
    return Path(str(make_url(url).database))


class PostgresDatabases:
    """Makes PostgreSQL databases by copying a template on the server."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.original = self.empty()
        build_schema(self.original)

    def fresh(self) -> str:
        return self.cluster.address(f"t{uuid4().hex}")

    def empty(self) -> str:
        fresh = self.fresh()
        self.cluster.create(_name(fresh), copied_from="template0")
        return fresh

    def copy(self, source: str, target: str) -> None:
        self.cluster.create(_name(target), copied_from=_name(source))

    def copy_of(self, url: str) -> str:
        fresh = self.fresh()
        self.copy(url, fresh)
        return fresh

    def drop(self, url: str) -> None:
        self.cluster.drop(_name(url))


def _name(url: str) -> str:
    return str(make_url(url).database)


Databases = SqliteDatabases | PostgresDatabases


class MovingEngine:
    """An engine whose connections lead to whichever database it was moved to last."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = new_engine(url)
        self._make: Callable[[], None] = lambda: None
        self._opened: list[Any] = []
        event.listen(self.engine, "do_connect", self._lead)
        event.listen(self.engine, "connect", lambda connection, _record: self._opened.append(connection))

    def move_to(self, url: str, make: Callable[[], None]) -> None:
        """Lead to another database of the same kind, which `make` makes when there is none yet."""
        self.engine.dispose()
        for connection in self._opened:  # also those that nobody gave back
            connection.close()
        self._opened.clear()
        self.engine.url = make_url(url)
        self._make = make

    def _lead(self, dialect: Dialect, _record: object, args: list[Any], named: dict[str, Any]) -> None:
        self._make()
        positional, by_name = dialect.create_connect_args(self.engine.url)
        args[:] = positional
        named.update(by_name)
