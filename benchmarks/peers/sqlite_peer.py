"""SQLite: lots filed under skill and cell in one clustered table, one statement a vacancy."""

import json
import sqlite3
from collections.abc import Sequence

import numpy as np

from benchmarks.columns import Array, Columns, Lists
from benchmarks.peers.keys import Keys
from benchmarks.peers.protocol import Found
from benchmarks.peers.sql_rules import GATES, LOT_FACTS, facts, lot_columns, nearness_rows, statement

_CANDIDATES = f"""
    SELECT a.*, s.value ->> 1 AS side
    FROM json_each(:sought) s
    CROSS JOIN filed f ON f.key = s.value ->> 0 AND f.word & :every = :every AND f.word & :some <> 0
    CROSS JOIN lots a ON a.id = f.lot
    WHERE {GATES}
"""
_HOLDS = """:required_count = (
    SELECT count(*) FROM json_each(:required) r
    JOIN counted k ON k.owner = p.skill_set AND k.item = r.value)"""
_MET = """(
    SELECT total(CASE
        WHEN EXISTS (SELECT 1 FROM counted k WHERE k.owner = p.skill_set AND k.item = d.value) THEN 1.0
        WHEN EXISTS (SELECT 1 FROM parents u JOIN kin k ON k.owner = p.skill_set AND k.item = u.item
            WHERE u.owner = d.value) THEN 0.5
        ELSE 0 END)
    FROM json_each(:desired) d)"""
_PART = 500_000


class SQLite:
    """One database in memory."""

    name = "SQLite"
    batch = 1
    tuned = (
        "In memory. Lots filed under skill and cell as for Polars, in a table clustered by key; skills of "
        "each distinct set in clustered tables too. An R*Tree of the radii instead of the cells was tried on "
        "100,000 lots and took six times as much."
    )

    def version(self) -> str:
        return sqlite3.sqlite_version

    def load(self, columns: Columns) -> None:
        self._columns, self._keys = columns, Keys(columns)
        self._db = db = sqlite3.connect(":memory:", isolation_level=None)
        db.execute("BEGIN")
        db.execute(f"CREATE TABLE lots (id INTEGER PRIMARY KEY, {', '.join(LOT_FACTS)})")
        marks = ", ".join("?" * (len(LOT_FACTS) + 1))
        for at in range(0, len(columns.lots), _PART):
            part = columns.lots[at : at + _PART]
            rows = zip(range(at, at + len(part)), *lot_columns(part)[1:], strict=True)
            db.executemany(f"INSERT INTO lots VALUES ({marks})", rows)
        filed = self._keys.filed()
        order = np.lexsort((filed.lots, filed.keys))
        _rows(db, "filed", ("key", "lot", "word"), filed.keys[order], filed.lots[order], filed.words[order])
        del filed, order
        for name in ("counted", "kin", "parents"):
            lists: Lists = getattr(columns, name)
            _rows(db, name, ("owner", "item"), lists.owners, lists.items)
        db.execute(
            "CREATE TABLE nearness (lot, vacancy, near, same_trade, PRIMARY KEY (lot, vacancy)) WITHOUT ROWID"
        )
        db.executemany("INSERT INTO nearness VALUES (?, ?, ?, ?)", nearness_rows(columns))
        db.execute("COMMIT")
        asked = statement(_CANDIDATES, holds=_HOLDS, met=_MET)
        self._statement = asked.replace("LEAST(", "min(").replace("GREATEST(", "max(")

    def best(self, vacancies: Array) -> Sequence[Found]:
        sought = self._keys.sought(vacancies)
        rows: dict[int, list[tuple[int, int]]] = {}
        for v, key, side in zip(
            sought.vacancies.tolist(), sought.keys.tolist(), sought.sides.tolist(), strict=True
        ):
            rows.setdefault(v, []).append((key, side))
        return [self._best(one, rows[one]) for one in vacancies.tolist()]

    def _best(self, vacancy: int, sought: list[tuple[int, int]]) -> Found:
        asked = {
            **facts(self._columns, vacancy),
            "sought": json.dumps(sought),
            "every": int(self._keys.words.every[vacancy]),
            "some": int(self._keys.words.some[vacancy]),
            "required": json.dumps(self._columns.required[vacancy].tolist()),
            "desired": json.dumps(self._columns.desired[vacancy].tolist()),
        }
        rows = np.array(self._db.execute(self._statement, asked).fetchall(), np.int64).reshape(-1, 2)
        return Found(rows[:, 0], rows[:, 1] / 1e9)

    def servers(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._db.close()


def _rows(db: sqlite3.Connection, table: str, names: Sequence[str], *columns: Array) -> None:
    """A table of numbers, clustered by the first two of them."""
    named, key = (", ".join(some) for some in (names, names[:2]))
    db.execute(f"CREATE TABLE {table} ({named}, PRIMARY KEY ({key})) WITHOUT ROWID")
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})"
    for at in range(0, len(columns[0]), _PART):
        parts = (one[at : at + _PART].tolist() for one in columns)
        db.executemany(insert, zip(*parts, strict=True))
