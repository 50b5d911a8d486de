"""Judging something by the rules in force, and keeping what they said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select, tuple_

from portal.compliance.domain import Finding, Stage, Terms
from portal.compliance.findings import domain, queries
from portal.compliance.findings.domain import (
    AlreadyDecided,
    CannotBeCleared,
    Decision,
    FindingState,
    NoSuchFinding,
)
from portal.compliance.findings.events import FindingCleared, FindingUpheld, LetGo, Stopped
from portal.compliance.findings.models import DecisionRow, FindingRow
from portal.compliance.findings.stored import (
    digest_of,
    findings_from_json,
    findings_to_json,
    from_json,
    to_json,
)
from portal.compliance.findings.switches import off_rules
from portal.compliance.rules.rule import RuleSet
from portal.compliance.rules.sets import rules_on
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref

AT_A_TIME = 200
"""Decisions that one run of the job judges again; the rest wait for the next run, a second later."""


@dataclass(frozen=True)
class Case:
    """Something to be judged: what it is, on which terms, made of which versions of its posts."""

    ref: Ref
    terms: Terms
    versions: Mapping[str, int] = field(default_factory=dict)


def judge_and_keep(
    work: Work, ref: Ref, stage: Stage, terms: Terms, versions: Mapping[str, int] | None = None
) -> Decision:
    """Judge one thing and keep the decision. The very same case decided before stores nothing new."""
    return judge_all(work, stage, [Case(ref, terms, versions or {})])[ref]


def judge_all(work: Work, stage: Stage, cases: Sequence[Case]) -> dict[Ref, Decision]:
    """Judge many things of one stage, each once; a few queries, however many there are."""
    rules, off = rules_on(work.now.date()), off_rules(work.session)
    current = _current(work, stage, [case.ref for case in cases])
    rows = _finding_rows(work, stage, [case.ref for case in cases])
    decided = {}
    for case in cases:
        kept = _keep(work, stage, case, _Bench(rules, off, current.get(case.ref), rows.get(case.ref, [])))
        decided[case.ref] = kept
    work.session.flush()
    return decided


@dataclass(frozen=True)
class _Bench:
    """What one case is judged with: the rules, and what was decided and found of it before."""

    rules: RuleSet
    off: frozenset[str]
    current: DecisionRow | None
    findings: list[FindingRow]


def _keep(work: Work, stage: Stage, case: Case, bench: _Bench) -> Decision:
    terms = case.terms if case.terms.on else replace(case.terms, on=work.now.date())
    body, current = to_json(terms), bench.current
    digest = digest_of(body, bench.rules.number, bench.off, case.versions)
    is_same = current is not None and current.digest == digest
    if current is not None and is_same and current.terms.get("on") == body.get("on"):
        return _unchanged(current, case, findings_from_json(current.findings), bench)
    terms = from_json(body)
    found = bench.rules.judge(terms, stage, bench.off)
    said = findings_to_json(found)
    if current is not None and is_same and current.findings == said:
        return _unchanged(current, case, found, bench)
    row = DecisionRow(
        id=work.new_id(),
        kind=case.ref.kind,
        object_id=case.ref.id,
        stage=stage,
        rule_set=bench.rules.number,
        off=sorted(bench.off),
        versions=dict(case.versions),
        terms=body,
        findings=said,
        digest=digest,
        judged_at=work.now,
        superseded_at=None,
    )
    if current is not None:
        current.superseded_at = work.now
        work.session.flush()  # one current decision a thing and stage
    work.session.add(row)
    before = _stopping(bench.findings)
    after = _stopping(_renew(work, row, found, terms, bench))
    _tell(work, row, before, after)
    return _decision(row, case, terms, found, after)


def _unchanged(current: DecisionRow, case: Case, found: tuple[Finding, ...], bench: _Bench) -> Decision:
    """The same case under the same rules, decided before."""
    return _decision(current, case, case.terms, found, _stopping(bench.findings))


def _decision(
    row: DecisionRow, case: Case, terms: Terms, found: tuple[Finding, ...], stops: tuple[Finding, ...]
) -> Decision:
    return Decision(
        id=row.id,
        ref=case.ref,
        stage=row.stage,
        rule_set=row.rule_set,
        off=frozenset(row.off),
        versions=case.versions,
        terms=terms,
        findings=found,
        judged_at=row.judged_at,
        stops=stops,
    )


def _renew(
    work: Work, decision: DecisionRow, found: Iterable[Finding], terms: Terms, bench: _Bench
) -> list[FindingRow]:
    """Carry over what comes again, with what people decided about it; the rest is new, or is over."""
    before: dict[str, list[FindingRow]] = {}
    for row in bench.findings:
        before.setdefault(row.sameness, []).append(row)
    standing = []
    still = [one for one in found if one.is_open]
    if still:
        work.session.flush()  # the decision that they point to
    for one in still:
        same = _sameness(one, terms)
        row = before[same].pop(0) if before.get(same) else _new_row(work, decision, one, same, bench)
        row.decision_id, row.body = decision.id, findings_to_json([one])[0]
        row.evidence = {name: str(version) for name, version in decision.versions.items()}
        standing.append(row)
    for gone in (row for rows in before.values() for row in rows):
        if gone.state.counts:
            gone.state = FindingState.SUPERSEDED
    return standing


def _new_row(work: Work, decision: DecisionRow, one: Finding, same: str, bench: _Bench) -> FindingRow:
    row = FindingRow(
        id=work.new_id(),
        decision_id=decision.id,
        kind=decision.kind,
        object_id=decision.object_id,
        stage=decision.stage,
        rule=one.rule,
        rule_version=one.version,
        severity=one.severity,
        outcome=one.outcome,
        code=one.code,
        label=one.label,
        body={},
        sameness=same,
        evidence={},
        stops=domain.stops(one),
        state=FindingState.OPEN,
        found_at=work.now,
        due_at=_due(work, bench.rules.by_id[one.rule].deadline),
    )
    work.session.add(row)
    return row


def _due(work: Work, deadline: timedelta | None) -> datetime | None:
    return work.now + deadline if deadline else None


def _tell(work: Work, decision: DecisionRow, before: tuple[Finding, ...], after: tuple[Finding, ...]) -> None:
    ref = Ref(decision.kind, decision.object_id)
    rules = tuple(sorted({one.rule for one in after}))
    if after and rules != tuple(sorted({one.rule for one in before})):
        work.emit(
            Stopped(
                at=work.now,
                by=work.actor,
                ref=ref,
                stage=decision.stage,
                decision_id=decision.id,
                rules=rules,
                critical=tuple(sorted({one.rule for one in after if one.blocks})),
            )
        )
    elif before and not after:
        work.emit(LetGo(at=work.now, by=work.actor, ref=ref, stage=decision.stage))


def rest(work: Work, ref: Ref) -> None:
    """The thing's life is over: it is not judged again, and what stands open of it is over too."""
    for row in work.session.scalars(
        select(DecisionRow).where(
            DecisionRow.kind == ref.kind,
            DecisionRow.object_id == ref.id,
            DecisionRow.superseded_at.is_(None),
        )
    ):
        row.superseded_at = work.now
    for found in work.session.scalars(
        select(FindingRow).where(
            FindingRow.kind == ref.kind,
            FindingRow.object_id == ref.id,
            FindingRow.decision_id.is_not(None),
            FindingRow.state.in_(queries.STANDING),
        )
    ):
        found.state = FindingState.SUPERSEDED
    work.session.flush()


