"""A PostgreSQL server of the tests' own, on a free port, thrown away afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from tests.memory import quick_folder

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": 150,
    "autovacuum": "off",
    "bgwriter_lru_maxpages": 0,
}
"""Fast and forgetful: nothing in a test's database has to survive."""

COPIES_BY_LOG = 150000
"""The version since which PostgreSQL copies databases through its log, which takes twice as long."""


@dataclass(frozen=True)
class NoPostgres:
    why: str


@dataclass(frozen=True)
class Cluster:
    """A running server that listens on the loopback address only."""

    home: Path
    data: Path
    port: int
    as_user: tuple[str, ...]

    def create(self, name: str, *, copied_from: str) -> str:
        """The address of a new database, a copy of another that nobody is connected to."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(copied_from)
        )
        if self._door.info.server_version >= COPIES_BY_LOG:
            made += sql.SQL(" STRATEGY FILE_COPY")
        self._door.execute(made)
        return self.address(name)

    def drop(self, name: str) -> None:
        self._door.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @cached_property
    def _door(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True)

    def address(self, database: str) -> str:
        """Where a database of this name is, or will be."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        self._door.close()
        _run(self, "pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.data.parent, ignore_errors=True)


def start_cluster() -> Cluster | NoPostgres:
    """Start a server in a folder of its own, or say why that is not possible here."""
    if not HOMES:
        return NoPostgres("PostgreSQL is not installed (Debian: postgresql-15)")
    as_user: tuple[str, ...] = ()
    where = Path(tempfile.mkdtemp(prefix="fairshift-postgres-", dir=quick_folder()))
    if os.geteuid() == 0:
        try:
            owner = pwd.getpwnam("postgres")
        except KeyError:
            return NoPostgres("there is no user postgres to run the server as")
        if shutil.which("runuser") is None:
            return NoPostgres("runuser is missing")
        as_user = ("runuser", "-u", "postgres", "--")
        where.chmod(0o755)
        os.chown(where, owner.pw_uid, owner.pw_gid)
    cluster = Cluster(HOMES[0], where / "data", _free_port(), as_user)
    _run(
        cluster,
        "initdb",
        "-D",
        str(cluster.data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C.UTF-8",
    )
    options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, "port": cluster.port}.items())
    _run(cluster, "pg_ctl", "-D", str(cluster.data), "-o", options, "-l", str(where / "log"), "-w", "start")
    return cluster


def _run(cluster: Cluster, program: str, *arguments: str) -> None:
    subprocess.run(
        [*cluster.as_user, str(cluster.home / program), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
