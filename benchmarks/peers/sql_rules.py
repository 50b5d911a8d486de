"""The gates and the score as SQL for one vacancy, whose facts are parameters; SQLite and PostgreSQL share it.

Where the lots come from, and how their lists of skills are asked, is each database's own.
"""

from typing import Any

from benchmarks.columns import VACANCY, Array, Columns
from benchmarks.peers.protocol import TOP
from portal.kernel.globe import EARTH_RADIUS_KM

GATES = """
    a.countries & :countries <> 0
    AND a.held = 0 AND :held = 0
    AND a.first <= :latest
    AND a.forms & :forms <> 0
    AND CASE WHEN :any_shift = 1 THEN a.shifts & :shifts <> 0 ELSE a.shifts & :shifts = :shifts END
    AND a.tickets & :tickets = :tickets
    AND a.languages & :languages = :languages
    AND a.sectors & :sectors <> 0
    AND (a.currency <> :currency OR a.pay <= :pay)
    AND LEAST(a.last, :last) - GREATEST(a.first, :first) + 1 >= LEAST(:last - :first + 1, :min_days)
"""
"""All that need neither a distance nor skills nor heads; the last one also says that some day is covered."""

_SCORED = """
, measured AS (
    SELECT c.*, LEAST(c.last, :last) AS until, GREATEST(c.first, :first) AS begin,
        2 * {radius} * asin(sqrt(LEAST(1.0,
            sin((radians(:lat) - radians(c.lat)) / 2) * sin((radians(:lat) - radians(c.lat)) / 2)
            + cos(radians(c.lat)) * cos(radians(:lat))
            * sin(radians(:lon - c.lon) / 2) * sin(radians(:lon - c.lon) / 2)))) AS km
    FROM candidates c
), placed AS (
    SELECT m.*, o.near, CASE WHEN :entry_level = 1 AND o.near < 0.5 THEN 0.5 ELSE o.near END AS trade,
        GREATEST(0, m.headcount - CASE WHEN m.busy_first <= until AND m.busy_last >= begin
            THEN m.busy_heads ELSE 0 END) AS free,
        GREATEST(0, :headcount - CASE WHEN :busy_first <= until AND :busy_last >= begin
            THEN :busy_heads ELSE 0 END) AS v_free
    FROM measured m JOIN nearness o ON o.lot = m.occupation AND o.vacancy = :occupation
    WHERE CASE WHEN km <= travel THEN side <> 2
        ELSE side <> 0 AND relocates = 1 AND :housed = 1
            AND (:required_count > 0 OR :entry_level = 1 OR o.same_trade = 1) END
), judged AS (
    SELECT p.*, {met} AS met
    FROM placed p
    WHERE LEAST(free, v_free) >= GREATEST(min_group, :min_group) AND {holds}
), scored AS (
    SELECT j.*, CASE WHEN :weights > 0 THEN (2.0 * :required_count + met) / :weights ELSE trade END AS skills
    FROM judged j
)
SELECT id, CAST(round((0.45 * skills + 0.20 * trade
    + 0.15 * CASE WHEN km <= travel THEN CASE WHEN travel > 0 THEN 1.0 - 0.5 * km / travel ELSE 1.0 END
        ELSE 0.4 - 0.2 * LEAST(km, 3000.0) / 3000.0 END
    + 0.10 * LEAST(1.0, CAST(until - begin + 1 AS DOUBLE PRECISION) / (:last - :first + 1))
    + 0.10 * CASE WHEN v_free > 0 THEN LEAST(1.0, CAST(free AS DOUBLE PRECISION) / v_free) ELSE 0 END
    ) * 1e9) AS BIGINT) AS nano
FROM scored
WHERE trade >= 0.5 OR skills > 0
ORDER BY nano DESC, rank
LIMIT {top}
"""


def statement(candidates: str, *, holds: str, met: str) -> str:
    """The whole question; `candidates` gives columns of lots and `side`, and must put GATES to them.

    `holds` says whether all required skills are held, `met` what is met of the desired ones.
    """
    scored = _SCORED.format(radius=EARTH_RADIUS_KM, top=TOP, holds=holds, met=met)
    return f"WITH candidates AS ({candidates}) {scored}"


def facts(columns: Columns, vacancy: int) -> dict[str, Any]:
    """The parameters of one vacancy."""
    row = columns.vacancies[vacancy]
    values: dict[str, Any] = {name: row[name].item() for name in VACANCY.names or ()}
    required, desired = columns.required[vacancy], columns.desired[vacancy]
    return {
        **{name: int(value) if isinstance(value, bool) else value for name, value in values.items()},
        "required_count": len(required),
        "weights": float(2 * len(required) + len(desired)),
    }


def nearness_rows(columns: Columns) -> list[tuple[int, int, float, int]]:
    """Each two occupations, how near they are, and whether they are of one group."""
    groups = columns.occupations // 100
    return [
        (lot, vacancy, float(columns.nearness[lot, vacancy]), int(groups[lot] == groups[vacancy]))
        for lot in range(len(groups))
        for vacancy in range(len(groups))
    ]


LOT_FACTS = (
    "lat", "lon", "travel", "relocates", "held", "countries", "sectors", "first", "last", "headcount",
    "min_group", "busy_first", "busy_last", "busy_heads", "tickets", "languages", "currency", "pay", "shifts",
    "forms", "occupation", "skill_set", "rank",
)  # fmt: skip


def lot_columns(lots: Array) -> list[list[Any]]:
    """The columns of LOT_FACTS as plain numbers, with the place in the list before them."""
    return [list(range(len(lots)))] + [
        (lots[name].astype("i1") if lots[name].dtype == bool else lots[name]).tolist() for name in LOT_FACTS
    ]
