"""Reading the first sheet of an XLSX workbook within limits, in a process of its own."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

MOST_ENTRIES = 2_000
MOST_UNPACKED = 128 * 2**20
MOST_CELLS = 8_000_000
MOST_MEMORY = 2 * 2**30
MOST_SECONDS = 120
_ROOT = Path(__file__).parents[2]

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b')
_FIRST_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")

FORMULA = "="
"""What stands for a cell that holds a formula: its result is not trusted."""


class WorkbookRefused(Exception):
    """The file is no workbook, or larger than is read."""


def read_workbook(content: bytes) -> list[list[str]]:
    """The rows of the first sheet as text, the header first; dates as 2027-02-28, yes or no.

    Raises WorkbookRefused. The file is unpacked in a child process with limits on memory and time.
    """
    _check_limits(content)
    environment = os.environ | {"PYTHONPATH": str(_ROOT)}
    try:
        child = subprocess.run(
            [sys.executable, "-m", "portal.infra.workbooks"],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise WorkbookRefused from late
    if child.returncode:
        raise WorkbookRefused
    rows: list[list[str]] = json.loads(child.stdout)
    return rows


def _check_limits(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
                raise WorkbookRefused
            if "xl/workbook.xml" not in archive.namelist():
                raise WorkbookRefused
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as broken:
        raise WorkbookRefused from broken


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, read in this process."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_extent(archive.read(name))
            formulas = _formulas(archive)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, KeyError, RuntimeError, IndexError) as broken:
        raise WorkbookRefused from broken
    for row, column in formulas:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = FORMULA + rows[row][column]
    return rows


def _check_extent(sheet: bytes) -> None:
    """A single cell far out would make the reader fill everything up to it."""
    wide = high = 0
    for column, row in _CELL.findall(sheet):
        wide, high = max(wide, _column_number(column)), max(high, int(row))
    if wide * high > MOST_CELLS:
        raise WorkbookRefused


def _formulas(archive: zipfile.ZipFile) -> list[tuple[int, int]]:
    """Row and column, from 0, of every formula on the first sheet."""
    first = _FIRST_SHEET.search(archive.read("xl/workbook.xml").decode("utf-8", "replace"))
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    for relation in _RELATION.findall(relations):
        if first and f'Id="{first[1]}"' in relation:
            target = re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)
            sheet = archive.read(f"xl/{target[1]}") if target else b""
            return [(int(row) - 1, _column_number(column) - 1) for column, row in _FORMULA.findall(sheet)]
    return []


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: str | float | bool | date | datetime | time | timedelta) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float():
            return _number(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case timedelta():
            return f"{cell // timedelta(hours=1):02}:{cell // timedelta(minutes=1) % 60:02}"
        case _:
            return str(cell)


def _number(value: float) -> str:
    """12.0 as 12: workbooks know no whole numbers."""
    plain = format(Decimal(repr(value)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system; the limits on size still hold
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _main() -> None:
    _limit_memory()
    try:
        rows = rows_of(sys.stdin.buffer.read())
    except (WorkbookRefused, MemoryError):
        sys.exit(1)
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    _main()
