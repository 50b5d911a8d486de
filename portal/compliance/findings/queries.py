"""Decisions and findings as pages and other features read them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from portal.compliance.domain import RuleOutcome, Severity, Stage, Terms
from portal.compliance.findings.domain import (
    SEVERITY_ORDER,
    Decision,
    FindingState,
    KeptFinding,
    stops,
)
from portal.compliance.findings.models import DecisionRow, FindingRow
from portal.compliance.findings.stored import findings_from_json, from_json
from portal.infra.database import portions
from portal.kernel.events import Ref

STANDING = (FindingState.OPEN, FindingState.UPHELD)


def blocked(session: Session, kind: str, among: Collection[UUID] | None = None) -> set[UUID]:
    """Things of a kind ("vacancy", "match"…) that rules or waiting staff keep out of everything now.

    All of them, or those of the ids named.
    """
    wanted = select(FindingRow.object_id).where(
        FindingRow.kind == kind, FindingRow.stops, FindingRow.state.in_(STANDING)
    )
    if among is None:
        return set(session.scalars(wanted))
    some = (wanted.where(FindingRow.object_id.in_(ids)) for ids in portions(among))
    return {one for found in some for one in session.scalars(found)}


def what_stops(session: Session, ref: Ref) -> list[KeptFinding]:
    """The findings for which one thing takes part in nothing now; failures first, then the older."""
    found = [one for one in findings_of(session, ref) if one.state.counts and stops(one.finding)]
    return sorted(found, key=lambda one: (not one.finding.blocks, one.found_at))


def stopped_among(session: Session, refs: Collection[Ref]) -> Ref | None:
    """The first of these that rules or waiting staff keep out of everything now."""
    wanted = select(FindingRow.kind, FindingRow.object_id).where(
        FindingRow.object_id.in_([one.id for one in refs]),
        FindingRow.stops,
        FindingRow.state.in_(STANDING),
    )
    found = {Ref(kind, object_id) for kind, object_id in session.execute(wanted)}
    return next((one for one in refs if one in found), None)


def findings_of(session: Session, ref: Ref, *, with_superseded: bool = False) -> list[KeptFinding]:
    """What was found of one thing, the oldest first."""
    wanted = select(FindingRow).where(FindingRow.kind == ref.kind, FindingRow.object_id == ref.id)
    if not with_superseded:
        wanted = wanted.where(FindingRow.state != FindingState.SUPERSEDED)
    return [kept(row) for row in session.scalars(wanted.order_by(FindingRow.found_at, FindingRow.id))]


def finding(session: Session, finding_id: UUID) -> KeptFinding | None:
    """One finding, in whatever state."""
    row = session.get(FindingRow, finding_id)
    return kept(row) if row else None


@dataclass(frozen=True)
class FindingFilter:
    """What staff narrow the queue by; an empty part narrows nothing."""

    rule: str = ""
    severity: Severity | None = None
    outcome: RuleOutcome | None = None
    state: FindingState = FindingState.OPEN


def find_findings(
    session: Session, wanted: FindingFilter, *, limit: int = 50, offset: int = 0
) -> tuple[int, list[KeptFinding]]:
    """How many findings fit a filter, and one page of them: what stops first, then by deadline."""
    chosen = _narrowed(select(FindingRow), wanted)
    count = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.order_by(
        FindingRow.stops.desc(),
        FindingRow.due_at.is_(None),
        FindingRow.due_at,
        FindingRow.found_at,
        FindingRow.id,
    )
    return count, [kept(row) for row in session.scalars(ordered.limit(limit).offset(offset))]


@dataclass(frozen=True)
class Waiting:
    """Open findings of one sort, which a person judges in one go."""

    rule: str
    severity: Severity
    outcome: RuleOutcome
    count: int
    stopping: int
    """Those for which something stands still until a person decides."""
    due_at: datetime | None
    """The earliest deadline among them."""


def waiting_to_be_judged(session: Session) -> list[Waiting]:
    """What stands open, by rule and severity: what stops something first, then what is due first."""
    stopping = func.sum(case((FindingRow.stops, 1), else_=0))
    sort = (FindingRow.rule, FindingRow.severity, FindingRow.outcome)
    wanted = (
        select(*sort, func.count(), stopping, func.min(FindingRow.due_at))
        .where(FindingRow.state == FindingState.OPEN)
        .group_by(*sort)
    )
    found = [Waiting(*row) for row in session.execute(wanted)]
    soonest = sorted(found, key=lambda one: (SEVERITY_ORDER[one.severity], -one.count, one.rule))
    soonest.sort(key=lambda one: (one.due_at is None, one.due_at or datetime.max.replace(tzinfo=UTC)))
    return sorted(soonest, key=lambda one: not one.stopping)


def findings_due(session: Session, after: datetime, before: datetime) -> list[KeptFinding]:
    """What stands with a deadline between two moments, what is due first on top."""
    wanted = select(FindingRow).where(
        FindingRow.state.in_(STANDING), FindingRow.due_at >= after, FindingRow.due_at < before
    )
    return [kept(row) for row in session.scalars(wanted.order_by(FindingRow.due_at, FindingRow.id))]


def rules_with_findings(session: Session) -> list[str]:
    """The ids of rules of which something stands open."""
    wanted = select(FindingRow.rule).where(FindingRow.state == FindingState.OPEN).distinct()
    return sorted(session.scalars(wanted))


def current_decision(session: Session, ref: Ref, stage: Stage) -> Decision | None:
    """What was decided last of a thing at a stage."""
    row = session.scalar(
        select(DecisionRow).where(
            DecisionRow.kind == ref.kind,
            DecisionRow.object_id == ref.id,
            DecisionRow.stage == stage,
            DecisionRow.superseded_at.is_(None),
        )
    )
    return decision(row) if row else None


def is_known(session: Session, ref: Ref) -> bool:
    """Whether rules were ever asked of such a thing: whatever is not known here does not exist."""
    wanted = select(DecisionRow.id).where(DecisionRow.kind == ref.kind, DecisionRow.object_id == ref.id)
    return session.scalar(wanted.limit(1)) is not None


def decisions_of(session: Session, ref: Ref) -> list[Decision]:
    """Every decision about a thing, the oldest first."""
    wanted = select(DecisionRow).where(DecisionRow.kind == ref.kind, DecisionRow.object_id == ref.id)
    ordered = wanted.order_by(
        DecisionRow.judged_at, DecisionRow.superseded_at.is_(None), DecisionRow.superseded_at, DecisionRow.id
    )
    return [decision(row) for row in session.scalars(ordered)]


def stored_decisions(session: Session, since: datetime | None = None) -> Iterator[DecisionRow]:
    """Decisions as they lie in the database, one after the other, the oldest first."""
    wanted = select(DecisionRow).order_by(DecisionRow.judged_at, DecisionRow.id)
    if since is not None:
        wanted = wanted.where(DecisionRow.judged_at >= since)
    yield from session.scalars(wanted.execution_options(yield_per=200))


def current_terms(session: Session, kind: str, stage: Stage, ids: Collection[UUID]) -> dict[UUID, Terms]:
    """The terms on which things were judged last at a stage; those that were judged."""
    wanted = select(DecisionRow.object_id, DecisionRow.terms).where(
        DecisionRow.kind == kind,
        DecisionRow.stage == stage,
        DecisionRow.superseded_at.is_(None),
        DecisionRow.object_id.in_(list(ids)),
    )
    return {one: from_json(terms) for one, terms in session.execute(wanted)} if ids else {}


def decision(row: DecisionRow) -> Decision:
    """The decision that a row holds."""
    return Decision(
        id=row.id,
        ref=Ref(row.kind, row.object_id),
        stage=row.stage,
        rule_set=row.rule_set,
        off=frozenset(row.off),
        versions=dict(row.versions),
        terms=from_json(row.terms),
        findings=findings_from_json(row.findings),
        judged_at=row.judged_at,
    )


def kept(row: FindingRow) -> KeptFinding:
    """The finding that a row holds."""
    [found] = findings_from_json([row.body])
    return KeptFinding(
        id=row.id,
        ref=Ref(row.kind, row.object_id),
        stage=row.stage,
        finding=found,
        decision_id=row.decision_id,
        evidence=dict(row.evidence),
        found_at=row.found_at,
        due_at=row.due_at,
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        why=row.why,
    )


def _narrowed(chosen: Select[FindingRow], wanted: FindingFilter) -> Select[FindingRow]:
    chosen = chosen.where(FindingRow.state == wanted.state)
    if wanted.rule:
        chosen = chosen.where(FindingRow.rule == wanted.rule)
    if wanted.severity:
        chosen = chosen.where(FindingRow.severity == wanted.severity)
    if wanted.outcome:
        chosen = chosen.where(FindingRow.outcome == wanted.outcome)
    return chosen
