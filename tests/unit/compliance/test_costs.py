"""Who may pay what, for every category and every payer."""

from decimal import Decimal
from itertools import product

import pytest

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.domain import RuleOutcome, Severity, Terms
from portal.compliance.rules.costs import NOBODY_MAY_PAY, WORKER_PAYS, judge_costs

FEES = ("MATCH", "TWA", "DIRECT", "RECOVER", "ADVERT", "INTERVIEW", "CLEARANCE", "CREDENTIALS", "ORGANISE")
COSTS = ("MEDICAL", "INSURANCE", "SKILLS", "TRAINING", "EQUIPMENT", "TRAVEL", "ADMIN")
ILLEGITIMATE = (
    "BRIBE",
    "EXTORTION",
    "KICKBACK",
    "BOND",
    "RECOVERY",
    "COLLATERAL",
    "EXTRA",
    "HIDDEN",
    "INFLATED",
)


def lines(*pairs: tuple[str, Payer]) -> Terms:
    return Terms(costs=tuple(CostLine(category=code, payer=payer) for code, payer in pairs))


def test_the_categories_are_those_of_the_definition_none_verified_yet() -> None:
    assert set(cost_categories()) == {
        *(f"FEE-{name}" for name in FEES),
        *(f"COST-{name}" for name in COSTS),
        *(f"ILL-{name}" for name in ILLEGITIMATE),
        "FLAG-LOAN",
        "FLAG-DOCUMENTS",
        "OUT-STATUTORY",
        "OUT-VOLUNTARY",
    }
    assert not any(category.verified for category in cost_categories().values())
    assert all(category.covers and category.instead for category in cost_categories().values())


@pytest.mark.parametrize(("code", "payer"), list(product(sorted(cost_categories()), Payer)))
def test_a_line_holds_the_vacancy_when_the_worker_pays_or_nobody_may(code: str, payer: Payer) -> None:
    nobody = code.startswith(("ILL-", "FLAG-")) or code == "FEE-RECOVER"
    worker = payer is Payer.WORKER and not code.startswith("OUT-")
    findings = judge_costs(lines((code, payer)))
    expected = [NOBODY_MAY_PAY] if nobody else [WORKER_PAYS] if worker else []
    assert [finding.rule for finding in findings] == expected


def test_each_failing_line_is_found_where_it_stands() -> None:
    terms = lines(
        ("COST-TRAVEL", Payer.EMPLOYER),
        ("COST-TRAVEL", Payer.WORKER),
        ("OUT-VOLUNTARY", Payer.WORKER),
        ("ILL-BOND", Payer.AGENCY),
    )
    findings = judge_costs(terms)
    assert [(f.line, f.code, f.payer) for f in findings] == [
        (1, "COST-TRAVEL", Payer.WORKER),
        (3, "ILL-BOND", Payer.AGENCY),
    ]
    assert all(f.severity is Severity.CRITICAL and f.outcome is RuleOutcome.FAIL for f in findings)
    assert dict(findings[0].facts)["instead"]


def test_an_amount_of_nothing_is_still_borne_by_the_worker() -> None:
    line = CostLine(category="COST-ADMIN", payer=Payer.WORKER, amount=Decimal(0))
    assert len(judge_costs(Terms(costs=(line,)))) == 1


def test_no_costs_no_findings() -> None:
    assert judge_costs(Terms()) == ()
