"""Outside bodies to which a worker can turn, by country: dated, and each marked checked or not."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "outside_bodies.csv"
EVERYWHERE = "*"


class BodyKind(StrEnum):
    """What an outside body is there for."""

    INSPECTORATE = "inspectorate"
    LICENSING = "licensing"
    """Licenses or supervises labour providers."""
    HELPLINE = "helpline"
    """Against trafficking and forced labour."""
    UNION = "union"
    ADVICE = "advice"
    """Gives advice on rights at work: a public service or an organisation."""


@dataclass(frozen=True)
class OutsideBody:
    """Somebody outside the portal who helps workers; `verified` once the operator has checked the line."""

    country: str
    kind: BodyKind
    name: str
    phone: str
    web: str
    languages: tuple[str, ...]
    """In which they answer, beside the country's own, as far as they say."""
    source: str
    read_on: date
    verified: bool


@lru_cache(maxsize=1)
def outside_bodies() -> tuple[OutsideBody, ...]:
    """All bodies that are known."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            OutsideBody(
                **{name: row[name] for name in ("country", "name", "phone", "web", "source")},
                kind=BodyKind(row["kind"]),
                languages=tuple(row["languages"].split()),
                read_on=date.fromisoformat(row["read_on"]),
                verified=row["verified"] == "yes",
            )
            for row in csv.DictReader(lines)
        )


def bodies_in(countries: Collection[str]) -> tuple[OutsideBody, ...]:
    """The bodies of these countries, then those that help anywhere."""
    own = [one for one in outside_bodies() if one.country in countries]
    return (*own, *(one for one in outside_bodies() if one.country == EVERYWHERE))


def bodies_of(origin: str, destination: str) -> tuple[OutsideBody, ...]:
    """The bodies of a corridor: where the work is first, then where the worker is from, then anywhere.

    Either country may be empty, where it is not known.
    """
    countries = dict.fromkeys((destination, origin, EVERYWHERE))
    return tuple(one for country in countries for one in outside_bodies() if one.country == country)


def countries_with_bodies() -> tuple[str, ...]:
    """The codes of the countries of which any body is known."""
    return tuple(sorted({one.country for one in outside_bodies()} - {EVERYWHERE}))