def judge_again(work: Work) -> int:
    """Judge what was decided under other rules or switches than today's, a batch at a time; how many."""
    rules, off = rules_on(work.now.date()), sorted(off_rules(work.session))
    rows = work.session.scalars(
        select(DecisionRow)
        .where(
            DecisionRow.superseded_at.is_(None),
            (DecisionRow.rule_set != rules.number) | (DecisionRow.off != off),
        )
        .order_by(DecisionRow.judged_at, DecisionRow.id)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    ).all()
    for stage in Stage:
        cases = [
            Case(
                Ref(row.kind, row.object_id),
                replace(from_json(row.terms), on=work.now.date()),
                dict(row.versions),
            )
            for row in rows
            if row.stage is stage
        ]
        if cases:
            judge_all(work, stage, cases)
    return len(rows)


def clear_finding(
    work: Work, finding_id: UUID, reason: str
) -> FindingState | NoSuchFinding | CannotBeCleared | AlreadyDecided:
    """A person looked and found nothing wrong, or saw the proof; the reason says why."""
    return _decide(work, finding_id, FindingState.CLEARED, reason)


def uphold_finding(
    work: Work, finding_id: UUID, reason: str
) -> FindingState | NoSuchFinding | CannotBeCleared | AlreadyDecided:
    """A person looked and agrees with the rule: it stands until it is mended."""
    return _decide(work, finding_id, FindingState.UPHELD, reason)


