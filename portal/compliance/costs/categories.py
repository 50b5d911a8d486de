"""Who may pay which recruitment fee or cost: the ILO's categories."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.compliance.costs.domain import CostCategory, CostKind, Payer

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
