"""Outside bodies to which a worker can turn, by country: dated, and each marked checked or not."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "outside_bodies.csv"
EVERYWHERE = "*"


@dataclass(frozen=True)
class OutsideBody:
    """Somebody outside the portal who helps workers; `verified` once the operator has checked the line."""

    country: str
    name: str
    helps_with: str
    phone: str
    web: str
    source: str
    read_on: date
    verified: bool


@lru_cache(maxsize=1)
def outside_bodies() -> tuple[OutsideBody, ...]:
    """All bodies that are known."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            OutsideBody(
                **{name: row[name] for name in ("country", "name", "helps_with", "phone", "web", "source")},
                read_on=date.fromisoformat(row["read_on"]),
                verified=row["verified"] == "yes",
            )
            for row in csv.DictReader(lines)
        )


def bodies_in(countries: Collection[str]) -> tuple[OutsideBody, ...]:
    """The bodies of these countries, then those that help anywhere."""
    own = [one for one in outside_bodies() if one.country in countries]
    return (*own, *(one for one in outside_bodies() if one.country == EVERYWHERE))
