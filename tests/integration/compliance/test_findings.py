"""What rules decide is kept, carried over, cleared by people, and stops what it must."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask

from portal.compliance.costs.domain import Choice, CostLine, Payer
from portal.compliance.domain import Parties, RuleOutcome, RulesForbid, Stage, Terms
from portal.compliance.findings import queries, service
from portal.compliance.findings.domain import (
    AlreadyDecided,
    CannotBeCleared,
    Decision,
    FindingState,
    KeptFinding,
)
from portal.compliance.findings.events import LetGo, Stopped
from portal.compliance.findings.service import clear_finding, judge_and_keep, rest, uphold_finding
from portal.compliance.findings.tasks import NoSuchCheck, record_check, tasks_of
from portal.compliance.wording.domain import Passage
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.service import rematch_marked
from portal.matching.states import MatchState
from portal.vacancies.service import edit_vacancy, publish_vacancy
from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import COSTS, VACANCY, a_match, a_party, a_vacancy, act, job

pytestmark = pytest.mark.usefixtures("clock")

FLAGGED = "Bring £40: registration fee of £50 payable before the start."
BED = CostLine(category="OUT-VOLUNTARY", payer=Payer.WORKER, amount=Decimal(60), currency="GBP", label="Bed")
APART = Parties(employer_register_number="1", employer_approved=True)
SHARED = Terms(parties=replace(APART, shared=frozenset({"phone"})))


@pytest.fixture
def thing() -> Ref:
    return Ref("match", uuid4())


def decide(app: Flask, ref: Ref, terms: Terms, stage: Stage = Stage.MATCH) -> Decision:
    return act(app, judge_and_keep, ref, stage, terms, {"vacancy": 1})


def found(app: Flask, ref: Ref, *, all_of_them: bool = False) -> list[KeptFinding]:
    with app.extensions["fairshift"].sessions() as session:
        return queries.findings_of(session, ref, with_superseded=all_of_them)


def is_blocked(app: Flask, ref: Ref) -> bool:
    with app.extensions["fairshift"].sessions() as session:
        return ref.id in queries.blocked(session, ref.kind)


def by_staff(app: Flask, use_case: Any, *args: Any) -> Any:
    return act(app, use_case, *args, by=a_compliance_officer(app))


def test_the_very_same_case_stores_nothing_new(app: Flask, thing: Ref) -> None:
    first = decide(app, thing, SHARED)
    again = decide(app, thing, SHARED)
    assert again.id == first.id
    assert again.findings == first.findings
    assert [one.rule for one in again.stops] == ["parties.look-alike"]
    assert len(found(app, thing, all_of_them=True)) == 1


def test_another_day_alone_stores_nothing_new(app: Flask, thing: Ref, clock: time_machine.Traveller) -> None:
    first = decide(app, thing, SHARED)
    clock.shift(timedelta(days=1))
    assert decide(app, thing, SHARED).id == first.id


def test_a_new_decision_takes_the_place_of_the_former(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    decide(app, thing, Terms(parties=APART))
    with app.extensions["fairshift"].sessions() as session:
        former, latter = queries.decisions_of(session, thing)
        current = queries.current_decision(session, thing, Stage.MATCH)
    assert current == latter
    assert {one.outcome for one in former.findings} != {one.outcome for one in latter.findings}
    assert [one.state for one in found(app, thing, all_of_them=True)] == [FindingState.SUPERSEDED]
    assert not is_blocked(app, thing)


def test_what_is_flagged_waits_until_a_person_clears_it(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    [one] = found(app, thing)
    assert is_blocked(app, thing)
    assert by_staff(app, clear_finding, one.id, "Two firms in one building") is FindingState.CLEARED
    assert not is_blocked(app, thing)
    [cleared] = found(app, thing)
    assert (cleared.state, cleared.why) == (FindingState.CLEARED, "Two firms in one building")


def test_clearing_carries_over_to_the_very_same_finding(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    [one] = found(app, thing)
    by_staff(app, clear_finding, one.id, "Two firms in one building")
    again = decide(app, thing, replace(SHARED, sector="10"))
    assert again.stops == ()
    assert [one.state for one in found(app, thing)] == [FindingState.CLEARED]


def test_clearing_carries_over_even_when_the_finding_was_gone_between(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    [one] = found(app, thing)
    by_staff(app, clear_finding, one.id, "Two firms in one building")
    decide(app, thing, Terms())
    assert decide(app, thing, SHARED).stops == ()


def test_clearing_does_not_carry_over_to_another_finding(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    [one] = found(app, thing)
    by_staff(app, clear_finding, one.id, "Two firms in one building")
    more = Parties(
        employer_register_number="1", employer_approved=True, shared=frozenset({"phone", "member"})
    )
    assert decide(app, thing, Terms(parties=more)).stops
    assert is_blocked(app, thing)


def test_another_amount_is_another_finding(app: Flask, thing: Ref) -> None:
    decide(app, thing, Terms(costs=(BED,)))
    [one] = found(app, thing)
    by_staff(app, clear_finding, one.id, "The tenancy was seen")
    decide(app, thing, Terms(costs=(replace(BED, amount=Decimal(600)),)))
    assert FindingState.OPEN in {one.state for one in found(app, thing)}


def test_a_critical_failure_cannot_be_cleared_by_a_person(app: Flask, thing: Ref) -> None:
    decide(app, thing, Terms(costs=(replace(BED, choice=Choice(optional=False)),)))
    [one] = found(app, thing)
    assert by_staff(app, clear_finding, one.id, "Never mind") == CannotBeCleared("costs.choice")
    assert is_blocked(app, thing)


def test_what_a_person_upholds_keeps_stopping(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    [one] = found(app, thing)
    assert by_staff(app, uphold_finding, one.id, "One owner") is FindingState.UPHELD
    assert is_blocked(app, thing)
    assert by_staff(app, uphold_finding, one.id, "One owner") == AlreadyDecided(FindingState.UPHELD)
    assert decide(app, thing, replace(SHARED, sector="10")).stops


def test_a_major_finding_carries_its_deadline_from_the_first_day(
    app: Flask, thing: Ref, clock: time_machine.Traveller
) -> None:
    decide(app, thing, Terms(hours_per_week=Decimal(60)))
    [first] = found(app, thing)
    assert first.due_at == first.found_at + timedelta(days=14)
    clock.shift(timedelta(days=5))
    decide(app, thing, Terms(hours_per_week=Decimal(60), sector="10"))
    [again] = found(app, thing)
    assert (again.id, again.due_at) == (first.id, first.due_at)
    assert not is_blocked(app, thing)


def test_two_equal_lines_are_two_findings(app: Flask, thing: Ref) -> None:
    decide(app, thing, Terms(costs=(BED, BED)))
    assert len(found(app, thing)) == 2
    decide(app, thing, Terms(costs=(BED,)))
    assert len(found(app, thing)) == 1


def test_the_trail_is_told_once_what_stops_and_what_lets_go(app: Flask, thing: Ref) -> None:
    told = []

    def judge(work: Work, terms: Terms) -> None:
        judge_and_keep(work, thing, Stage.MATCH, terms)
        told.extend(type(one) for one in work.pending)

    act(app, judge, SHARED)
    act(app, judge, replace(SHARED, sector="10"))
    act(app, judge, Terms())
    assert told == [Stopped, LetGo]


def test_what_rests_is_not_judged_again_and_leaves_no_task(app: Flask, thing: Ref) -> None:
    decide(app, thing, SHARED)
    act(app, rest, thing)
    assert found(app, thing) == []
    assert not is_blocked(app, thing)
    with app.extensions["fairshift"].sessions() as session:
        assert queries.current_decision(session, thing, Stage.MATCH) is None


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="session")  # SQLite has one writer
def test_two_who_decide_at_the_same_moment_do_not_fail(
    app: Flask, thing: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decide(app, thing, SHARED)
    known, asked = service._current, []

    def not_seen_yet(*case: Any) -> Any:
        asked.append(case)
        return known(*case) if len(asked) > 1 else {}

    monkeypatch.setattr(service, "_current", not_seen_yet)
    assert decide(app, thing, SHARED).id == first.id
    asked.clear()
    latter = decide(app, thing, replace(SHARED, sector="10"))
    with app.extensions["fairshift"].sessions() as session:
        assert [one.id for one in queries.decisions_of(session, thing)] == [first.id, latter.id]
    assert len(found(app, thing, all_of_them=True)) == 1


# posts and matches


def flagged_vacancy(app: Flask) -> tuple[Any, UUID]:
    employer = a_party(app, "Wash Logistics", supplies=False)
    return employer, a_vacancy(app, employer, description=FLAGGED)


def test_a_flagged_vacancy_is_published_and_waits_for_staff(app: Flask) -> None:
    at = a_match(app)
    edited = at.do(
        edit_vacancy,
        at.employer.organisation_id,
        at.vacancy_id,
        1,
        terms=replace(VACANCY, description=FLAGGED),
        costs=COSTS,
        by=at.employer,
    )
    assert edited == at.vacancy_id
    job(at, rematch_marked)
    with at.reading() as session:
        assert matching.match(session, at.match_id).state is MatchState.LAPSED
    stopping = [one for one in found(app, at.vacancy) if one.finding.waits]
    assert {one.finding.rule for one in stopping} >= {"wording.fee"}
    for one in stopping:
        by_staff(app, clear_finding, one.id, "It quotes what others ask")
    job(at, rematch_marked)
    with at.reading() as session:
        assert matching.match(session, at.match_id).state is MatchState.OPEN


def test_pay_below_the_minimum_is_refused_and_nothing_is_kept(app: Flask) -> None:
    employer = a_party(app, "Wash Logistics", supplies=False)
    refused = act(
        app,
        publish_vacancy,
        employer.organisation_id,
        replace(VACANCY, pay=Decimal("9.00")),
        COSTS,
        by=employer.person_id,
    )
    assert isinstance(refused, RulesForbid)
    assert "pay.below-minimum" in {one.rule for one in refused.findings}
    with app.extensions["fairshift"].sessions() as session:
        assert list(queries.stored_decisions(session)) == []


def test_a_match_is_judged_when_it_is_found(app: Flask) -> None:
    at = a_match(app)
    with at.reading() as session:
        decision = queries.current_decision(session, Ref("match", at.match_id), Stage.MATCH)
    assert decision is not None
    assert decision.versions == {"availability": 1, "vacancy": 1}
    assert decision.terms.reasons.vacancy_version == 1
    assert not decision.blocking


def test_deciding_again_about_all_that_was_decided_under_other_rules(
    app: Flask, thing: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decide(app, thing, SHARED)
    newer = replace(service.rules_on(first.judged_at.date()), number=first.rule_set + 1)
    monkeypatch.setattr(service, "rules_on", lambda _day: newer)
    assert act(app, service.judge_again) == 1
    assert act(app, service.judge_again) == 0
    with app.extensions["fairshift"].sessions() as session:
        former, latter = queries.decisions_of(session, thing)
    assert (former.rule_set, latter.rule_set) == (first.rule_set, first.rule_set + 1)
    assert former.findings == first.findings


def test_passages_are_judged_with_the_posts_and_not_again_with_the_match(app: Flask) -> None:
    at = a_match(app)
    with at.reading() as session:
        of_match = queries.current_decision(session, Ref("match", at.match_id), Stage.MATCH)
        of_post = queries.current_decision(session, at.vacancy, Stage.PUBLISH)
    assert of_match.terms.passages == ()
    assert Passage("title", VACANCY.title) in of_post.terms.passages


def test_no_check_is_recorded_on_what_does_not_exist(app: Flask, thing: Ref) -> None:
    kinds = (RuleOutcome.PASS, RuleOutcome.FAIL)
    said = [by_staff(app, record_check, thing, "assist.need-real", one, "Seen") for one in kinds]
    assert said == [NoSuchCheck(), NoSuchCheck()]
    with app.extensions["fairshift"].sessions() as session:
        assert tasks_of(session, thing) == []
    decide(app, thing, Terms())
    assert by_staff(app, record_check, thing, "no.such-check", RuleOutcome.PASS, "Seen") == NoSuchCheck()
    flagged = by_staff(app, record_check, thing, "assist.need-real", RuleOutcome.FLAGGED, "Seen")
    assert flagged == NoSuchCheck()
