"""What the portal ships with: sectors, licensing authorities, and where a supply licence is needed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.organisations.domain import LicenceRule

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sector:
    """A branch of the economy: the beginning of its NACE codes, its name, whether it is essential."""

    code: str
    words: str
    is_essential: bool


@dataclass(frozen=True)
class Authority:
    """Who gives supply licences in a country, by its present name; earlier and short names lead to it."""

    id: str
    country: str
    name: str
    other_names: tuple[str, ...]


@lru_cache(maxsize=1)
def sectors() -> tuple[Sector, ...]:
    """All sectors that organisations choose from, by code."""
    return tuple(Sector(row["code"], row["words"], row["essential"] == "yes") for row in _rows("sectors.csv"))


def sector_words(code: str) -> str:
    """The name of the sector to which a NACE code belongs; the code itself where none is known."""
    fitting = [one for one in sectors() if code.startswith(one.code)]
    return max(fitting, key=lambda one: len(one.code)).words if fitting else code


@lru_cache(maxsize=1)
def authorities() -> tuple[Authority, ...]:
    """All licensing authorities that are known."""
    return tuple(
        Authority(row["id"], row["country"], row["name"], tuple(row["other_names"].split(";")))
        for row in _rows("authorities.csv")
    )


def authority_named(text: str) -> Authority | None:
    """The authority with this id or name; an earlier name leads to its successor."""
    wanted = text.strip().casefold()
    for one in authorities():
        if wanted in {one.id, one.name.casefold(), *(other.casefold() for other in one.other_names)}:
            return one
    return None


def authority_name(authority_id: str) -> str:
    """How an authority is called today."""
    found = authority_named(authority_id)
    return found.name if found else authority_id


@lru_cache(maxsize=1)
def licence_rules() -> tuple[LicenceRule, ...]:
    """Where the law asks for a supply licence, as far as it has been entered."""
    return tuple(
        LicenceRule(
            country=row["country"],
            sector=row["sector"],
            form=row["form"],
            is_needed=row["needed"] == "yes",
            authority=row["authority"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            source=row["source"],
            is_verified=row["verified"] == "yes",
        )
        for row in _rows("licence_rules.csv")
    )


@lru_cache(maxsize=1)
def free_mail() -> frozenset[str]:
    """Mail houses where anybody gets an address: it says nothing about an organisation."""
    return frozenset((DATA / "free_mail.txt").read_text(encoding="utf-8").split())


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
