"""The most that the law of a place lets an employer charge a worker a week for housing or transport."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "charge_caps.csv"


class ChargeKind(StrEnum):
    """What a worker may choose and pay for."""

    HOUSING = "housing"
    TRANSPORT = "transport"


@dataclass(frozen=True)
class ChargeCap:
    """One cap; hand-kept. `is_verified` once it was checked against the source."""

    country: str
    kind: ChargeKind
    weekly: Decimal
    currency: str
    since: date
    until: date | None
    source: str
    is_verified: bool

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def charge_caps() -> tuple[ChargeCap, ...]:
    """Every cap that is known, as the file has them."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            ChargeCap(
                country=row["country"],
                kind=ChargeKind(row["kind"]),
                weekly=Decimal(row["amount"]) * (7 if row["per"] == "day" else 1),
                currency=row["currency"],
                since=date.fromisoformat(row["since"]),
                until=date.fromisoformat(row["until"]) if row["until"] else None,
                source=row["source"],
                is_verified=row["verified"] == "true",
            )
            for row in csv.DictReader(file)
        )


def charge_cap(country: str, kind: ChargeKind, currency: str, on: date) -> ChargeCap | None:
    """The cap in force in a country on a day, in the currency of the price; none where none is known."""
    for cap in charge_caps():
        if (cap.country, cap.kind, cap.currency) == (country, kind, currency) and cap.holds(on):
            return cap
    return None
