"""What cells say, and which are refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.costs.domain import CostLine, Payer
from portal.matching import cell_values as cell
from portal.matching.cell_values import Expected
from portal.matching.domain import EngagementForm, Level, Shift, ShiftRule

ACCEPTED: list[tuple[Callable[[str], object], str, object]] = [
    (cell.day, "2027-02-28", date(2027, 2, 28)),
    (cell.heads, "12", 12),
    (cell.heads, "12,0", 12),
    (cell.money, "12,5", Decimal("12.5")),
    (cell.money, "12.50", Decimal("12.50")),
    (cell.money, "0", Decimal(0)),
    (cell.kilometres, ",5", Decimal("0.5")),
    (cell.latitude, "-90", Decimal(-90)),
    (cell.longitude, "180", Decimal(180)),
    (cell.yes_or_no, "Yes", True),
    (cell.yes_or_no, "no", False),
    (cell.country, "gb", "GB"),
    (cell.countries, "GB; IE;", frozenset({"GB", "IE"})),
    (cell.currency, "eur", "EUR"),
    (cell.languages, "en:B1; RO:c2", {"en": Level.B1, "ro": Level.C2}),
    (cell.pay_floors, "GBP:11,50;EUR:14", {"GBP": Decimal("11.50"), "EUR": Decimal(14)}),
    (cell.words_of(Shift), "day;Night", frozenset({Shift.DAY, Shift.NIGHT})),
    (cell.words_of(EngagementForm), "second-job", frozenset({EngagementForm.SECOND_JOB})),
    (cell.word_of(ShiftRule), "ANY", ShiftRule.ANY),
    (cell.priority, "3", 3),
    (cell.sector, "c10.1", "C10.1"),
    (cell.tokens, " DBS ;dbs;;", frozenset({"DBS", "dbs"})),
    (
        cell.cost_lines,
        "cost-travel=employer:250,5; FEE-MATCH=public",
        (
            CostLine(
                category="COST-TRAVEL",
                payer=Payer.EMPLOYER,
                amount=Decimal("250.5"),
                label="cost-travel=employer:250,5",
            ),
            CostLine(category="FEE-MATCH", payer=Payer.PUBLIC, label="FEE-MATCH=public"),
        ),
    ),
]

REFUSED: list[tuple[Callable[[str], object], str]] = [
    *((cell.day, text) for text in ("31/02/2027", "2027-02-30", "20270228", "2027-W01-1", "46000", "")),
    *(
        (cell.heads, text)
        for text in ("0", "-1", "1.5", "9" * 309, "1e3", "NaN", "inf", "twelve", "1,234.5", "")
    ),
    *((cell.money, text) for text in ("-1", "£5", "1 000", "nan", "Infinity", "1_000", "٣")),
    *((cell.latitude, text) for text in ("90.0001", "-91", "N52")),
    *((cell.longitude, text) for text in ("180.1", "-181")),
    *((cell.yes_or_no, text) for text in ("maybe", "ja")),
    *((cell.country, text) for text in ("UK", "ZZ", "EU", "GBR", "England")),
    *((cell.currency, text) for text in ("£", "ABC", "DEM", "GB")),
    *((cell.languages, text) for text in ("en", "en:B3", "english:B1", "en:A1;en:B1", ":B1")),
    *((cell.pay_floors, text) for text in ("11.50", "GBP", "GBP:x", "XXY:1", "GBP:1;GBP:2")),
    (cell.words_of(Shift), "day;dawn"),
    (cell.word_of(ShiftRule), "some"),
    *((cell.priority, text) for text in ("0", "4", "1.5")),
    *(
        (cell.cost_lines, text)
        for text in ("COST-TRAVEL", "COST-LUNCH=employer", "COST-TRAVEL=boss", "FEE-MATCH=worker:x")
    ),
]


@pytest.mark.parametrize(("read", "text", "value"), ACCEPTED)
def test_a_cell_is_read(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(("read", "text"), REFUSED)
def test_a_cell_is_refused_with_what_would_be_accepted(read: Callable[[str], object], text: str) -> None:
    refused = read(text)
    assert isinstance(refused, Expected)
    assert refused.what


READERS: list[Any] = [read for read, _, _ in ACCEPTED]


@given(st.sampled_from(READERS), st.text(max_size=30))
def test_no_text_breaks_a_reader(read: Callable[[str], object], text: str) -> None:
    read(text)
