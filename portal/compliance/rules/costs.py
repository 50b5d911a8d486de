"""The rules on cost lines: nobody bears what nobody may, and a worker only what is outside."""

from dataclasses import dataclass

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.schedule import CostSchedule, CostsUnanswered
from portal.compliance.domain import Finding, RuleOutcome, Severity, Terms
from portal.kernel.outcomes import Refusal

WORKER_PAYS = "costs.worker-pays"
NOBODY_MAY_PAY = "costs.nobody-may-pay"


@dataclass(frozen=True)
class CostsNotAllowed(Refusal):
    """A worker would bear a cost, or somebody what nobody may: each finding names line and rule."""

    findings: tuple[Finding, ...]


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


def judge_schedule(schedule: CostSchedule) -> CostsNotAllowed | CostsUnanswered | None:
    """Why a vacancy with this schedule cannot be published; none when it can."""
    critical = tuple(
        finding
        for finding in judge_costs(Terms(costs=schedule.lines))
        if finding.severity is Severity.CRITICAL
    )
    if critical:
        return CostsNotAllowed(critical)
    return CostsUnanswered(schedule.unanswered) if schedule.unanswered else None
