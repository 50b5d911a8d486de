"""The dry run as a person runs it: two spreadsheets in, lines of JSON out."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from portal.gazetteer.files import places_from_files
from portal.infra.spreadsheets import Table, read_table
from portal.infra.workbooks import MOST_UNPACKED
from portal.matching.cli import matching_cli
from portal.matching.domain import Knowledge
from portal.matching.post_rows import (
    AVAILABILITY_COLUMNS,
    VACANCY_COLUMNS,
    read_availabilities,
    read_vacancies,
)
from portal.matching.reference import best_for_availability, best_for_vacancy
from portal.matching.wording import Wording
from portal.taxonomy.files import shipped_taxonomy
from tests.integration.matching.sheets import availability_row, random_sheets, vacancy_row, written

Lines = list[dict[str, Any]]


def run(lots: Path, vacancies: Path, *options: str) -> Result:
    out = lots.with_name("out.jsonl")
    return CliRunner().invoke(
        matching_cli, ["dry-run", str(lots), str(vacancies), "--out", str(out), *options]
    )


def answer(lots: Path, vacancies: Path, *options: str) -> Lines:
    result = run(lots, vacancies, *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in lots.with_name("out.jsonl").read_text("utf-8").splitlines()]


def of_type(lines: Lines, kind: str) -> Lines:
    return [line for line in lines if line["type"] == kind]


def sheets(
    folder: Path, lots: Sequence[dict[str, str]], vacancies: Sequence[dict[str, str]]
) -> tuple[Path, Path]:
    return (
        written(folder / "lots.csv", AVAILABILITY_COLUMNS, lots),
        written(folder / "work.csv", VACANCY_COLUMNS, vacancies),
    )


def test_a_match_has_every_key_and_the_summary_comes_last(tmp_path: Path) -> None:
    lines = answer(*sheets(tmp_path, [availability_row(headcount="10")], [vacancy_row(ends="2027-04-29")]))
    assert lines == [
        {
            "type": "match",
            "vacancy": "V1",
            "availability": "A1",
            "rank": 1,
            "score": 0.925,
            "factors": {"skills": 1.0, "occupation": 1.0, "distance": 1.0, "dates": 1.0, "heads": 0.25},
            "distance_km": 0.0,
            "covered_days": 60,
        },
        {
            "type": "summary",
            "availabilities": 1,
            "vacancies": 1,
            "matches": 1,
            "held": 0,
            "errors": 0,
            "policy": None,
            "objective": None,
            "greedy_objective": None,
        },
    ]


@pytest.mark.parametrize("direction", ["vacancies", "availabilities"])
def test_random_sheets_give_what_the_reference_gives(tmp_path: Path, direction: str) -> None:
    lots, vacancies = random_sheets(tmp_path, 11, 200, 60)
    lines = answer(lots, vacancies, "--direction", direction, "--top", "7")
    taxonomy = shipped_taxonomy()
    knowledge, wording = Knowledge(taxonomy.skills, taxonomy.steps), Wording(taxonomy, places_from_files())
    held = {line["vacancy"] for line in of_type(lines, "held")}
    supply = [one.facts for one in read_availabilities(_table(lots, AVAILABILITY_COLUMNS), wording).posts]
    read = read_vacancies(_table(vacancies, VACANCY_COLUMNS), wording).posts
    demand = [one.facts for one in read if one.facts.reference not in held]
    pairs = (
        [
            (v, p.availability, n, p.judgement)
            for v in demand
            for n, p in enumerate(best_for_vacancy(v, supply, knowledge, 7), 1)
        ]
        if direction == "vacancies"
        else [
            (p.vacancy, a, n, p.judgement)
            for a in supply
            for n, p in enumerate(best_for_availability(a, demand, knowledge, 7), 1)
        ]
    )
    matches = of_type(lines, "match")
    assert len(matches) == len(pairs) > 40
    for line, (v, a, rank, judgement) in zip(matches, pairs, strict=True):
        assert (line["vacancy"], line["availability"], line["rank"]) == (v.reference, a.reference, rank)
        assert line["score"] == judgement.score
        assert list(line["factors"].values()) == pytest.approx(list(astuple(judgement.factors)), abs=1e-9)
        assert line["distance_km"] == pytest.approx(judgement.distance_km, abs=1e-6)
        assert line["covered_days"] == judgement.covered_days
    assert lines[-1]["held"] == len(held) > 0


def _table(path: Path, columns: Sequence[str]) -> Table:
    table = read_table(path, columns)
    assert isinstance(table, Table)
    return table


def test_a_vacancy_whose_worker_pays_is_held_and_matches_nothing(tmp_path: Path) -> None:
    costs = "COST-TRAVEL=worker:250;OUT-VOLUNTARY=worker;FEE-RECOVER=agency;FEE-MATCH=public"
    lines = answer(*sheets(tmp_path, [availability_row()], [vacancy_row(costs=costs)]))
    assert lines[0] == {
        "type": "held",
        "vacancy": "V1",
        "findings": [
            {"rule": "costs.worker-pays", "code": "COST-TRAVEL", "payer": "worker"},
            {"rule": "costs.nobody-may-pay", "code": "FEE-RECOVER", "payer": "agency"},
        ],
    }
    assert (lines[-1]["held"], lines[-1]["matches"]) == (1, 0)


def test_each_bad_cell_is_reported_and_the_other_rows_go_on(tmp_path: Path) -> None:
    lots = [
        availability_row(1, headcount="0", languages="en:B9", latitude="91"),
        availability_row(2),
        availability_row(2, headcount="3"),
        availability_row(4, available_to="2027-02-01"),
    ]
    vacancies = [vacancy_row(1, starts="31/02/2027"), vacancy_row(2), vacancy_row(3, ends="2027-02-28")]
    lines = answer(*sheets(tmp_path, lots, vacancies))
    assert [(e["file"], e["line"], e["column"], e["value"]) for e in of_type(lines, "error")] == [
        ("availabilities", 2, "languages", "en:B9"),
        ("availabilities", 2, "latitude", "91"),
        ("availabilities", 2, "headcount", "0"),
        ("availabilities", 4, "reference", "A2"),
        ("availabilities", 5, "available_to", "2027-02-01"),
        ("vacancies", 2, "starts", "31/02/2027"),
        ("vacancies", 4, "ends", "2027-02-28"),
    ]
    assert of_type(lines, "error")[5]["expected"] == "a date, e.g. 2027-02-28"
    assert [(m["vacancy"], m["availability"]) for m in of_type(lines, "match")] == [("V2", "A2")]
    assert {"availabilities": 1, "vacancies": 1, "errors": 7}.items() <= lines[-1].items()


def test_a_workbook_gives_the_same_as_the_same_sheet_in_csv(tmp_path: Path) -> None:
    lots, vacancies = random_sheets(tmp_path, 3, 20, 8)
    expected = answer(lots, vacancies)
    workbook = xlsxwriter.Workbook(tmp_path / "lots.xlsx")
    sheet = workbook.add_worksheet()
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    rows = [AVAILABILITY_COLUMNS, *(row.cells for row in _table(lots, AVAILABILITY_COLUMNS).rows)]  # type: ignore[union-attr]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            column = AVAILABILITY_COLUMNS[c]
            if r and text and column in ("headcount", "travel_km"):
                sheet.write_number(r, c, float(text.replace(",", ".")))
            elif r and text and column in ("available_from", "available_to"):
                sheet.write_datetime(r, c, date.fromisoformat(text), day)
            elif r and text and column == "relocates":
                sheet.write_boolean(r, c, text == "yes")
            else:
                sheet.write_string(r, c, text)
    workbook.close()
    assert answer(tmp_path / "lots.xlsx", vacancies) == expected


def test_a_formula_in_a_workbook_is_refused_where_it_stands(tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "lots.xlsx")
    sheet = workbook.add_worksheet()
    for column, (name, text) in enumerate(availability_row().items()):
        sheet.write_string(0, column, name)
        sheet.write_string(1, column, text)
    sheet.write_formula(1, list(availability_row()).index("headcount"), "=6*7", None, 42)
    workbook.close()
    lines = answer(tmp_path / "lots.xlsx", written(tmp_path / "work.csv", VACANCY_COLUMNS, [vacancy_row()]))
    (error,) = of_type(lines, "error")
    assert (error["line"], error["column"], error["value"]) == (2, "headcount", "=42")
    assert "formula" in error["expected"]


def test_a_plan_says_who_goes_where_and_what_it_gains(tmp_path: Path) -> None:
    lots = [
        availability_row(1, headcount="5", travel_km="100"),
        availability_row(2, headcount="5", travel_km="20"),
    ]
    far = {"latitude": "53.2", "longitude": "0.16"}
    vacancies = [vacancy_row(1, headcount="5"), vacancy_row(2, headcount="5", **far)]
    lines = answer(*sheets(tmp_path, lots, vacancies), "--allocate", "optimal")
    assert [(x["vacancy"], x["availability"], x["heads"]) for x in of_type(lines, "allocation")] == [
        ("V1", "A2", 5),
        ("V2", "A1", 5),
    ]
    summary = lines[-1]
    assert (summary["type"], summary["policy"]) == ("summary", "optimal")
    assert summary["objective"] > summary["greedy_objective"] > 0


def test_an_unknown_policy_is_a_mistake_of_usage(tmp_path: Path) -> None:
    result = run(*sheets(tmp_path, [availability_row()], [vacancy_row()]), "--allocate", "at-random")
    assert result.exit_code == 2
    assert "optimal" in result.output


def test_a_file_that_cannot_be_opened_ends_with_2(tmp_path: Path) -> None:
    lots, vacancies = sheets(tmp_path, [availability_row()], [vacancy_row()])
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x00\x00\x00")
    for name in ("absent.csv", "broken.xlsx", "picture.csv", "."):
        result = run(lots, tmp_path / name)
        assert result.exit_code == 2
        assert "Cannot open" in result.output
    assert run(lots, vacancies, "--out", str(tmp_path / "no" / "where")).exit_code == 2
    assert run(lots, vacancies, "--out", str(lots)).exit_code == 2
    assert lots.read_text("utf-8").startswith("reference")


def test_a_column_that_nothing_reads_is_named_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    lots, vacancies = sheets(tmp_path, [availability_row()], [vacancy_row()])
    odd = written(tmp_path / "odd.csv", ("reference", "colour"), [{"reference": "A1", "colour": "red"}])
    result = run(odd, vacancies)
    assert result.exit_code == 0
    assert "colour" in result.stderr
    lines = answer(odd, vacancies)
    assert [(e["line"], e["column"]) for e in of_type(lines, "error")] == [
        (1, "occupation"),
        (1, "country"),
        (1, "travel_km"),
        (1, "available_from"),
        (1, "headcount"),
    ]
    assert lots.exists()


def test_words_are_looked_up_and_suggestions_are_made(tmp_path: Path) -> None:
    nowhere = {"latitude": "", "longitude": ""}
    lots = [
        availability_row(1, occupation="Heavy truck and lorry drivers", place="wisbech", **nowhere),
        availability_row(2, place="Wisbeech", **nowhere),
        availability_row(3, occupation="lorry drivr"),
        availability_row(4, **nowhere),
    ]
    lines = answer(*sheets(tmp_path, lots, [vacancy_row()]))
    assert [m["availability"] for m in of_type(lines, "match")] == ["A1"]
    by_line = {e["line"]: (e["column"], e["expected"]) for e in of_type(lines, "error")}
    assert by_line[3][0] == by_line[5][0] == "place"
    assert "Wisbech" in by_line[3][1]
    assert by_line[4][0] == "occupation"
    assert "8332" in by_line[4][1]


def test_a_workbook_that_would_fill_the_memory_is_not_opened(tmp_path: Path) -> None:
    far = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    far.add_worksheet().write_string(1_048_575, 16_383, "far away")
    far.close()
    with zipfile.ZipFile(tmp_path / "vast.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(MOST_UNPACKED))
    vacancies = written(tmp_path / "work.csv", VACANCY_COLUMNS, [vacancy_row()])
    for name in ("far.xlsx", "vast.xlsx"):
        assert (tmp_path / name).stat().st_size < 400_000
        assert run(tmp_path / name, vacancies).exit_code == 2


def test_the_summary_is_told_in_words_too(tmp_path: Path) -> None:
    result = run(*sheets(tmp_path, [availability_row()], [vacancy_row(), vacancy_row(2, pay="much")]))
    assert "Matches: 1. Held vacancies: 0. Unreadable cells: 1." in result.stderr
