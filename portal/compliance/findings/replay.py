"""Judging stored decisions again from what they looked at, with the rules of their day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.compliance.findings.models import DecisionRow
from portal.compliance.findings.stored import digest_of, findings_to_json, from_json
from portal.compliance.rules.sets import rule_set
from portal.kernel.events import Ref


@dataclass(frozen=True)
class Difference:
    """Where a stored decision and its replay part: the rule, what is stored, and what comes out."""

    ref: Ref
    decision: str
    rule: str
    stored: tuple[str, ...]
    replayed: tuple[str, ...]


@dataclass
class Replay:
    """Goes through decisions; `count` says how many so far."""

    count: int = 0

    def differences(self, rows: Iterable[DecisionRow]) -> Iterator[Difference]:
        """Every difference, decision by decision."""
        for row in rows:
            self.count += 1
            yield from differences_in(row)


def differences_in(row: DecisionRow) -> Iterator[Difference]:
    """What a decision says that does not follow from its terms by the rules of its set."""
    ref, name = Ref(row.kind, row.object_id), str(row.id)
    try:
        terms = from_json(row.terms)
        rules = rule_set(row.rule_set)
        replayed = findings_to_json(rules.judge(terms, row.stage, frozenset(row.off)))
        digest = digest_of(row.terms, row.rule_set, frozenset(row.off), row.versions)
    except Exception as error:  # whatever somebody did to the row is a difference, not a crash
        yield Difference(ref, name, "", ("terms that can be read",), (type(error).__name__,))
        return
    if digest != row.digest:
        yield Difference(ref, name, "", (f"digest {row.digest[:12]}",), (f"digest {digest[:12]}",))
    yield from _by_rule(ref, name, row.findings, replayed)


def _by_rule(
    ref: Ref, name: str, stored: list[dict[str, Any]], replayed: list[dict[str, Any]]
) -> Iterator[Difference]:
    before, after = _said(stored), _said(replayed)
    for rule in dict.fromkeys((*before, *after)):
        was, is_ = before.get(rule, Counter()), after.get(rule, Counter())
        if was != is_:
            yield Difference(
                ref, name, rule, tuple(sorted((was - is_).elements())), tuple(sorted((is_ - was).elements()))
            )


def _said(findings: Iterable[dict[str, Any]]) -> dict[str, Counter[str]]:
    """By rule, everything that was said, as text that a person can compare."""
    said: dict[str, Counter[str]] = {}
    for one in findings:
        text = ", ".join(f"{name}={value}" for name, value in sorted(one.items()) if name != "rule")
        said.setdefault(str(one.get("rule", "")), Counter())[text] += 1
    return said
