"""The checks that only a person can make: what to look at, and how much hangs on it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from portal.compliance.domain import Severity, Stage

_FILE = Path(__file__).parent / "data" / "assist_checks.csv"


@dataclass(frozen=True, kw_only=True)
class AssistCheck:
    """One check that staff make, with the evidence that it needs."""

    id: str
    title: str
    evidence: str
    severity: Severity
    deadline: timedelta | None
    stage: Stage
    """From when on it is due."""
    source: str


@cache
def assist_checks() -> Mapping[str, AssistCheck]:
    """Every check by its id, in the order in which they fall due."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["id"]: _check(row) for row in csv.DictReader(file)})


def checks_on(kind: str) -> tuple[AssistCheck, ...]:
    """The checks that are made on a match, and those on an introduction; none on anything else."""
    of_match = [one for one in assist_checks().values() if one.stage is Stage.MATCH]
    others = [one for one in assist_checks().values() if one.stage is not Stage.MATCH]
    return tuple({"match": of_match, "introduction": others}.get(kind, []))


def _check(row: Mapping[str, str]) -> AssistCheck:
    return AssistCheck(
        id=row["id"],
        title=row["title"],
        evidence=row["evidence"],
        severity=Severity(row["severity"]),
        deadline=timedelta(days=int(row["days"])) if row["days"] else None,
        stage=Stage(row["stage"]),
        source=row["source"],
    )
