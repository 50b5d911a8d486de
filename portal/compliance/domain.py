"""What compliance rules look at, and what they find."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.compliance.costs.domain import CostLine, Payer


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a vacancy promises and costs, as far as rules judge it."""

    costs: tuple[CostLine, ...] = ()
    pay: Decimal | None = None
    """Guaranteed per hour."""
    currency: str | None = None
    hours_per_week: Decimal | None = None
    country: str | None = None
    sector: str = ""


class Severity(StrEnum):
    """Critical blocks at once; major and minor carry a deadline."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class RuleOutcome(StrEnum):
    PASS = "pass"  # noqa: S105 - the outcome of a rule
    FAIL = "fail"
    NEEDS_EVIDENCE = "needs evidence"


@dataclass(frozen=True)
class Finding:
    """What a rule says of one cost line; `line` is its place among the costs, from 0."""

    rule: str
    severity: Severity
    outcome: RuleOutcome
    code: str
    payer: Payer
    line: int
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values a page may phrase: the category's paragraph, what to do instead."""
