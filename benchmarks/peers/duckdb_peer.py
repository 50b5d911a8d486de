"""DuckDB: one statement for thousands of vacancies, joined with lots filed under skill and cell."""

from collections.abc import Sequence

import duckdb
import numpy as np

from benchmarks.columns import Array, Columns, Lists, named
from benchmarks.peers.keys import Keys
from benchmarks.peers.protocol import TOP, Found
from portal.kernel.globe import EARTH_RADIUS_KM

_PAIRS = """
WITH pairs AS MATERIALIZED (
    SELECT s.v, s.side, a.id, a.lat, a.lon, a.travel, a.relocates, a.occupation, a.skill_set, a.rank,
        greatest(a.first, w.first) AS begin, least(a.last, w.last) AS until, w.last - w.first + 1 AS length,
        a.headcount, a.busy_first, a.busy_last, a.busy_heads, greatest(a.min_group, w.min_group) AS min_group
    FROM sought s
    JOIN filed f ON f.key = s.key
    JOIN lots a ON a.id = f.lot
    JOIN vacancies w ON w.id = s.v
    WHERE f.word & s.every = s.every
    AND f.word & s.some_of <> 0
    AND a.countries & w.countries <> 0
    AND NOT a.held AND NOT w.held
    AND a.first <= w.latest
    AND a.forms & w.forms <> 0
    AND CASE WHEN w.any_shift THEN a.shifts & w.shifts <> 0 ELSE a.shifts & w.shifts = w.shifts END
    AND a.tickets & w.tickets = w.tickets
    AND a.languages & w.languages = w.languages
    AND a.sectors & w.sectors <> 0
    AND (a.currency <> w.currency OR a.pay <= w.pay)
    AND least(a.last, w.last) - greatest(a.first, w.first) + 1 >= least(w.last - w.first + 1, w.min_days)
), placed AS (
    SELECT p.*, w.housed, w.requires, w.entry_level, w.occupation AS v_occupation,
        w.headcount - CASE WHEN w.busy_first <= until AND w.busy_last >= begin THEN w.busy_heads ELSE 0 END
            AS v_heads,
        p.headcount - CASE WHEN p.busy_first <= until AND p.busy_last >= begin THEN p.busy_heads ELSE 0 END
            AS a_heads,
        pow(sin((radians(w.lat) - radians(p.lat)) / 2), 2)
        + cos(radians(p.lat)) * cos(radians(w.lat)) * pow(sin(radians(w.lon - p.lon) / 2), 2) AS half_chord
    FROM pairs p JOIN vacancies w ON w.id = p.v
), near AS (
    SELECT p.*, 2 * {radius} * asin(sqrt(least(1.0, half_chord))) AS km, greatest(0, a_heads) AS free,
        greatest(0, v_heads) AS v_free
    FROM placed p WHERE least(greatest(0, a_heads), greatest(0, v_heads)) >= min_group
), judged AS MATERIALIZED (
    SELECT n.*, km <= travel AS within,
        CASE WHEN n.entry_level THEN greatest(o.value, 0.5::DOUBLE) ELSE o.value END AS trade
    FROM near n JOIN nearness o ON o.lot = n.occupation AND o.vacancy = n.v_occupation
    WHERE CASE WHEN km <= travel THEN side <> 2
        ELSE side <> 0 AND relocates AND housed AND (requires OR n.entry_level OR o.same_trade) END
), walk AS (
    SELECT j.v, j.id, sum(weight) AS weights,
        sum(CASE WHEN list_contains(k.counted, q.skill) THEN weight
            WHEN list_has_any(k.kin, q.above) THEN 0.5::DOUBLE * weight ELSE 0 END) AS covered,
        bool_and(weight = 1 OR list_contains(k.counted, q.skill)) AS all_held
    FROM judged j JOIN asked q ON q.v = j.v JOIN sets k ON k.id = j.skill_set
    GROUP BY j.v, j.id
), scored AS (
    SELECT j.*, coalesce(covered / weights, trade) AS skills
    FROM judged j LEFT JOIN walk USING (v, id)
    WHERE coalesce(all_held, true)
)
SELECT v, id, round((0.45::DOUBLE * skills + 0.20::DOUBLE * trade
    + 0.15::DOUBLE * CASE WHEN within THEN
        CASE WHEN travel > 0 THEN 1.0::DOUBLE - 0.5::DOUBLE * km / travel ELSE 1.0::DOUBLE END
        ELSE 0.4::DOUBLE - 0.2::DOUBLE * least(km, 3000.0::DOUBLE) / 3000.0::DOUBLE END
    + 0.10::DOUBLE * least(1.0::DOUBLE, (until - begin + 1)::DOUBLE / length)
    + 0.10::DOUBLE * CASE WHEN v_free > 0 THEN least(1.0::DOUBLE, free::DOUBLE / v_free) ELSE 0 END
    ) * 1e9::DOUBLE)::BIGINT AS nano
FROM scored
WHERE trade >= 0.5 OR skills > 0
QUALIFY row_number() OVER (PARTITION BY v ORDER BY nano DESC, rank) <= {top}
ORDER BY v, nano DESC, rank
"""


