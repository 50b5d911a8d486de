"""What a rule is: data, and a pure function over `Terms`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.compliance.costs.domain import Payer
from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage, Terms


@dataclass(frozen=True)
class Source:
    """Where a rule comes from; `is_verified` once the paragraph was checked against the text."""

    text: str
    is_verified: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer of a rule's check; the rule adds its id, version and severity."""

    outcome: RuleOutcome
    code: str = ""
    payer: Payer | None = None
    line: int | None = None
    label: str = ""
    facts: tuple[tuple[str, str], ...] = ()


Check = Callable[[Terms], Iterable[Said]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One check of fair recruitment. Its check says nothing where there is nothing to look at."""

    id: str
    version: int = 1
    title: str
    severity: Severity
    deadline: timedelta | None = None
    """Within which a major or minor failure is to be mended."""
    source: Source
    stages: frozenset[Stage]
    check: Check
    passing: Terms
    """An example that it passes."""
    failing: Terms
    """An example that it does not."""

    def judge(self, terms: Terms) -> tuple[Finding, ...]:
        """What it finds in these terms, passes included."""
        return tuple(
            Finding(
                rule=self.id,
                version=self.version,
                severity=self.severity,
                outcome=said.outcome,
                code=said.code,
                payer=said.payer,
                line=said.line,
                label=said.label,
                facts=said.facts,
            )
            for said in self.check(terms)
        )


@dataclass(frozen=True)
class RuleSet:
    """The rules in force from a day on; a decision names the set by its number."""

    number: int
    since: date
    rules: tuple[Rule, ...]

    def at(self, stage: Stage) -> tuple[Rule, ...]:
        """The rules that are asked at a stage, in their order."""
        return tuple(rule for rule in self.rules if stage in rule.stages)

    def judge(self, terms: Terms, stage: Stage, off: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
        """What all rules of a stage say; `off` are the ids of those that are switched off."""
        return tuple(
            finding for rule in self.at(stage) if rule.id not in off for finding in rule.judge(terms)
        )

    @property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}


def passed(**what: object) -> tuple[Said, ...]:
    """The rule looked, and all is well."""
    return (Said(outcome=RuleOutcome.PASS, facts=facts(**what)),)


def failed(**what: object) -> tuple[Said, ...]:
    return (Said(outcome=RuleOutcome.FAIL, facts=facts(**what)),)


def unproven(**what: object) -> tuple[Said, ...]:
    """Nobody has shown it yet."""
    return (Said(outcome=RuleOutcome.NEEDS_EVIDENCE, facts=facts(**what)),)


def flagged(**what: object) -> tuple[Said, ...]:
    """A person has to look at it."""
    return (Said(outcome=RuleOutcome.FLAGGED, facts=facts(**what)),)


def facts(**what: object) -> tuple[tuple[str, str], ...]:
    """Names and values for the page, as text, in the order of their names."""
    return tuple(sorted((name, str(value)) for name, value in what.items()))
