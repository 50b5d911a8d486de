"""What the portal ships with: sectors, licensing authorities, and where a supply licence is needed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal.organisations.domain.licences import LicenceRule

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Sector:
    """A branch of the economy: the beginning of its NACE codes, its name, whether it is essential."""

    code: str
    words: str
    is_essential: bool
    is_frequent: bool
    """Chosen by many, so that it is shown first."""


@dataclass(frozen=True)
class AuthorityName:
    """How an authority was called from one day to another; a day that is missing means that it is open."""

    name: str
    short: str
    since: date | None
    until: date | None
    source: str
    is_verified: bool

    def is_used(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Authority:
    """Who gives supply licences in a country, under all names that it has had, the first first."""

    id: str
    country: str
    names: tuple[AuthorityName, ...]
    other_names: tuple[str, ...]
    """Further ways in which people write it."""

    @property
    def name(self) -> str:
        """How it is called now."""
        return self.name_on(date.max).name

    def name_on(self, day: date) -> AuthorityName:
        """How it was called on a day; before its first day, its first name."""
        return next((one for one in reversed(self.names) if one.is_used(day)), self.names[0])

    def formerly(self, day: date) -> str:
        """The name before the one of that day, with its short form; "" where there is none."""
        place = self.names.index(self.name_on(day))
        if place == 0:
            return ""
        before = self.names[place - 1]
        return f"{before.name}, {before.short}" if before.short else before.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """Everything by which it can be found."""
        dated = (text for one in self.names for text in (one.name, one.short) if text)
        return tuple(dict.fromkeys((self.id, *dated, *self.other_names)))


@lru_cache(maxsize=1)
def sectors() -> tuple[Sector, ...]:
    """All sectors that organisations choose from, by code."""
    return tuple(
        Sector(row["code"], row["words"], row["essential"] == "yes", row["often"] == "yes")
        for row in _rows("sectors.csv")
    )


def sector_words(code: str) -> str:
    """The name of the sector to which a NACE code belongs; the code itself where none is known."""
    fitting = [one for one in sectors() if code.startswith(one.code)]
    return max(fitting, key=lambda one: len(one.code)).words if fitting else code


@lru_cache(maxsize=1)
def authorities() -> tuple[Authority, ...]:
    """All licensing authorities that are known."""
    names: dict[str, list[AuthorityName]] = {}
    for row in _rows("authority_names.csv"):
        names.setdefault(row["authority"], []).append(
            AuthorityName(
                name=row["name"],
                short=row["short"],
                since=_day(row["from"]),
                until=_day(row["until"]),
                source=row["source"],
                is_verified=row["verified"] == "yes",
            )
        )
    return tuple(
        Authority(
            row["id"],
            row["country"],
            tuple(names[row["id"]]),
            tuple(filter(None, row["other_names"].split(";"))),
        )
        for row in _rows("authorities.csv")
    )


def authority_named(text: str) -> Authority | None:
    """The authority with this id or name; an earlier name leads to its successor."""
    wanted = text.strip().casefold()
    for one in authorities():
        if wanted in {name.casefold() for name in one.all_names}:
            return one
    return None


def authority_name(authority_id: str, on: date | None = None) -> str:
    """How an authority is called, on a day or now."""
    found = authority_named(authority_id)
    return found.name_on(on or date.max).name if found else authority_id


def formerly(authority_id: str, on: date | None = None) -> str:
    """How it was called before the name of that day; "" where it had no other."""
    found = authority_named(authority_id)
    return found.formerly(on or date.max) if found else ""


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
            until=_day(row["until"]),
            source=row["source"],
            is_verified=row["verified"] == "yes",
        )
        for row in _rows("licence_rules.csv")
    )


@lru_cache(maxsize=1)
def free_mail() -> frozenset[str]:
    """Mail houses where anybody gets an address: it says nothing about an organisation."""
    return frozenset((DATA / "free_mail.txt").read_text(encoding="utf-8").split())


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
