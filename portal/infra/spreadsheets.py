"""Reading a spreadsheet, CSV or XLSX, into rows of text with their lines."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from charset_normalizer import from_bytes

from portal.infra.workbooks import WorkbookRefused, read_workbook
from portal.kernel.outcomes import Refusal

MOST_BYTES = 64 * 2**20
_DELIMITERS = (",", ";", "\t")
_LONGEST_SHOWN = 80
_MOST_LINES_OF_A_RECORD = 1_000


class WhyNotOpened(StrEnum):
    MISSING = "missing"
    NOT_READABLE = "not readable"
    TOO_LARGE = "too large"
    NOT_A_SPREADSHEET = "not a spreadsheet"


@dataclass(frozen=True)
class CannotOpen(Refusal):
    """A file that holds no table for us."""

    path: Path
    why: WhyNotOpened


@dataclass(frozen=True)
class Row:
    """The cells of one line by column, trimmed; the header is line 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class BrokenRow:
    """A line that does not fall into the columns of the header."""

    line: int
    text: str


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, blank ones left out."""

    header: tuple[str, ...]
    rows: tuple[Row | BrokenRow, ...]


def read_table(path: Path, known_columns: Sequence[str]) -> Table | CannotOpen:
    """The table in a file; the columns known tell by which sign a CSV file is divided."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return CannotOpen(path, WhyNotOpened.TOO_LARGE)
        content = path.read_bytes()
    except FileNotFoundError:
        return CannotOpen(path, WhyNotOpened.MISSING)
    except (OSError, ValueError):
        return CannotOpen(path, WhyNotOpened.NOT_READABLE)
    return table_in(content, known_columns) or CannotOpen(path, WhyNotOpened.NOT_A_SPREADSHEET)


def table_in(content: bytes, known_columns: Sequence[str]) -> Table | None:
    """The table in the content of a CSV or XLSX file; none where it is neither."""
    if content.startswith(b"PK\x03\x04"):
        try:
            return _table(read_workbook(content))
        except WorkbookRefused:
            return None
    text = _decoded(content)
    return None if text is None else _csv_table(text, known_columns)


def _decoded(content: bytes) -> str | None:
    """The text of a CSV file: UTF-8 with or without its mark, else what the bytes look like."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            likely = from_bytes(content).best()
            if likely is None:
                return None
            text = str(likely)
    return None if "\0" in text else text


def _table(rows: Sequence[Sequence[str]]) -> Table:
    header = tuple(_trimmed(rows[0])) if rows else ()
    return Table(_without_tail(header), tuple(_rows(enumerate(rows[1:], 2), len(_without_tail(header)))))


def _rows(numbered: Iterator[tuple[int, Sequence[str]]], width: int) -> Iterator[Row | BrokenRow]:
    for line, cells in numbered:
        trimmed = _trimmed(cells)
        if not any(trimmed):
            continue
        if any(trimmed[width:]):
            yield BrokenRow(line, _shown(", ".join(cell for cell in trimmed[width:] if cell)))
        else:
            yield Row(line, (*trimmed, *[""] * (width - len(trimmed)))[:width])


def _csv_table(text: str, known_columns: Sequence[str]) -> Table:
    lines = text.splitlines(keepends=True) if "\n" not in text else io.StringIO(text, newline="").readlines()
    if not lines:
        return Table((), ())
    delimiter = max(_DELIMITERS, key=lambda sign: _columns_found(lines[0], sign, known_columns))
    csv.field_size_limit(MOST_BYTES)
    header: tuple[str, ...] | None = None
    rows: list[Row | BrokenRow] = []
    for line, cells, shown in _records(lines, delimiter):
        if header is None:
            header = _without_tail(tuple(_trimmed(cells or [])))
        elif cells is None:
            rows.append(BrokenRow(line, shown))
        else:
            rows.extend(_rows(iter([(line, cells)]), len(header)))
    return Table(header or (), tuple(rows))


def _columns_found(header: str, delimiter: str, known_columns: Sequence[str]) -> tuple[int, int]:
    cells = _trimmed(next(csv.reader([header], delimiter=delimiter), []))
    return len(set(cells) & set(known_columns)), len(cells)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """Each record with its number. One whose quotes run on into rows that follow is broken: it is
    given up with its first line alone, so that it does not swallow the others."""
    at, number, width = 0, 0, None
    while at < len(lines):
        number += 1
        farthest = min(at + _MOST_LINES_OF_A_RECORD, len(lines))
        reader = csv.reader((lines[n] for n in range(at, farthest)), delimiter=delimiter)
        cells = next(reader, [])
        taken = reader.line_num
        width = len(cells) if width is None else width
        too_many = taken > 1 and len(cells) > width
        may_run_on = taken > 1 or at + taken == len(lines)
        if too_many or (may_run_on and not _is_well_quoted(lines[at : at + taken], delimiter)):
            yield number, None, _shown(lines[at].strip())
            taken = 1
        else:
            yield number, cells, ""
        at += taken


def _is_well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _trimmed(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _without_tail(header: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells that programs write after the last column."""
    while header and not header[-1]:
        header = header[:-1]
    return header


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
