"""The check of a spreadsheet: one line a vacancy, whatever somebody typed into it."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from click.testing import Result
from flask import Flask

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import Payer
from portal.gazetteer.files import places_from_files
from portal.infra.spreadsheets import Row, Table, read_table
from portal.matching.fair_check import as_json, check_lines
from portal.matching.post_rows import VACANCY_COLUMNS, read_for_rules
from portal.matching.wording import Wording
from portal.taxonomy.files import shipped_taxonomy
from tests.builders.placements import NOW
from tests.integration.matching.sheets import vacancy_row, written
from tests.proof import IN_FULL

SHEETS = 1000 if IN_FULL else 60
PAY = "14.60"
KEYS = ["rule", "severity", "outcome", "code", "line", "message", "source"]
DISGUISES = (
    ("ILL-BOND=employer", False),
    ("ILL-KICKBACK=public:0", False),
    ("FEE-RECOVER=agency:1", False),
    ("FLAG-LOAN=employer", False),
    ("FEE-MATCH=worker", False),
    ("fee-match = WORKER : 0.01", False),
    ("COST-TRAVEL=worker:1234,50", False),
    ("FEE-MATCH=agency", True),
    ("COST-ADMIN=public:0", True),
    ("OUT-STATUTORY=worker:49.80", True),
    ("OUT-VOLUNTARY=worker:60", True),
    ("COST-EQUIPMENT = employer : 60", True),
)
"""What can be read, and whether a vacancy may be published with it."""
BROKEN = (
    "FEE-MATCH",
    "FEE-MATCH=",
    "=worker",
    "FEE-MATCH=nobody",
    "FEE-MATCH=employer:many",
    "COST-TRAVEL=employer:1 234,50",
    "FEE-MATCH=employer:-1",
    "FEE-MATCH=employer:1e999",
    "FEE-MATCH=employer:NaN",
    "FEE-MATCH=employer:Infinity",
    "FEE-MATCH=employer:10000000000",
    "COST-GIFT=employer:1",
    "ＣＯＳＴ=employer",
    "'; drop table vacancy; --",
    "<script>alert(1)</script>",
    "COST-TRAVEL→employer",
    "\u202eCOST-TRAVEL=employer",
    "COST-TRAVEL=employer:٣٫٥٫٧",
    "COST\nTRAVEL=employer",
    "💸=worker:40",
    "{" * 500,
)
"""What nobody can read."""


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@cache
def wording() -> Wording:
    return Wording(shipped_taxonomy(), places_from_files())


def checked(portal: Flask, path: Path, *options: str) -> Result:
    return portal.test_cli_runner().invoke(args=["compliance", "check", str(path), *options])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def a_sheet(folder: Path, *rows: dict[str, str]) -> Path:
    return written(folder / "vacancies.csv", VACANCY_COLUMNS, rows)


def test_a_vacancy_gets_one_compact_line_with_everything_that_was_found(
    portal: Flask, tmp_path: Path
) -> None:
    row = vacancy_row(pay=PAY, costs="COST-TRAVEL=worker:380;FEE-MATCH=employer")
    result = checked(portal, a_sheet(tmp_path, row), "--json")
    assert result.exit_code == 0
    [text] = result.stdout.splitlines()
    assert text.startswith('{"vacancy":"V1","publishable":false,"findings":[{"rule":"costs.worker-pays",')
    [line] = lines(result)
    assert all(list(one) == KEYS for one in line["findings"])
    [failed] = [one for one in line["findings"] if one["outcome"] == "fail"]
    assert (failed["severity"], failed["code"], failed["line"]) == (
        "critical",
        "COST-TRAVEL",
        "COST-TRAVEL=worker:380",
    )
    assert "paragraphs 6 to 12" in failed["source"]


@pytest.mark.parametrize(
    ("given", "publishable"),
    [
        ({"costs": "FEE-MATCH=agency;COST-TRAVEL=public"}, True),
        ({"costs": "FEE-MATCH=worker"}, False),
        ({"costs": "ILL-BOND=employer"}, False),
        ({"costs": ""}, True),
        ({"pay": "9.00"}, False),
        ({"country": "IT", "currency": "EUR", "pay": "9.00"}, True),
        ({"hours_per_week": "60"}, True),
        ({"description": "Passports are handed in for safekeeping at the office."}, True),
        ({"organisation": "Nobody Ltd"}, True),
    ],
    ids=str,
)
def test_only_a_critical_failure_keeps_it_from_being_published(
    portal: Flask, tmp_path: Path, given: dict[str, str], publishable: bool
) -> None:
    [line] = lines(checked(portal, a_sheet(tmp_path, vacancy_row(**({"pay": PAY} | given))), "--json"))
    assert line["publishable"] is publishable
    critical = [one for one in line["findings"] if (one["severity"], one["outcome"]) == ("critical", "fail")]
    assert bool(critical) is not publishable


@pytest.mark.parametrize(
    ("given", "rule", "outcome"),
    [
        ({"description": "Registration fee of £50 payable before the start."}, "wording.fee", "flagged"),
        ({"title": "Female packers wanted"}, "wording.sex", "flagged"),
        ({"country": "IT", "currency": "EUR"}, "pay.below-minimum", "needs-evidence"),
        ({"costs": "OUT-VOLUNTARY=worker:60"}, "costs.choice", "needs-evidence"),
        ({"hours_per_week": "60"}, "pay.hours-within-limits", "fail"),
    ],
    ids=str,
)
def test_what_does_not_block_is_told_too(
    portal: Flask, tmp_path: Path, given: dict[str, str], rule: str, outcome: str
) -> None:
    [line] = lines(checked(portal, a_sheet(tmp_path, vacancy_row(**({"pay": PAY} | given))), "--json"))
    assert (rule, outcome) in {(one["rule"], one["outcome"]) for one in line["findings"]}


def test_rows_that_cannot_be_read_are_named_while_the_others_go_on(portal: Flask, tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, vacancy_row(1, pay="a lot", costs="FEE-MATCH=nobody"), vacancy_row(2, pay=PAY))
    result = checked(portal, sheet, "--json")
    assert result.exit_code == 0
    assert [one["vacancy"] for one in lines(result)] == ["V2"]
    assert "line 2, column pay: cannot read 'a lot'; expected an amount of money" in result.stderr
    assert "line 2, column costs: cannot read 'FEE-MATCH=nobody'" in result.stderr


def test_a_file_that_cannot_be_opened_ends_with_2(portal: Flask, tmp_path: Path) -> None:
    assert checked(portal, tmp_path / "none.csv", "--json").exit_code == 2


def test_a_cell_that_no_rule_looks_at_is_named_and_the_vacancy_judged(portal: Flask, tmp_path: Path) -> None:
    sheet = a_sheet(tmp_path, vacancy_row(pay=PAY, headcount="many", costs="FEE-MATCH=worker"))
    result = checked(portal, sheet, "--json")
    assert "column headcount: cannot read 'many'" in result.stderr
    assert json.loads(result.stdout)["publishable"] is False


def test_without_json_a_person_can_read_it(portal: Flask, tmp_path: Path) -> None:
    result = checked(portal, a_sheet(tmp_path, vacancy_row(pay=PAY, costs="FEE-MATCH=worker")))
    assert result.exit_code == 0
    assert "V1: CANNOT be published" in result.stdout
    assert "The worker would pay: FEE-MATCH=worker" in result.stdout


@pytest.mark.parametrize("seed", range(SHEETS))
def test_hostile_cost_lines_crash_nothing_and_each_bad_cell_is_named(
    portal: Flask, tmp_path: Path, seed: int
) -> None:
    rows, readable = _hostile(Random(seed))
    table = read_table(a_sheet(tmp_path, *rows), VACANCY_COLUMNS)
    assert isinstance(table, Table)
    at = {row.cells[0]: row.line for row in table.rows if isinstance(row, Row)}
    read = read_for_rules(table, wording())
    with portal.app_context():
        said = [json.loads(as_json(line)) for line in check_lines(read.posts, date(2027, 3, 1))]
    assert {one["vacancy"]: one["publishable"] for one in said} == readable
    bad = [row for row in rows if row["reference"] not in readable]
    assert sorted((one.line, one.column) for one in read.bad_cells) == sorted(
        (at[row["reference"]], "costs") for row in bad
    )
    assert all(one.value and one.expected for one in read.bad_cells)


def _hostile(dice: Random) -> tuple[list[dict[str, str]], dict[str, bool]]:
    """Rows with the worst of cost cells, and which of them can be read, to whether they are publishable."""
    rows, readable = [], {}
    for number in range(1, dice.randint(2, 12)):
        items = [_item(dice) for _ in range(dice.randint(0, 5))]
        cell = dice.choice((";", " ; ", ";;")).join(text for text, _ in items)
        rows.append(vacancy_row(number, pay=PAY, costs=cell))
        if not cell.strip().startswith("=") and all(fine is not None for _, fine in items):
            readable[f"V{number}"] = all(fine for _, fine in items)
    return rows, readable


def _item(dice: Random) -> tuple[str, bool | None]:
    """One cost as somebody typed it: may it be published with, or none where nobody can read it."""
    if dice.random() < 0.15:
        return dice.choice(BROKEN), None
    if dice.random() < 0.5:
        return dice.choice(DISGUISES)
    category = dice.choice(list(cost_categories().values()))
    payer = dice.choice(list(Payer))
    amount = dice.choice(("", ":0", ":12.50", ":999999", ":7,25"))
    return f"{category.code}={payer.value}{amount}", category.may_be_paid_by(payer)
