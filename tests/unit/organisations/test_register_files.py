"""Reading the list of licences that an authority gives out."""

from datetime import date

import pytest

from portal.infra.spreadsheets import table_in
from portal.organisations.domain.registers import RegisterStatus
from portal.organisations.register_files import (
    COLUMNS,
    BadCells,
    CellFault,
    ColumnsMissing,
    ListedLicence,
    NotAList,
    NothingListed,
    read_list,
)


def read(text: str) -> tuple[ListedLicence, ...] | NotAList:
    table = table_in(text.encode(), COLUMNS)
    assert table is not None
    return read_list(table)


def faults(text: str) -> list[tuple[int, str, CellFault]]:
    found = read(text)
    assert isinstance(found, BadCells)
    return [(one.line, one.column, one.fault) for one in found.cells]


def test_a_list_is_read_with_its_lines() -> None:
    found = read(
        "Number;Name;Status;Sectors;Valid from;Valid to\n"
        "FEN0001;Fenland Labour Ltd;Active;01;2026-01-01;31/12/2027\n"
        "FEN0002;Wash Harvesters;revoked;Farming and horticulture;;\n"
    )
    assert found == (
        ListedLicence(
            2,
            "FEN0001",
            "Fenland Labour Ltd",
            RegisterStatus.ACTIVE,
            ("01",),
            date(2026, 1, 1),
            date(2027, 12, 31),
        ),
        ListedLicence(3, "FEN0002", "Wash Harvesters", RegisterStatus.WITHDRAWN, ("01",), None, None),
    )


def test_every_bad_cell_is_named_with_its_line() -> None:
    text = (
        "number,name,status,sectors,valid_from,valid_to\n"
        "FEN0001,Fenland,sleeping,harvest,2027-02-30,\n"
        ",Nobody,active,,,\n"
        "FEN-0003,,active,,2027-03-01,2027-02-01\n"
        "fen0003,Twice,active,,,\n"
    )
    assert faults(text) == [
        (2, "valid_from", CellFault.DAY),
        (2, "status", CellFault.STATUS),
        (2, "sectors", CellFault.SECTOR),
        (3, "number", CellFault.MISSING),
        (4, "valid_to", CellFault.ORDER),
        (4, "name", CellFault.MISSING),
        (5, "number", CellFault.TWICE),
    ]


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "=1+1"])
def test_a_formula_is_not_taken_over(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    found = faults(f"number,name,status\nFEN0001,{quoted},active\n")
    assert (2, "name", CellFault.FORMULA) in found


def test_a_line_without_status_is_named() -> None:
    assert faults("number,name,status\nFEN0001,Fenland,\n") == [(2, "status", CellFault.MISSING)]


def test_a_file_without_the_needed_columns_is_no_list() -> None:
    assert read("licence,name\n1,x\n") == ColumnsMissing(("number", "status"))


def test_a_header_alone_is_no_list() -> None:
    assert read("number,name,status\n") == NothingListed()
