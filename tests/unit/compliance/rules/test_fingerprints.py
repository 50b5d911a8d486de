"""A rule that behaves differently is a new version in a new set: decisions are replayed by the old one."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from portal.compliance.domain import Terms
from portal.compliance.findings.stored import findings_to_json
from portal.compliance.rules.rule import Rule
from portal.compliance.rules.sets import RULE_SETS
from portal.compliance.wording.domain import Passage
from tests.unit.compliance.rules.corpus import corpus

FILE = Path(__file__).parent / "fingerprints.json"
RULES = {f"{rule.id}@{rule.version}": rule for one in RULE_SETS for rule in one.rules}
WRITE = "FAIRSHIFT_WRITE_FINGERPRINTS"
TEXTS = (
    "Registration fee of £50 payable before the start.",
    "No fees are charged. The employer pays for boots.",
    "Uniform deposit of £40, returned when you leave. Passports are handed in for safekeeping.",
    "Female packers wanted, aged 18-35, native English speakers only.",
    "Transport is deducted from your wages at £8 a day. You may leave at any time without penalty.",
)
"""Some passages for the rules on wording; the lexicon's own labelled texts measure how good they are."""


def fingerprint(rule: Rule) -> str:
    """A hash of everything that a rule says of the corpus and of its own examples."""
    texts = [Terms(passages=(Passage("description", text),)) for text in TEXTS]
    said = [findings_to_json(rule.judge(terms)) for terms in (*corpus(), *texts, rule.passing, rule.failing)]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def test_every_version_of_every_rule_has_its_fingerprint() -> None:
    if os.environ.get(WRITE):
        FILE.write_text(
            json.dumps({name: fingerprint(RULES[name]) for name in sorted(RULES)}, indent=1) + "\n"
        )
    assert sorted(json.loads(FILE.read_text())) == sorted(RULES), f"set {WRITE}=1 to add a new version"


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_behaves_as_when_its_version_was_made(name: str) -> None:
    assert fingerprint(RULES[name]) == json.loads(FILE.read_text())[name], (
        "this rule says something else than it did: make it a new version in a new set, and keep the old one"
    )


def test_a_changed_rule_is_noticed() -> None:
    rule = RULES["pay.below-minimum@1"]
    other = Rule(**{**vars(rule), "check": RULES["pay.hours-within-limits@1"].check})
    assert fingerprint(rule) != fingerprint(other)
