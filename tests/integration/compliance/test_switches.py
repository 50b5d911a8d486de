"""No rule goes off without a reason, a second person, and a trace."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from portal.audit.queries import trail
from portal.compliance.domain import Stage, Terms
from portal.compliance.findings import queries
from portal.compliance.findings.service import judge_again, judge_and_keep
from portal.compliance.findings.switches import (
    AlreadySwitched,
    NoSuchRule,
    TooLateToConfirm,
    confirm_switch_off,
    off_rules,
    switch_on,
    switch_rule_off,
    switches,
)
from portal.kernel.events import Ref
from portal.kernel.outcomes import NeedsSecondPerson
from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import NOW, act

pytestmark = pytest.mark.usefixtures("clock")

RULE = "pay.hours-within-limits"
WHY = "A court has stayed the directive"
LONG_WEEK = Terms(hours_per_week=Decimal(60))


def now_off(app: Flask) -> frozenset[str]:
    with app.extensions["fairshift"].sessions() as session:
        return off_rules(session)


def test_a_rule_stays_on_until_a_second_person_confirms(app: Flask) -> None:
    ada, ben = a_compliance_officer(app), a_compliance_officer(app)
    act(app, switch_rule_off, RULE, WHY, by=ada)
    assert now_off(app) == frozenset()
    assert act(app, confirm_switch_off, RULE, by=ada) == NeedsSecondPerson()
    act(app, confirm_switch_off, RULE, by=ben)
    assert now_off(app) == {RULE}


def test_nobody_can_confirm_after_a_day(app: Flask, clock: time_machine.Traveller) -> None:
    ada, ben = a_compliance_officer(app), a_compliance_officer(app)
    act(app, switch_rule_off, RULE, WHY, by=ada)
    clock.shift(timedelta(hours=24))
    assert act(app, confirm_switch_off, RULE, by=ben) == TooLateToConfirm()
    with app.extensions["fairshift"].sessions() as session:
        assert switches(session, NOW + timedelta(hours=24)) == {}
    assert not isinstance(act(app, switch_rule_off, RULE, WHY, by=ben), AlreadySwitched)


def test_one_person_is_enough_to_switch_it_on_again(app: Flask) -> None:
    ada, ben = a_compliance_officer(app), a_compliance_officer(app)
    act(app, switch_rule_off, RULE, WHY, by=ada)
    assert act(app, switch_rule_off, RULE, WHY, by=ben) == AlreadySwitched()
    act(app, confirm_switch_off, RULE, by=ben)
    act(app, switch_on, RULE, "The stay was lifted", by=ada)
    assert now_off(app) == frozenset()
    assert act(app, switch_on, RULE, "Twice", by=ada) == AlreadySwitched()


def test_only_a_rule_in_force_has_a_switch(app: Flask) -> None:
    assert act(app, switch_rule_off, "no.such-rule", WHY, by=a_compliance_officer(app)) == NoSuchRule()


def test_each_step_stands_in_the_trail_with_its_reason(app: Flask) -> None:
    ada, ben = a_compliance_officer(app), a_compliance_officer(app)
    switch_id = act(app, switch_rule_off, RULE, WHY, by=ada)
    act(app, confirm_switch_off, RULE, by=ben)
    act(app, switch_on, RULE, "The stay was lifted", by=ada)
    with app.extensions["fairshift"].sessions() as session:
        entries = trail(session, [Ref("rule-switch", switch_id)])
    assert [(one.action.rpartition(":")[2], one.actor, one.facts["reason"]) for one in entries] == [
        ("ask-switch-off", ada, WHY),
        ("switch-off", ben, WHY),
        ("switch-on", ada, "The stay was lifted"),
    ]


def test_decisions_say_what_was_off_and_are_made_again_when_it_changes(app: Flask) -> None:
    thing = Ref("match", uuid4())
    assert act(app, judge_and_keep, thing, Stage.MATCH, LONG_WEEK).findings
    ada, ben = a_compliance_officer(app), a_compliance_officer(app)
    act(app, switch_rule_off, RULE, WHY, by=ada)
    act(app, confirm_switch_off, RULE, by=ben)
    assert act(app, judge_again) == 1
    with app.extensions["fairshift"].sessions() as session:
        without = queries.current_decision(session, thing, Stage.MATCH)
    assert without.off == {RULE}
    assert without.findings == ()
    act(app, switch_on, RULE, "The stay was lifted", by=ada)
    assert act(app, judge_again) == 1
    assert act(app, judge_again) == 0
