"""Every decision follows from what it looked at, by the rules of its day; replay names what does not."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from portal.compliance.domain import Parties, Stage, Terms
from portal.compliance.findings import replay, service
from portal.compliance.findings.models import DecisionRow
from portal.compliance.findings.service import judge_and_keep
from portal.compliance.rules import sets
from portal.compliance.rules.pay import HOURS
from portal.compliance.rules.rule import RuleSet, flagged
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from tests.builders.placements import a_match, accepted, act, agreed

pytestmark = pytest.mark.usefixtures("clock")

PAIR = Terms(parties=Parties(employer_register_number="1", employer_approved=True))


def replayed(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["compliance", "replay", *options])


def change(app: Flask, decision_id: object, **values: Any) -> None:
    def spoil(work: Work) -> None:
        work.session.execute(update(DecisionRow).where(DecisionRow.id == decision_id).values(**values))

    act(app, spoil)


def test_a_whole_life_of_a_match_replays_without_a_difference(app: Flask) -> None:
    at = a_match(app)
    accepted(at, agreed(at), "Ana Petrova, ana@workers.example")
    result = replayed(app)
    assert (result.exit_code, result.output) == (0, "6 decisions replayed, 0 differences.\n")


CORRUPTIONS: dict[str, Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any]]] = {
    "a finding changed": lambda _terms, found: {"findings": [{**found[0], "outcome": "fail"}, *found[1:]]},
    "a finding gone": lambda _terms, found: {"findings": found[1:]},
    "a finding added": lambda _terms, found: {"findings": [*found, found[0]]},
    "terms changed": lambda terms, _found: {"terms": {**terms, "parties": {}}},
    "terms changed where no rule looks": lambda terms, _found: {"terms": {**terms, "sector": "99"}},
    "terms that are nonsense": lambda terms, _found: {"terms": {**terms, "pay": "much"}},
    "a set that never was": lambda _terms, _found: {"rule_set": 99},
    "a rule said to be off": lambda _terms, _found: {"off": ["parties.look-alike"]},
}


@pytest.mark.parametrize("how", CORRUPTIONS)
def test_a_decision_that_somebody_changed_is_named(app: Flask, how: str) -> None:
    thing, other = Ref("match", uuid4()), Ref("match", uuid4())
    spoilt = act(app, judge_and_keep, thing, Stage.MATCH, PAIR)
    act(app, judge_and_keep, other, Stage.MATCH, PAIR)
    with app.extensions["fairshift"].sessions() as session:
        row = session.get_one(DecisionRow, spoilt.id)
        values = CORRUPTIONS[how](json.loads(json.dumps(row.terms)), json.loads(json.dumps(row.findings)))
    change(app, spoilt.id, **values)
    result = replayed(app)
    assert result.exit_code == 1
    assert str(thing) in result.output
    assert str(spoilt.id) in result.output
    assert str(other) not in result.output
    assert "2 decisions replayed" in result.output


def test_a_difference_names_rule_and_both_sides(app: Flask) -> None:
    thing = Ref("match", uuid4())
    spoilt = act(app, judge_and_keep, thing, Stage.MATCH, PAIR)
    with app.extensions["fairshift"].sessions() as session:
        found = list(session.get_one(DecisionRow, spoilt.id).findings)
    place = next(i for i, one in enumerate(found) if one["rule"] == "parties.look-alike")
    found[place] = {**found[place], "outcome": "flagged"}
    change(app, spoilt.id, findings=found)
    [said, _count] = replayed(app).output.splitlines()
    assert "rule parties.look-alike" in said
    assert "stored outcome=flagged" in said
    assert "comes out as outcome=pass" in said


def test_only_decisions_since_a_day_are_replayed(app: Flask) -> None:
    act(app, judge_and_keep, Ref("match", uuid4()), Stage.MATCH, PAIR)
    assert replayed(app, "--since", "2027-03-01").output.startswith("1 decisions")
    assert replayed(app, "--since", "2027-03-02").output.startswith("0 decisions")


def test_a_changed_rule_leaves_old_decisions_as_they_were(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = Ref("match", uuid4())
    terms = replace(PAIR, hours_per_week=None)
    first = sets.RULE_SETS[0]
    monkeypatch.setattr(sets, "RULE_SETS", (first,))
    old = act(app, judge_and_keep, thing, Stage.MATCH, terms)
    hours = replace(first.by_id[HOURS], version=2, check=lambda _terms: flagged(why="hours are not named"))
    others = tuple(rule for rule in first.rules if rule.id != HOURS)
    second = RuleSet(number=2, since=first.since, rules=(*others, hours))
    monkeypatch.setattr(sets, "RULE_SETS", (first, second))
    assert service.rules_on is sets.rules_on
    assert replay.rule_set is sets.rule_set

    assert replayed(app).exit_code == 0
    act(app, service.judge_again)
    new = act(app, judge_and_keep, thing, Stage.MATCH, terms)

    assert (old.rule_set, new.rule_set) == (1, 2)
    assert (HOURS, 2) in {(one.rule, one.version) for one in new.findings}
    assert HOURS not in {one.rule for one in old.findings}
    result = replayed(app)
    assert (result.exit_code, result.output) == (0, "2 decisions replayed, 0 differences.\n")
