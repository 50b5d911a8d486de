"""Reading a list that an authority gives out of its licences, cell by cell."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from portal.infra.spreadsheets import BrokenRow, Row, Table
from portal.kernel.outcomes import Refusal
from portal.organisations.domain.names import register_key
from portal.organisations.domain.registers import RegisterStatus
from portal.organisations.files import sectors

T = TypeVar("T")

COLUMNS = ("number", "name", "status", "sectors", "valid_from", "valid_to")
NEEDED = ("number", "name", "status")
LONGEST = {"number": 60, "name": 200}

STATUSES: Mapping[str, RegisterStatus] = {
    **dict.fromkeys(("active", "valid", "licensed", "registered", "current"), RegisterStatus.ACTIVE),
    "suspended": RegisterStatus.SUSPENDED,
    **dict.fromkeys(("lapsed", "expired", "ended"), RegisterStatus.LAPSED),
    **dict.fromkeys(
        ("withdrawn", "revoked", "cancelled", "canceled", "surrendered"), RegisterStatus.WITHDRAWN
    ),
}
"""The words that authorities use, and what they mean here."""

_NACE = re.compile(r"[0-9]{2}(\.[0-9]{1,2}){0,2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")


class CellFault(StrEnum):
    """What is wrong with a cell, or with a whole line."""

    MISSING = "missing"
    TOO_LONG = "too long"
    TWICE = "twice"
    """The number stands on an earlier line too."""
    STATUS = "status"
    SECTOR = "sector"
    DAY = "day"
    ORDER = "order"
    """The last day is before the first."""
    BROKEN_LINE = "broken line"
    """It does not fall into the columns."""
    FORMULA = "formula"


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be taken over; the header is line 1."""

    line: int
    column: str
    text: str
    fault: CellFault


@dataclass(frozen=True)
class ListedLicence:
    """One line of an authority's list."""

    line: int
    number: str
    name: str
    status: RegisterStatus
    sectors: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class ColumnsMissing(Refusal):
    """The header lacks columns that are needed."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class BadCells(Refusal):
    """Some cells are wrong, so nothing is taken over: half a register would stop the wrong people."""

    cells: tuple[BadCell, ...]


@dataclass(frozen=True)
class NothingListed(Refusal):
    """There is a header and no line under it."""


NotAList = ColumnsMissing | BadCells | NothingListed


def read_list(table: Table) -> tuple[ListedLicence, ...] | NotAList:
    """Every licence of an authority's list, or all that is wrong with it."""
    header = [name.strip().casefold().replace(" ", "_") for name in table.header]
    if missing := tuple(column for column in NEEDED if column not in header):
        return ColumnsMissing(missing)
    found: list[ListedLicence] = []
    bad: list[BadCell] = []
    seen: set[str] = set()
    for row in table.rows:
        if isinstance(row, BrokenRow):
            bad.append(BadCell(row.line, "", row.text, CellFault.BROKEN_LINE))
            continue
        reader = _Line(row, dict(zip(header, row.cells, strict=False)))
        listed = reader.read(seen)
        bad.extend(reader.bad)
        found.append(listed)
    if bad:
        return BadCells(tuple(bad))
    return tuple(found) or NothingListed()


class _Line:
    """One line that is being read, with what was wrong in it."""

    def __init__(self, row: Row, cells: Mapping[str, str]) -> None:
        self.line, self.cells = row.line, cells
        self.bad: list[BadCell] = list(self._formulas())

    def read(self, seen: set[str]) -> ListedLicence:
        number = self._text("number")
        key = register_key(number) or ""
        if number and (not key or key in seen):
            self._fail("number", CellFault.TWICE if key else CellFault.MISSING)
        seen.add(key)
        first, last = self._cell("valid_from", _day), self._cell("valid_to", _day)
        if first and last and last < first:
            self._fail("valid_to", CellFault.ORDER)
        status = self._cell("status", lambda text: STATUSES.get(text.casefold()) or CellFault.STATUS)
        if status is None and not self._is_bad("status"):
            self._fail("status", CellFault.MISSING)
        return ListedLicence(
            line=self.line,
            number=number,
            name=self._text("name"),
            status=status or RegisterStatus.NOT_FOUND,
            sectors=self._cell("sectors", _sectors) or (),
            valid_from=first,
            valid_to=last,
        )

    def _formulas(self) -> Iterator[BadCell]:
        for column, text in self.cells.items():
            if column in COLUMNS and text.startswith("="):
                yield BadCell(self.line, column, text, CellFault.FORMULA)

    def _text(self, column: str) -> str:
        text = self.cells.get(column, "")
        if not text:
            self._fail(column, CellFault.MISSING)
        elif len(text) > LONGEST[column]:
            self._fail(column, CellFault.TOO_LONG)
        return text

    def _cell(self, column: str, read: Callable[[str], T | CellFault]) -> T | None:
        text = self.cells.get(column, "")
        if not text or self._is_bad(column):
            return None
        found = read(text)
        if isinstance(found, CellFault):
            self._fail(column, found)
            return None
        return found

    def _is_bad(self, column: str) -> bool:
        return any(one.column == column for one in self.bad)

    def _fail(self, column: str, fault: CellFault) -> None:
        if not self._is_bad(column):
            self.bad.append(BadCell(self.line, column, self.cells.get(column, "")[:80], fault))


def _day(text: str) -> date | CellFault:
    """2027-02-28, 28.2.2027 or 28/02/2027: where the year comes last, the day comes first."""
    try:
        if typed := _DAY_FIRST.fullmatch(text):
            day, month, year = map(int, typed.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return CellFault.DAY


def _sectors(text: str) -> tuple[str, ...] | CellFault:
    """Beginnings of NACE codes, or names of sectors as the portal has them, divided by semicolons."""
    named = {one.words.casefold(): one.code for one in sectors()}
    items = [item for part in text.split(";") if (item := part.strip())]
    codes = [item if _NACE.fullmatch(item) else named.get(item.casefold()) for item in items]
    if not all(codes):
        return CellFault.SECTOR
    return tuple(sorted(code for code in codes if code))
