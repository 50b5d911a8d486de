"""What holds for each rule: it has a source, and its two examples say what they are there for."""

import pytest

from portal.compliance.domain import RuleOutcome, Severity, Terms
from portal.compliance.rules.rule import Rule
from portal.compliance.rules.sets import RULE_SETS, rule_set, rules_on

VERSIONS = {f"{rule.id}@{rule.version}": rule for one in RULE_SETS for rule in one.rules}
EVERY_RULE = [pytest.param(rule, id=name) for name, rule in VERSIONS.items()]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_passes_its_passing_example(rule: Rule) -> None:
    found = rule.judge(rule.passing)
    assert found
    assert {one.outcome for one in found} == {RuleOutcome.PASS}


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_does_not_pass_its_failing_example(rule: Rule) -> None:
    assert any(one.is_open for one in rule.judge(rule.failing))


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_says_nothing_where_there_is_nothing_to_look_at(rule: Rule) -> None:
    assert rule.judge(Terms()) == ()


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_has_a_title_a_source_and_a_stage(rule: Rule) -> None:
    assert rule.title
    assert rule.source.text
    assert rule.stages


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_what_does_not_block_carries_a_deadline(rule: Rule) -> None:
    assert (rule.severity is Severity.CRITICAL) is (rule.deadline is None)


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_finding_names_its_rule_and_version(rule: Rule) -> None:
    [found, *_] = rule.judge(rule.failing)
    assert (found.rule, found.version, found.severity) == (rule.id, rule.version, rule.severity)


@pytest.mark.parametrize("one", RULE_SETS, ids=lambda one: str(one.number))
def test_the_ids_of_a_set_are_unique(one) -> None:
    ids = [rule.id for rule in one.rules]
    assert len(ids) == len(set(ids))


def test_a_version_of_a_rule_is_the_same_in_every_set() -> None:
    for one in RULE_SETS:
        assert all(VERSIONS[f"{rule.id}@{rule.version}"] is rule for rule in one.rules)


def test_the_sets_are_numbered_and_dated_in_order() -> None:
    assert [one.number for one in RULE_SETS] == list(range(1, len(RULE_SETS) + 1))
    assert [one.since for one in RULE_SETS] == sorted(one.since for one in RULE_SETS)


def test_the_newest_set_that_has_begun_is_in_force() -> None:
    assert rules_on(RULE_SETS[-1].since) is RULE_SETS[-1]
    assert rule_set(1) is RULE_SETS[0]


def test_a_set_that_never_was_is_not_found() -> None:
    with pytest.raises(KeyError):
        rule_set(0)
