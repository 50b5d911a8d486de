"""Staff see what waits for them, decide about it, make checks and switch rules."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask

from portal.compliance.domain import Parties, RuleOutcome, Stage, Terms
from portal.compliance.findings import queries
from portal.compliance.findings.domain import FindingState
from portal.compliance.findings.service import judge_and_keep
from portal.compliance.findings.switches import off_rules
from portal.compliance.findings.tasks import tasks_of
from portal.kernel.events import Ref
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import NOW, Matched, a_match, act
from tests.web_client import ReviewingClient

ALIKE = Parties(employer_register_number="1", employer_approved=True, shared=frozenset({"phone"}))
SHARED = Terms(parties=ALIKE)
RULE = "pay.hours-within-limits"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def officer(app: Flask) -> ReviewingClient:
    return a_browser_of(app, a_compliance_officer(app))


@pytest.fixture
def at(app: Flask) -> Matched:
    return a_match(app)


def flag(at: Matched, match_id: UUID | None = None) -> UUID:
    """The two sides of a match look alike; returns the finding."""
    ref = Ref("match", match_id or at.match_id)
    act(at.app, judge_and_keep, ref, Stage.MATCH, SHARED)
    with at.reading() as session:
        [found] = queries.what_stops(session, ref)
    return found.id


def state_of(at: Matched, finding_id: UUID) -> FindingState:
    with at.reading() as session:
        found = queries.finding(session, finding_id)
    assert found is not None
    return found.state


def test_the_queue_begins_with_what_stops_something(officer: ReviewingClient, at: Matched) -> None:
    flag(at, uuid4())
    shown = officer.get("/staff/findings")
    assert "Labour provider and employer share: phone." in shown.text
    assert shown.text.index("share: phone") < shown.text.index("nobody has said whether sub-agents")


def test_the_queue_is_narrowed_by_severity_and_outcome(officer: ReviewingClient, at: Matched) -> None:
    flag(at)
    assert "share: phone" in officer.get("/staff/findings?severity=critical&outcome=flagged").text
    assert "share: phone" not in officer.get("/staff/findings?outcome=needs-evidence").text
    assert "share: phone" not in officer.get("/staff/findings?severity=major").text
    assert "Nothing waits here" in officer.get("/staff/findings?rule=no.such-rule").text


def test_a_flagged_match_goes_on_when_a_person_clears_it(officer: ReviewingClient, at: Matched) -> None:
    finding_id = flag(at)
    form = officer.get(f"/staff/findings/{finding_id}")
    officer.submit(form, decision="cleared", reason="Two firms behind one switchboard")
    assert state_of(at, finding_id) is FindingState.CLEARED
    assert "Two firms behind one switchboard" in officer.get(f"/staff/findings/{finding_id}").text


def test_a_decision_without_a_reason_is_asked_for_beside_the_field(
    officer: ReviewingClient, at: Matched
) -> None:
    finding_id = flag(at)
    form = officer.get(f"/staff/findings/{finding_id}")
    answer = officer.submit(form, decision="cleared", reason="")
    assert "Enter the reason: what you saw, and what it proves" in answer.text
    assert state_of(at, finding_id) is FindingState.OPEN


def test_a_plain_failure_can_only_be_upheld(officer: ReviewingClient, at: Matched) -> None:
    ref = Ref("match", at.match_id)
    act(at.app, judge_and_keep, ref, Stage.MATCH, Terms(trail_intact=None, hours_per_week=None, chain=None))
    form = officer.get(f"/staff/tasks/match/{at.match_id}/assist.need-real")
    officer.submit(form, outcome="fail", evidence="A strike notice of 28 February hangs at the gate")
    with at.reading() as session:
        [found] = queries.what_stops(session, ref)
    shown = officer.get(f"/staff/findings/{found.id}")
    assert "Clear it" not in shown.text
    assert "A strike notice of 28 February" in shown.text


def test_a_check_that_passes_later_lets_the_match_go(
    officer: ReviewingClient, at: Matched, clock: time_machine.Traveller
) -> None:
    ref, address = Ref("match", at.match_id), f"/staff/tasks/match/{at.match_id}/assist.need-real"
    officer.submit(officer.get(address), outcome="fail", evidence="A strike notice hangs at the gate")
    clock.shift(timedelta(minutes=1))
    officer.submit(officer.get(address), outcome="pass", evidence="The strike ended on 1 March")
    with at.reading() as session:
        assert queries.what_stops(session, ref) == []
        [made] = [one.made for one in tasks_of(session, ref) if one.check.id == "assist.need-real"]
    assert made is not None
    assert made.outcome is RuleOutcome.PASS


def test_the_staffs_page_of_a_match_lists_its_checks(officer: ReviewingClient, at: Matched) -> None:
    flag(at)
    shown = officer.get(f"/staff/matches/{at.match_id}")
    assert "The job itself is shown, not only the agency" in shown.text
    assert "share: phone" in shown.text


def test_a_rule_goes_off_only_with_two_persons(app: Flask, officer: ReviewingClient) -> None:
    officer.submit(officer.get(f"/staff/rules/{RULE}/off"), reason="A court has stayed the directive")
    officer.submit(officer.get(f"/staff/rules/{RULE}/confirm"))
    with app.extensions["fairshift"].sessions() as session:
        assert off_rules(session) == frozenset()
    second = a_browser_of(app, a_compliance_officer(app))
    assert "A court has stayed the directive" in second.get(f"/staff/rules/{RULE}/confirm").text
    second.submit(second.get(f"/staff/rules/{RULE}/confirm"))
    with app.extensions["fairshift"].sessions() as session:
        assert off_rules(session) == {RULE}
    assert "Off" in officer.get("/staff/rules").text
    officer.submit(officer.get(f"/staff/rules/{RULE}/on"), reason="The stay was lifted")
    with app.extensions["fairshift"].sessions() as session:
        assert off_rules(session) == frozenset()
