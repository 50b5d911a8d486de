"""How a cost is known, in plain words and without colour."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import Babel

from portal.compliance.costs.domain import CostLine, FeeException, Payer, Standing
from portal.compliance.costs.exceptions import known_exceptions
from portal.compliance.costs.ledger import CostLedger, LedgerLine
from portal.compliance.costs.words import ledger_in_words, standing_words
from portal.kernel.events import Ref

BOOTS = CostLine(category="COST-EQUIPMENT", payer=Payer.EMPLOYER, amount=Decimal(60), currency="GBP")
FEE = CostLine(category="FEE-MATCH", payer=Payer.WORKER, amount=Decimal(200), currency="GBP")
ON = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _speaking() -> Iterator[None]:
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def line(said: CostLine = BOOTS, origin: str = "vacancy", **more: object) -> LedgerLine:
    return LedgerLine(position=0, line=said, origin=origin, **more)  # type: ignore[arg-type]


def ledger(*lines: LedgerLine) -> CostLedger:
    return CostLedger(ref=Ref("vacancy", UUID(int=1)), version=1, lines=lines)


@pytest.mark.parametrize(
    ("said", "standing", "words"),
    [
        (BOOTS, Standing.DECLARED, "Declared"),
        (replace(BOOTS, proof="Invoice 12"), Standing.EVIDENCED, "Evidenced"),
        (replace(BOOTS, confirmed_by=2, asked=3), Standing.CONFIRMED, "Confirmed by 2 of 3 workers"),
        (
            replace(BOOTS, confirmed_by=1, asked=1, proof="X"),
            Standing.CONFIRMED,
            "Confirmed by 1 of 1 worker",
        ),
        (replace(BOOTS, asked=3), Standing.DECLARED, "Declared"),
    ],
)
def test_a_line_is_declared_evidenced_or_confirmed_by_so_many(
    said: CostLine, standing: Standing, words: str
) -> None:
    known = standing_words(line(said))
    assert (known.standing, known.words) == (standing, words)
    assert known.hint


def test_every_standing_has_a_sign_of_its_own() -> None:
    known = [
        standing_words(line(one))
        for one in (BOOTS, replace(BOOTS, proof="X"), replace(BOOTS, confirmed_by=1))
    ]
    assert len({one.sign for one in known}) == 3


def test_a_proof_says_whether_staff_have_seen_it() -> None:
    proven = line(replace(BOOTS, proof="Invoice 12"), proof_on=ON)
    assert standing_words(proven).hint == "Shown by: Invoice 12, March 1, 2027. Not looked at yet."
    seen = replace(proven, proof_seen_at=datetime(2027, 3, 2, tzinfo=UTC))
    assert standing_words(seen).hint.endswith("Staff have seen it.")


def test_categories_of_which_nobody_spoke_are_unproven() -> None:
    said = ledger_in_words(ledger(line()), "GBP")
    assert "Bribes" not in said.unproven
    assert "Advertising" in said.unproven
    assert "Tools, uniform, safety gear" not in said.unproven


def test_before_an_introduction_no_paper_and_no_taker_is_named() -> None:
    told = replace(FEE, proof="Receipt of Fenland Labour", collected_by="Fenland Labour")
    masked = ledger_in_words(ledger(line(told, proof_on=ON)), "GBP", masked=True)
    assert "Fenland" not in repr(masked)
    assert masked.lines[0].known.standing is Standing.EVIDENCED


def granted(**changes: object) -> FeeException:
    known = known_exceptions()["gb-conduct-2003-reg-26"].terms
    return replace(known, enabled=True, disclosed=True, **changes)  # type: ignore[arg-type]


def test_an_exception_is_shown_as_against_the_definition_and_only_while_it_holds() -> None:
    [shown] = ledger_in_words(ledger(line(replace(FEE, exception=granted()))), "GBP", ON).lines
    assert shown.exception.startswith("Allowed by Department for Business and Trade")
    assert shown.exception.endswith("against the ILO definition")
    stopped = replace(granted(), enabled=False)
    [shown] = ledger_in_words(ledger(line(replace(FEE, exception=stopped))), "GBP", ON).lines
    assert "does not hold now" in shown.exception


def test_staff_read_that_a_paragraph_is_not_yet_checked() -> None:
    [shown] = ledger_in_words(ledger(line()), "GBP").lines
    assert shown.paragraph == "ILO definition, paragraph 12(v) (not yet checked against the source)"
