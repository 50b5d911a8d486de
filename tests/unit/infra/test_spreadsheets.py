"""Files as they arrive: divided, encoded and broken in many ways."""

from pathlib import Path

import pytest

from portal.infra.spreadsheets import (
    BrokenRow,
    CannotOpen,
    Row,
    Table,
    WhyNotOpened,
    read_table,
    table_in,
)

COLUMNS = ("reference", "place", "headcount")
TEXT = "reference,place,headcount\nA1,Köln,12\n\nA2,Łódź,3\n"
READ = Table(COLUMNS, (Row(2, ("A1", "Köln", "12")), Row(4, ("A2", "Łódź", "3"))))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n\n", "\n , ,\n").encode(),
        TEXT.replace("headcount", " headcount ,,").encode(),
        TEXT.replace("Köln", '"Köln"').encode(),
    ],
    ids=["plain", "mark", "utf-16", "crlf", "cr", "semicolons", "tabs", "blank cells", "tail", "quoted"],
)
def test_the_same_table_is_read_however_it_was_saved(content: bytes) -> None:
    assert table_in(content, COLUMNS) == READ


def test_another_encoding_is_found_out() -> None:
    text = "reference;place;headcount\n" + "".join(
        f"A{n};Grenzstraße Lübben Köln Größe;1\n" for n in range(30)
    )
    table = table_in(text.encode("cp1252"), COLUMNS)
    assert table is not None
    assert isinstance(row := table.rows[0], Row)
    assert row.cells[1] == "Grenzstraße Lübben Köln Größe"


def test_a_cell_of_two_lines_counts_as_one_row() -> None:
    table = table_in(b'reference,place,headcount\nA1,"one\ntwo",1\nA2,x,2\n', COLUMNS)
    assert table == Table(COLUMNS, (Row(2, ("A1", "one\ntwo", "1")), Row(3, ("A2", "x", "2"))))


@pytest.mark.parametrize("broken", ['A1,"open,1', 'A1,x,"open'])
def test_an_open_quote_spoils_its_own_row_only(broken: str) -> None:
    table = table_in(f'reference,place,headcount\n{broken}\nA2,x,2\nA3,"y",3\n'.encode(), COLUMNS)
    assert table is not None
    assert table.rows == (BrokenRow(2, broken), Row(3, ("A2", "x", "2")), Row(4, ("A3", "y", "3")))


def test_an_open_quote_at_the_end_is_told() -> None:
    table = table_in(b'reference,place,headcount\nA1,x,"1', COLUMNS)
    assert table == Table(COLUMNS, (BrokenRow(2, 'A1,x,"1'),))


def test_many_open_quotes_do_not_hold_up_the_reading() -> None:
    table = table_in(b"reference,place,headcount\n" + b'A1,"x,1\n' * 3001, COLUMNS)
    assert table is not None
    assert len(table.rows) == 3001


def test_a_row_of_too_many_cells_is_broken_and_one_of_too_few_is_filled_up() -> None:
    table = table_in(b"reference,place,headcount\nA1,x,12,5\nA2\nA3,x,3,,\n", COLUMNS)
    assert table is not None
    assert table.rows == (BrokenRow(2, "5"), Row(3, ("A2", "", "")), Row(4, ("A3", "x", "3")))


def test_an_empty_file_is_a_table_without_columns() -> None:
    assert table_in(b"", COLUMNS) == Table((), ())


def test_what_is_no_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x00\x01\x02\x03")
    (tmp_path / "archive").write_bytes(b"PK\x03\x04" + bytes(50))
    for name, why in (
        ("absent", WhyNotOpened.MISSING),
        (".", WhyNotOpened.NOT_READABLE),
        ("binary", WhyNotOpened.NOT_A_SPREADSHEET),
        ("archive", WhyNotOpened.NOT_A_SPREADSHEET),
    ):
        assert read_table(tmp_path / name, COLUMNS) == CannotOpen(tmp_path / name, why)
