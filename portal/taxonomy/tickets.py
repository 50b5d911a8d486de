"""What workers hold besides skills: the common tickets, their words, and which imply others."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.taxonomy.domain import normalise_label

_TICKETS_FILE = Path(__file__).parent / "data" / "tickets.csv"


@dataclass(frozen=True)
class Ticket:
    """A driving category, certificate or check that has a code; `implies` names those it includes."""

    code: str
    label: str
    implies: frozenset[str]


@cache
def common_tickets() -> Mapping[str, Ticket]:
    """The tickets that forms offer, by code, in the order of the file."""
    with _TICKETS_FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: _ticket(row) for row in csv.DictReader(file)})


@cache
def implied_tickets() -> Mapping[str, frozenset[str]]:
    """Ticket code to the codes that it directly implies; tickets that imply none are left out."""
    return MappingProxyType({one.code: one.implies for one in common_tickets().values() if one.implies})


def ticket_label(code: str) -> str:
    """A ticket in words; one that is not common is already the words of whoever named it."""
    known = common_tickets().get(code)
    return known.label if known else code


def ticket_code(typed: str) -> str:
    """The code of what was typed: of a common ticket by code or label, else the trimmed words."""
    sought = normalise_label(typed)
    for one in common_tickets().values():
        if sought in (one.code, normalise_label(one.label)):
            return one.code
    return " ".join(typed.split())


def _ticket(row: Mapping[str, str]) -> Ticket:
    implies = frozenset(code for code in row["implies"].split(";") if code)
    return Ticket(row["code"], row["label"], implies)
