"""The pairs of a plan as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from portal.plans.showing import PairLine

COLUMNS = (
    *("availability", "provider", "occupation", "from", "vacancy", "employer", "title", "to"),
    *("heads", "fixed", "score", "priority", "distance_km", "least_group", "turned_away"),
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lines: Iterable[PairLine]) -> str:
    """One header row and a row for each pair; text that a spreadsheet would run is made plain."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for one in lines:
        flow, lot, job = one.flow, one.lot, one.vacancy
        words = (lot.number, one.provider, lot.occupation, lot.town)
        more = (job.number, one.employer, job.title, job.town)
        writer.writerow(
            [
                *map(_plain, (*words, *more)),
                *(flow.heads, "" if flow.locked is None else flow.locked, f"{flow.score:.9f}", flow.priority),
                *(f"{flow.distance_km:.1f}", flow.min_group, one.turned_away),
            ]
        )
    return written.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text
