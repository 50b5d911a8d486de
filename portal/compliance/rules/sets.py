"""Which rules are in force from which day on. A changed rule is a new version in a new set."""

from datetime import date

from portal.compliance.rules.costs import COST_RULES
from portal.compliance.rules.first_costs import FIRST_COST_RULES
from portal.compliance.rules.parties import PARTY_RULES
from portal.compliance.rules.pay import PAY_RULES
from portal.compliance.rules.records import RECORD_RULES
from portal.compliance.rules.rule import RuleSet
from portal.compliance.rules.wording import FIRST_WORDING, WORDING
from portal.compliance.rules.workers import WORKER_RULES

RULE_SETS = (
    RuleSet(
        number=1,
        since=date(2026, 1, 1),
        rules=(*FIRST_COST_RULES, *PAY_RULES, *PARTY_RULES, *WORKER_RULES, *RECORD_RULES, *FIRST_WORDING),
    ),
    RuleSet(
        number=2,
        since=date(2026, 11, 22),
        rules=(*COST_RULES, *PAY_RULES, *PARTY_RULES, *WORKER_RULES, *RECORD_RULES, *WORDING),
    ),
)
"""Oldest first. A set that decisions were made with stays as it is, with its rules, for replay."""


def rules_on(day: date) -> RuleSet:
    """The set in force on a day; the first one before there was any."""
    return max(
        (one for one in RULE_SETS if one.since <= day), key=lambda one: one.number, default=RULE_SETS[0]
    )


def rule_set(number: int) -> RuleSet:
    """The set that a stored decision names; raises KeyError for one that never was."""
    for one in RULE_SETS:
        if one.number == number:
            return one
    raise KeyError(number)
