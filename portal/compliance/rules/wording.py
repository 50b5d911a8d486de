"""The rules on wording: words that look like a disguised fee or a discrimination, for a person to decide."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from portal.compliance.domain import RuleOutcome, Severity, Stage, Terms
from portal.compliance.rules.rule import Check, Rule, Said, Source, facts, passed
from portal.compliance.wording.detector import WORDING_RULES, flags_in
from portal.compliance.wording.domain import Flag, Passage, WordingRule
from portal.compliance.wording.lexicon import NEWEST

ON_MONEY_AND_FREEDOM = frozenset(
    f"wording.{about}"
    for about in ("fee", "deposit", "deduction", "bond", "documents", "tied-housing", "loan")
)
"""What would be a fee, or keep a worker from leaving: critical. The others shut people out: major."""
_A_WEEK = timedelta(days=7)

flags_of = lru_cache(maxsize=512)(flags_in)
"""The flags of one post's passages: every rule asks for the same."""


def _look_for(rule_id: str, edition: int) -> Check:
    def check(terms: Terms) -> Iterator[Said]:
        if not terms.passages:
            return
        found = [flag for flag in flags_of(terms.passages, edition) if flag.rule == rule_id]
        yield from map(_said, found) if found else passed()

    return check


def _said(flag: Flag) -> Said:
    return Said(
        outcome=RuleOutcome.FLAGGED,
        label=flag.words,
        facts=facts(where=flag.where, why=flag.why, language=flag.language),
    )


def _rule(one: WordingRule, edition: int) -> Rule:
    is_critical = one.id in ON_MONEY_AND_FREEDOM
    return Rule(
        id=one.id,
        version=edition,
        title=one.title,
        severity=Severity.CRITICAL if is_critical else Severity.MAJOR,
        deadline=None if is_critical else _A_WEEK,
        source=Source(one.source, one.verified),
        stages=frozenset({Stage.PUBLISH}),
        check=_look_for(one.id, edition),
        passing=Terms(passages=(Passage("description", one.passing),)),
        failing=Terms(passages=(Passage("description", one.failing),)),
    )


WORDING = tuple(_rule(one, NEWEST) for one in WORDING_RULES.values())
FIRST_WORDING = tuple(_rule(one, 1) for one in WORDING_RULES.values())
"""A rule's version is the edition of the lexicon that it reads with."""
