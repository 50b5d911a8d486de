"""The checks that staff make on a match or an introduction: what is to do, and what was found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.domain import Finding, RuleOutcome, Severity
from portal.compliance.findings import queries
from portal.compliance.findings.domain import FindingState, stops
from portal.compliance.findings.events import CheckRecorded, LetGo, Stopped
from portal.compliance.findings.models import FindingRow, RecordedCheck
from portal.compliance.findings.stored import findings_to_json
from portal.compliance.rules.assist import AssistCheck, checks_on
from portal.compliance.rules.rule import facts
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal

RECORDABLE = (RuleOutcome.PASS, RuleOutcome.FAIL, RuleOutcome.NEEDS_EVIDENCE)


@dataclass(frozen=True)
class CheckMade:
    """What somebody found, resting on which evidence."""

    outcome: RuleOutcome
    evidence: str
    by: UUID
    at: datetime


@dataclass(frozen=True)
class Task:
    """One check on one thing; `made` is the latest result, none while it is to do."""

    ref: Ref
    check: AssistCheck
    made: CheckMade | None


@dataclass(frozen=True)
class NoSuchCheck(Refusal):
    """Staff make no such check on such a thing."""


def tasks_of(session: Session, ref: Ref) -> list[Task]:
    """Every check on one thing, in the order in which they fall due; none on a thing that does not exist."""
    if not queries.is_known(session, ref):
        return []
    wanted = select(RecordedCheck).where(RecordedCheck.kind == ref.kind, RecordedCheck.object_id == ref.id)
    latest = {
        row.check_id: CheckMade(row.outcome, row.evidence, row.recorded_by, row.recorded_at)
        for row in session.scalars(wanted.order_by(RecordedCheck.recorded_at, RecordedCheck.id))
    }
    return [Task(ref, check, latest.get(check.id)) for check in checks_on(ref.kind)]


def checks_made(session: Session, kind: str, ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """By thing: the ids of the checks whose latest result leaves nothing to be shown."""
    wanted = select(RecordedCheck).where(RecordedCheck.kind == kind, RecordedCheck.object_id.in_(list(ids)))
    made: dict[UUID, set[str]] = {one: set() for one in ids}
    for row in session.scalars(wanted.order_by(RecordedCheck.recorded_at, RecordedCheck.id)):
        if row.outcome is RuleOutcome.NEEDS_EVIDENCE:
            made[row.object_id].discard(row.check_id)
        else:
            made[row.object_id].add(row.check_id)
    return made


def record_check(
    work: Work, ref: Ref, check_id: str, outcome: RuleOutcome, evidence: str
) -> Task | NoSuchCheck:
    """Staff looked: what they saw, and what it means. A failure stands until a later check passes."""
    check = next((one for one in checks_on(ref.kind) if one.id == check_id), None)
    if check is None or outcome not in RECORDABLE or not queries.is_known(work.session, ref):
        return NoSuchCheck()
    work.session.add(
        RecordedCheck(
            id=work.new_id(),
            kind=ref.kind,
            object_id=ref.id,
            check_id=check_id,
            outcome=outcome,
            evidence=evidence,
            recorded_by=work.actor,
            recorded_at=work.now,
        )
    )
    work.emit(CheckRecorded(at=work.now, by=work.actor, ref=ref, check=check_id, outcome=outcome.value))
    _keep_finding(work, ref, check, outcome, evidence)
    return Task(ref, check, CheckMade(outcome, evidence, work.actor, work.now))


def _keep_finding(work: Work, ref: Ref, check: AssistCheck, outcome: RuleOutcome, evidence: str) -> None:
    was_stopped = bool(queries.what_stops(work.session, ref))
    for row in _standing(work, ref, check):
        row.state = FindingState.SUPERSEDED
    if outcome is RuleOutcome.FAIL:
        found = Finding(rule=check.id, severity=check.severity, outcome=outcome, facts=facts(by="staff"))
        work.session.add(_row(work, ref, check, found, evidence))
    work.session.flush()
    is_stopped = bool(queries.what_stops(work.session, ref))
    if was_stopped and not is_stopped:
        work.emit(LetGo(at=work.now, by=work.actor, ref=ref, stage=check.stage))
    elif outcome is RuleOutcome.FAIL and check.severity is Severity.CRITICAL:
        rules = (check.id,)
        work.emit(
            Stopped(
                at=work.now,
                by=work.actor,
                ref=ref,
                stage=check.stage,
                decision_id=None,
                rules=rules,
                critical=rules,
            )
        )


def _standing(work: Work, ref: Ref, check: AssistCheck) -> list[FindingRow]:
    wanted = select(FindingRow).where(
        FindingRow.kind == ref.kind,
        FindingRow.object_id == ref.id,
        FindingRow.rule == check.id,
        FindingRow.state.in_(queries.STANDING),
    )
    return list(work.session.scalars(wanted))


def _row(work: Work, ref: Ref, check: AssistCheck, found: Finding, evidence: str) -> FindingRow:
    return FindingRow(
        id=work.new_id(),
        decision_id=None,
        kind=ref.kind,
        object_id=ref.id,
        stage=check.stage,
        rule=check.id,
        rule_version=found.version,
        severity=found.severity,
        outcome=found.outcome,
        code="",
        label="",
        body=findings_to_json([found])[0],
        sameness="",
        evidence={"seen": evidence},
        stops=stops(found),
        state=FindingState.OPEN,
        found_at=work.now,
        due_at=work.now + check.deadline if check.deadline else None,
    )
