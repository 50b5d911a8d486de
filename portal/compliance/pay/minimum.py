"""The least that may be paid per hour in a country, from a day on: dated data, kept by hand."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from portal.compliance.domain import MinimumPay

_FILE = Path(__file__).parent / "data" / "minimum_pay.csv"


@dataclass(frozen=True, kw_only=True)
class PayRate:
    """One row: without an hourly rate, the law sets none and collective agreements do."""

    country: str
    since: date
    hourly: Decimal | None
    currency: str
    basis: str
    """What the rate was worked out from, or to whom it applies."""
    source: str
    is_verified: bool = False
    id: UUID | None = None
    """Of a rate that staff entered; else it was shipped with the portal."""

    @property
    def minimum(self) -> MinimumPay | None:
        """The rate as rules judge by it."""
        if self.hourly is None:
            return None
        return MinimumPay(
            country=self.country,
            hourly=self.hourly,
            currency=self.currency,
            since=self.since,
            source=self.source,
            is_verified=self.is_verified,
        )


@cache
def shipped_rates() -> tuple[PayRate, ...]:
    """The rates that come with the portal, by country and day."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PayRate(
                country=row["country"],
                since=date.fromisoformat(row["since"]),
                hourly=Decimal(row["hourly"]) if row["hourly"] else None,
                currency=row["currency"],
                basis=row["basis"],
                source=row["source"],
                is_verified=row["verified"] == "true",
            )
            for row in csv.DictReader(file)
        )


def together(shipped: Iterable[PayRate], by_staff: Iterable[PayRate]) -> tuple[PayRate, ...]:
    """All rates by country and day; what staff entered for a day stands in place of what was shipped."""
    known = {(one.country, one.since): one for one in shipped}
    known |= {(one.country, one.since): one for one in by_staff}
    return tuple(known[key] for key in sorted(known))


def rate_on(rates: Iterable[PayRate], country: str | None, on: date) -> PayRate | None:
    """The newest rate of a country that has begun."""
    begun = [one for one in rates if one.country == country and one.since <= on]
    return max(begun, key=lambda one: one.since, default=None)


def shipped_minimum(country: str | None, on: date) -> MinimumPay | None:
    """The minimum in force, by the shipped rates alone; none where the law sets none or it is not known."""
    rate = rate_on(shipped_rates(), country, on)
    return rate.minimum if rate else None
