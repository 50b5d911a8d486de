"""A PostgreSQL server of the benchmark's own, in a temporary folder, thrown away afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

HOMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "8GB",
    "autovacuum": "off",
    "shared_buffers": "3GB",
    "effective_cache_size": "6GB",
    "work_mem": "128MB",
    "maintenance_work_mem": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_custom_plan",
}
_PATIENCE = 60  # seconds


class Server:
    """Started when made; reached through a socket in its folder."""

    def __init__(self) -> None:
        if not HOMES:
            raise FileNotFoundError("PostgreSQL is not installed (Debian: postgresql-15-postgis-3)")
        self._folder = Path(tempfile.mkdtemp(prefix="fairshift-bench-"))
        owner = pwd.getpwnam("postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
        os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        self._run_as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._run_as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        data = str(self._folder / "data")
        made = [
            str(HOMES[0] / "initdb"),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **self._run_as)
        options = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        self._log = (self._folder / "log").open("w")
        self._process = subprocess.Popen(
            [str(HOMES[0] / "postgres"), "-D", data, f"--unix_socket_directories={self._folder}", *options],
            stdout=self._log,
            stderr=self._log,
            cwd=self._folder,
            **self._run_as,
        )
        self.connection = self._connect()

    @property
    def process(self) -> int:
        return self._process.pid

    def _connect(self) -> psycopg.Connection:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return psycopg.connect(host=str(self._folder), user="postgres", autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        self.connection.close()
        self._process.terminate()
        self._process.wait()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)