def _decide(
    work: Work, finding_id: UUID, state: FindingState, reason: str
) -> FindingState | NoSuchFinding | CannotBeCleared | AlreadyDecided:
    row = work.session.get(FindingRow, finding_id, with_for_update=True)
    if row is None:
        return NoSuchFinding()
    decided = domain.decide(queries.kept(row), state)
    if not isinstance(decided, FindingState):
        return decided
    ref = Ref(row.kind, row.object_id)
    row.state, row.decided_by, row.decided_at, row.why = decided, work.actor, work.now, reason
    work.session.flush()
    told = FindingCleared if decided is FindingState.CLEARED else FindingUpheld
    work.emit(told(at=work.now, by=work.actor, ref=ref, finding_id=row.id, rule=row.rule, reason=reason))
    if row.stops and decided is FindingState.CLEARED and not queries.what_stops(work.session, ref):
        work.emit(LetGo(at=work.now, by=work.actor, ref=ref, stage=row.stage))
    return decided


def _current(work: Work, stage: Stage, refs: Sequence[Ref]) -> dict[Ref, DecisionRow]:
    if not refs:
        return {}
    wanted = select(DecisionRow).where(
        DecisionRow.stage == stage,
        DecisionRow.superseded_at.is_(None),
        tuple_(DecisionRow.kind, DecisionRow.object_id).in_([(ref.kind, ref.id) for ref in refs]),
    )
    return {Ref(row.kind, row.object_id): row for row in work.session.scalars(wanted)}


def _finding_rows(work: Work, stage: Stage, refs: Sequence[Ref]) -> dict[Ref, list[FindingRow]]:
    """Findings of rules that still stand or that a person cleared, by what they are about."""
    if not refs:
        return {}
    wanted = select(FindingRow).where(
        FindingRow.stage == stage,
        FindingRow.state != FindingState.SUPERSEDED,
        FindingRow.decision_id.is_not(None),
        tuple_(FindingRow.kind, FindingRow.object_id).in_([(ref.kind, ref.id) for ref in refs]),
    )
    rows: dict[Ref, list[FindingRow]] = {}
    for row in work.session.scalars(wanted.order_by(FindingRow.found_at, FindingRow.id)):
        rows.setdefault(Ref(row.kind, row.object_id), []).append(row)
    return rows


def _stopping(rows: Iterable[FindingRow]) -> tuple[Finding, ...]:
    """Of these, the findings that stand and stop."""
    return findings_from_json(row.body for row in rows if row.stops and row.state.counts)


def _sameness(one: Finding, terms: Terms) -> str:
    return sha256(repr(domain.sameness(one, terms)).encode()).hexdigest()