class DuckDB:
    """Tables in memory."""

    name = "DuckDB"
    batch = 20_000
    tuned = (
        "Tables in memory, lots filed under skill and cell as for Polars in a table sorted by key, thousands "
        "of vacancies in one statement, cheap gates in the join, skills last. As many threads as the machine "
        "has cores; order of insertion not kept."
    )

    def version(self) -> str:
        return duckdb.__version__

    def load(self, columns: Columns) -> None:
        self._keys = Keys(columns)
        self._db = db = duckdb.connect(":memory:", config={"preserve_insertion_order": False})
        _table(db, "lots", columns.lots)
        _table(db, "vacancies", columns.vacancies)
        requires = {"id": np.arange(len(columns.vacancies)), "requires": columns.required.sizes > 0}
        db.register("given", requires)
        db.execute(
            "CREATE OR REPLACE TABLE vacancies AS SELECT v.*, requires FROM vacancies v JOIN given USING (id)"
        )
        filed = self._keys.filed()
        db.register("given", {"key": filed.keys, "lot": filed.lots, "word": filed.words})
        db.execute("CREATE TABLE filed AS SELECT key, lot, word FROM given ORDER BY key")
        del filed
        for name in ("counted", "kin", "parents"):
            _lists(db, name, getattr(columns, name))
        db.execute(
            "CREATE TABLE sets AS SELECT id, c.items AS counted, k.items AS kin "
            "FROM counted c JOIN kin k USING (id)"
        )
        for name, weight in (("required", 2), ("desired", 1)):
            lists = getattr(columns, name)
            db.register("given", {"v": lists.owners, "skill": lists.items})
            db.execute(
                f"CREATE TABLE asked_{name} AS SELECT v, skill, {weight} AS weight, items AS above "
                "FROM given JOIN parents ON parents.id = skill"
            )
        db.execute("CREATE TABLE asked AS FROM asked_required UNION ALL FROM asked_desired")
        size = len(columns.occupations)
        lot, vacancy = np.divmod(np.arange(size * size), size)
        groups = columns.occupations // 100
        db.register(
            "given",
            {
                "lot": lot,
                "vacancy": vacancy,
                "value": columns.nearness.ravel().copy(),
                "same_trade": groups[lot] == groups[vacancy],
            },
        )
        db.execute("CREATE TABLE nearness AS FROM given")
        self._statement = _PAIRS.format(radius=f"{EARTH_RADIUS_KM}::DOUBLE", top=TOP)

    def best(self, vacancies: Array) -> Sequence[Found]:
        sought = self._keys.sought(vacancies)
        every, some = (one[sought.vacancies] for one in (self._keys.words.every, self._keys.words.some))
        self._db.register(
            "sought",
            {
                "v": sought.vacancies,
                "key": sought.keys,
                "side": sought.sides,
                "every": every,
                "some_of": some,
            },
        )
        found = self._db.execute(self._statement).fetchnumpy()
        order = np.argsort(vacancies, kind="stable")
        starts = np.searchsorted(found["v"], vacancies[order], "left")
        ends = np.searchsorted(found["v"], vacancies[order], "right")
        answers = [Found(np.zeros(0), np.zeros(0))] * len(vacancies)
        for at, start, end in zip(order.tolist(), starts.tolist(), ends.tolist(), strict=True):
            answers[at] = Found(found["id"][start:end], found["nano"][start:end] / 1e9)
        return answers

    def servers(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        self._db.close()


def _table(db: duckdb.DuckDBPyConnection, name: str, rows: Array) -> None:
    db.register("given", {"id": np.arange(len(rows)), **named(rows)})
    db.execute(f"CREATE TABLE {name} AS FROM given")


def _lists(db: duckdb.DuckDBPyConnection, name: str, lists: Lists) -> None:
    db.register("given", {"id": lists.owners, "item": lists.items})
    db.register("every", {"id": np.arange(len(lists))})
    db.execute(
        f"CREATE TABLE {name} AS WITH filled AS (SELECT id, list(item) AS items FROM given GROUP BY id) "
        "SELECT id, coalesce(items, []) AS items FROM every LEFT JOIN filled USING (id)"
    )
