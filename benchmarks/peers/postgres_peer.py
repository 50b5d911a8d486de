"""PostgreSQL with PostGIS, as a job board has it: skills in arrays, radii as shapes, asked one by one."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import psycopg

from benchmarks.columns import Array, Columns, Lists
from benchmarks.peers.postgres_server import Server
from benchmarks.peers.protocol import Found
from benchmarks.peers.sql_rules import GATES, LOT_FACTS, facts, lot_columns, nearness_rows, statement
from portal.kernel.globe import EARTH_RADIUS_KM

_NEAR, _FAR = 0, 2
_CANDIDATES = """
    SELECT a.*, {side} AS side FROM lots a WHERE {where} AND {gates}
"""
_AROUND = "a.around && ST_Point(:lon, :lat)"
_MOVES = "a.relocates = 1 AND a.places @> ARRAY[:country]"
_MET = """(
    SELECT coalesce(
        sum(CASE WHEN d.skill = ANY (p.counted) THEN 1.0 WHEN d.above && p.kin THEN 0.5 ELSE 0 END), 0)
    FROM (SELECT id AS skill, items AS above FROM parents WHERE id = ANY (:desired)) d)"""
_TYPES = {"lat": "float8", "lon": "float8", "travel": "float8", "tickets": "int8", "languages": "int8"}
_PART = 50_000


class PostgreSQL:
    """A server on this machine, all in shared memory."""

    name = "PostgreSQL with PostGIS"
    batch = 1
    tuned = (
        "Everything fits into memory; no compilation of queries, no parallel workers, nothing is forced to "
        "disk. GIN on the array of skills that a lot counts (intarray) together with its countries, GiST on "
        "the box around its radius; within and beyond the radius are asked apart. The plan is made anew for "
        "each vacancy, with its values. Gates on few values as bits, skills as arrays, great circles as in "
        "the rules."
    )

    def __init__(self) -> None:
        self._server: Server | None = None

    def version(self) -> str:
        row = self._db.execute("SELECT current_setting('server_version'), postgis_lib_version()").fetchone()
        return f"{row[0].split()[0]}, PostGIS {row[1]}" if row else ""

    def load(self, columns: Columns) -> None:
        self._columns = columns
        self._server = Server()
        self._db = db = self._server.connection
        for extension in ("postgis", "intarray", "btree_gin"):
            db.execute(f"CREATE EXTENSION {extension}")
        named = ", ".join(f"{name} {_TYPES.get(name, 'int4')}" for name in LOT_FACTS)
        db.execute(
            f"CREATE TABLE lots (id int4, {named}, "
            "counted int4[], kin int4[], places int4[], around geometry)"
        )
        for at in range(0, len(columns.lots), _PART):
            self._copy("lots", _lots(columns, at, columns.lots[at : at + _PART]))
        db.execute("CREATE TABLE parents (id int4 PRIMARY KEY, items int4[])")
        self._copy("parents", ((at, columns.parents[at].tolist()) for at in range(len(columns.parents))))
        db.execute(
            "CREATE TABLE nearness (lot int4, vacancy int4, near float8, same_trade int4, "
            "PRIMARY KEY (vacancy, lot) INCLUDE (near, same_trade))"
        )
        self._copy("nearness", nearness_rows(columns))
        db.execute("CREATE INDEX ON lots USING gin (counted gin__int_ops, places gin__int_ops)")
        db.execute("CREATE INDEX ON lots USING gist (around)")
        db.execute("CREATE INDEX ON lots USING gin (occupation, places gin__int_ops) WHERE relocates = 1")
        db.execute("VACUUM ANALYZE")

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self._db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def best(self, vacancies: Array) -> Sequence[Found]:
        return [self._best(one) for one in vacancies.tolist()]

    def _best(self, vacancy: int) -> Found:
        columns = self._columns
        v = facts(columns, vacancy)
        asked = {
            **v,
            "country": int(v["countries"]).bit_length(),
            "required": columns.required[vacancy].tolist(),
            "desired": columns.desired[vacancy].tolist(),
            "trades": np.flatnonzero(columns.nearness[:, v["occupation"]] >= 0.5).tolist(),
        }
        with psycopg.ClientCursor(self._db) as cursor:
            cursor.execute(_statement(v), asked)
            rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
        return Found(rows[:, 0], rows[:, 1] / 1e9)

    def servers(self) -> Sequence[int]:
        return (self._server.process,) if self._server else ()

    def close(self) -> None:
        if self._server:
            self._server.stop()


def _statement(v: dict[str, Any]) -> str:
    """The question; only what this vacancy asks stands in it, as a query builder would write it."""
    required, untrained = v["required_count"] > 0, not v["entry_level"]
    holds = "a.counted @> :required::int[]" if required else "true"
    trades = "a.occupation = ANY (:trades)"
    near = f"{_AROUND} AND {holds}"
    if not required and untrained and not v["weights"]:
        near += f" AND {trades}"
    sides = [_CANDIDATES.format(side=_NEAR, where=near, gates=GATES)]
    if v["housed"]:
        far = f"{_MOVES} AND {holds}" + (f" AND {trades}" if not required and untrained else "")
        sides.append(_CANDIDATES.format(side=_FAR, where=far, gates=GATES))
    met = _MET if v["weights"] > 2 * v["required_count"] else "0.0"
    whole = statement(" UNION ALL ".join(sides), holds="true", met=met)
    return re.sub(r"(?<![:\w]):(\w+)", r"%(\1)s", whole)


def _lots(columns: Columns, first: int, lots: Array) -> Iterable[tuple[Any, ...]]:
    reach = np.degrees(lots["travel"] / EARTH_RADIUS_KM) + 1e-6
    wide = reach / np.cos(np.radians(np.minimum(np.abs(lots["lat"]) + reach, 89.0)))
    west, south, east, north = (
        lots["lon"] - wide,
        lots["lat"] - reach,
        lots["lon"] + wide,
        lots["lat"] + reach,
    )
    counted, kin = (lists.take(lots["skill_set"]) for lists in (columns.counted, columns.kin))
    listed = lot_columns(lots)[1:]
    for at, row in enumerate(zip(*listed, strict=True)):
        bits = int(lots["countries"][at])
        places = [country + 1 for country in range(bits.bit_length()) if bits >> country & 1]
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        box = f"POLYGON(({','.join(f'{x[at]} {y[at]}' for x, y in corners)}))"
        yield first + at, *row, _of(counted, at), _of(kin, at), places, box


def _of(lists: Lists, at: int) -> list[int]:
    found: list[int] = lists[at].tolist()
    return found
