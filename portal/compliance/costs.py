"""Who may pay which recruitment fee or cost: the ILO's categories, and the rule on cost lines."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.compliance.domain import (
    CostCategory,
    CostKind,
    CostLine,
    Finding,
    Payer,
    RuleOutcome,
    Severity,
    Terms,
)

WORKER_PAYS = "costs.worker-pays"
NOBODY_MAY_PAY = "costs.nobody-may-pay"
_CATEGORIES_FILE = Path(__file__).parent / "data" / "cost_categories.csv"


@cache
def cost_categories() -> Mapping[str, CostCategory]:
    """Every category by its code, in the order of the ILO's definition (2019)."""
    with _CATEGORIES_FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: _category(row) for row in csv.DictReader(file)})


def _category(row: Mapping[str, str]) -> CostCategory:
    named = row["payers"].split("|")
    return CostCategory(
        code=row["code"],
        kind=CostKind(row["kind"]),
        covers=row["covers"],
        examples=row["examples"],
        payers=frozenset() if named == ["nobody"] else frozenset(Payer(payer) for payer in named),
        paragraph=row["paragraph"],
        verified=row["verified"] == "true",
        instead=row["instead"],
    )


def judge_costs(terms: Terms) -> tuple[Finding, ...]:
    """The cost lines that hold a vacancy: borne by the worker, or by anyone where nobody may.

    Source: ILO General principles and definition of recruitment fees and related costs (2019),
    paragraphs 6 and 15. An unknown category raises KeyError: forms and imports refuse it before.
    """
    found = (_judge_line(place, line) for place, line in enumerate(terms.costs))
    return tuple(finding for finding in found if finding is not None)


def _judge_line(place: int, line: CostLine) -> Finding | None:
    category = cost_categories()[line.category]
    if category.may_be_paid_by(line.payer):
        return None
    return Finding(
        rule=WORKER_PAYS if category.payers else NOBODY_MAY_PAY,
        severity=Severity.CRITICAL,
        outcome=RuleOutcome.FAIL,
        code=line.category,
        payer=line.payer,
        line=place,
        facts=(("paragraph", category.paragraph), ("instead", category.instead)),
    )
