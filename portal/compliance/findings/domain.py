"""What was decided by rules about one thing, and what becomes of each finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage, Terms
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal


class FindingState(StrEnum):
    """What became of a finding: nobody decided yet, a person did, or it does not arise any more."""

    OPEN = "open"
    CLEARED = "cleared"
    UPHELD = "upheld"
    SUPERSEDED = "superseded"

    @property
    def counts(self) -> bool:
        """Whether it still stands against the thing that it is about."""
        return self in (FindingState.OPEN, FindingState.UPHELD)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the rules in force said of one thing at one stage, with everything they looked at."""

    id: UUID
    ref: Ref
    stage: Stage
    rule_set: int
    off: frozenset[str] = frozenset()
    """Ids of rules that were switched off."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Of the posts that were judged, by their kind."""
    terms: Terms
    findings: tuple[Finding, ...]
    """Passes included."""
    judged_at: datetime
    stops: tuple[Finding, ...] = ()
    """Those for which it may not go on now: blocking, or waiting for staff and not cleared."""

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return blocking(self.findings)


@dataclass(frozen=True, kw_only=True)
class KeptFinding:
    """One finding that was not a pass, as it is kept: the task that it is for somebody."""

    id: UUID
    ref: Ref
    stage: Stage
    finding: Finding
    decision_id: UUID | None
    """None for a check that a person made."""
    evidence: Mapping[str, str]
    found_at: datetime
    due_at: datetime | None
    state: FindingState
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    why: str | None = None

    @property
    def can_be_cleared(self) -> bool:
        return may_clear(self.finding)


@dataclass(frozen=True)
class NoSuchFinding(Refusal):
    """There is no such finding."""


@dataclass(frozen=True)
class CannotBeCleared(Refusal):
    """The rule is plainly not kept: only mending it helps, not a person's word."""

    rule: str


@dataclass(frozen=True)
class AlreadyDecided(Refusal):
    """Somebody decided before, or the finding does not arise any more."""

    state: FindingState


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that refuse: critical failures, line by line."""
    found = (one for one in findings if one.blocks)
    return tuple(sorted(found, key=lambda one: (one.line if one.line is not None else -1, one.rule)))


def stops(finding: Finding) -> bool:
    """Whether its thing takes part in nothing while it stands."""
    return finding.blocks or finding.waits


def may_clear(finding: Finding) -> bool:
    """Whether a person may clear it: what is flagged, or lacks a proof; never a failure."""
    return finding.outcome in (RuleOutcome.FLAGGED, RuleOutcome.NEEDS_EVIDENCE)


def decide(kept: KeptFinding, state: FindingState) -> FindingState | CannotBeCleared | AlreadyDecided:
    """A person clears or upholds a finding; what was upheld may be cleared later, and the reverse."""
    if kept.state is FindingState.SUPERSEDED or kept.state is state:
        return AlreadyDecided(kept.state)
    if state is FindingState.CLEARED and not may_clear(kept.finding):
        return CannotBeCleared(kept.finding.rule)
    return state


def sameness(finding: Finding, terms: Terms) -> tuple[object, ...]:
    """What makes a finding the very same when it comes again.

    For a cost line that includes who pays how much: another amount is another finding. For words it
    includes the whole text they stand in: the same words may mean something else in another.
    """
    line = terms.costs[finding.line] if finding.line is not None and finding.line < len(terms.costs) else None
    money = (line.payer, f"{line.amount}", line.currency, line.basis) if line else ()
    return (
        finding.rule,
        finding.version,
        finding.outcome,
        finding.code,
        finding.label,
        tuple(sorted(finding.facts)),
        *(str(part) for part in money),
        *_texts_of(finding, terms),
    )


def _texts_of(finding: Finding, terms: Terms) -> tuple[str, ...]:
    """The texts in which the finding's words stand; none for a finding that is not about words."""
    where = dict(finding.facts).get("where")
    return tuple(
        dict.fromkeys(one.text for one in terms.passages if one.where == where and finding.label in one.text)
    )


SEVERITY_ORDER = {Severity.CRITICAL: 0, Severity.MAJOR: 1, Severity.MINOR: 2}
