"""Databases for tests, copied from one original: SQLite files, or databases of a PostgreSQL server."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Dialect, Engine, create_engine, event, text
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
        self.original = cluster.create(f"original{uuid4().hex}", copied_from="template0")
        build_schema(self.original)

    def empty(self) -> str:
        return self.cluster.create(f"t{uuid4().hex}", copied_from="template0")

    def copy_of(self, url: str) -> str:
        return self.cluster.create(f"t{uuid4().hex}", copied_from=str(make_url(url).database))

    def drop(self, url: str) -> None:
        self.cluster.drop(str(make_url(url).database))


Databases = SqliteDatabases | PostgresDatabases


class MovingEngine:
    """An engine whose connections lead to whichever database it was moved to last."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = new_engine(url)
        event.listen(self.engine, "do_connect", self._lead)

    def moved_to(self, url: str) -> Engine:
        """The same engine, on another database of the same kind."""
        self.engine.url = make_url(url)
        return self.engine

    def _lead(self, dialect: Dialect, _record: object, args: list[Any], named: dict[str, Any]) -> None:
        positional, by_name = dialect.create_connect_args(self.engine.url)
        args[:] = positional
        named.update(by_name)
