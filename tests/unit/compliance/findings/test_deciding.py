"""What a person may decide about a finding."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage, Terms
from portal.compliance.findings.domain import (
    AlreadyDecided,
    CannotBeCleared,
    FindingState,
    KeptFinding,
    blocking,
    decide,
    sameness,
    stops,
)
from portal.compliance.wording.domain import Passage
from portal.kernel.events import Ref

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
FOUND = Finding(rule="a.rule", severity=Severity.CRITICAL, outcome=RuleOutcome.FLAGGED)


def kept(found: Finding = FOUND, state: FindingState = FindingState.OPEN) -> KeptFinding:
    return KeptFinding(
        id=UUID(int=1),
        ref=Ref("vacancy", UUID(int=2)),
        stage=Stage.PUBLISH,
        finding=found,
        decision_id=UUID(int=3),
        evidence={},
        found_at=NOW,
        due_at=None,
        state=state,
    )


@pytest.mark.parametrize("outcome", [RuleOutcome.FLAGGED, RuleOutcome.NEEDS_EVIDENCE])
@pytest.mark.parametrize("severity", Severity)
def test_what_is_flagged_or_unproven_can_be_cleared(outcome: RuleOutcome, severity: Severity) -> None:
    found = replace(FOUND, outcome=outcome, severity=severity)
    assert decide(kept(found), FindingState.CLEARED) is FindingState.CLEARED


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("state", [FindingState.OPEN, FindingState.UPHELD])
def test_a_failure_can_never_be_cleared(severity: Severity, state: FindingState) -> None:
    found = replace(FOUND, outcome=RuleOutcome.FAIL, severity=severity)
    assert decide(kept(found, state), FindingState.CLEARED) == CannotBeCleared("a.rule")


def test_a_person_may_change_their_mind() -> None:
    assert decide(kept(state=FindingState.CLEARED), FindingState.UPHELD) is FindingState.UPHELD
    assert decide(kept(state=FindingState.UPHELD), FindingState.CLEARED) is FindingState.CLEARED


@pytest.mark.parametrize("wanted", [FindingState.CLEARED, FindingState.UPHELD])
def test_what_no_longer_arises_is_decided_no_more(wanted: FindingState) -> None:
    gone = kept(state=FindingState.SUPERSEDED)
    assert decide(gone, wanted) == AlreadyDecided(FindingState.SUPERSEDED)


def test_only_critical_failures_refuse_and_flags_stop() -> None:
    fails = [replace(FOUND, outcome=RuleOutcome.FAIL, severity=one) for one in Severity]
    assert [one.severity for one in blocking(fails)] == [Severity.CRITICAL]
    assert [stops(one) for one in fails] == [True, False, False]
    assert all(stops(replace(FOUND, severity=one)) for one in Severity)
    assert not stops(replace(FOUND, outcome=RuleOutcome.NEEDS_EVIDENCE))


def test_findings_are_named_line_by_line() -> None:
    fails = [
        replace(FOUND, outcome=RuleOutcome.FAIL, line=line, rule=rule) for line, rule in ((2, "a"), (0, "b"))
    ]
    assert [one.line for one in blocking(fails)] == [0, 2]


def test_a_finding_is_the_same_only_with_the_same_money() -> None:
    line = CostLine(category="OUT-VOLUNTARY", payer=Payer.WORKER, amount=Decimal(60), currency="GBP")
    found = replace(FOUND, code="OUT-VOLUNTARY", line=0)
    dearer = replace(line, amount=Decimal(90))
    assert sameness(found, Terms(costs=(line,))) == sameness(found, Terms(costs=(line,)))
    assert sameness(found, Terms(costs=(line,))) != sameness(found, Terms(costs=(dearer,)))
    assert sameness(found, Terms(costs=(line,))) == sameness(
        replace(found, line=1), Terms(costs=(dearer, line))
    )
    assert sameness(found, Terms(costs=(line,))) != sameness(replace(found, version=2), Terms(costs=(line,)))


def test_the_same_words_in_another_text_are_another_finding() -> None:
    found = replace(FOUND, label="deposit", facts=(("where", "description"),))
    innocent = Terms(passages=(Passage("description", "A deposit? We never ask for one."),))
    other = Terms(passages=(Passage("description", "Bring the deposit on your first day."),))
    titled = replace(innocent, passages=(Passage("title", "Picker"), *innocent.passages))
    assert sameness(found, innocent) == sameness(found, titled)
    assert sameness(found, innocent) != sameness(found, other)
