"""What changes is judged again within one cycle of the worker, with everything that it touches."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from portal.compliance.domain import Parties, RuleOutcome, RulesForbid, Severity, Stage, Terms
from portal.compliance.findings import queries, service
from portal.compliance.findings.domain import Decision, blocking
from portal.compliance.findings.service import clear_finding, judge_and_keep
from portal.compliance.findings.tasks import record_check
from portal.compliance.pay.minimum import PayRate
from portal.compliance.pay.service import enter_minimum_pay
from portal.compliance.rules.rule import Rule, RuleSet, Source, failed
from portal.compliance.rules.sets import rules_on
from portal.infra.schedule import run_due
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.jobs import JOBS as MATCHING
from portal.matching.states import MatchState
from portal.placements import queries as placements
from portal.placements.introductions.service.answers import say_yes
from portal.placements.offers import service as offers
from portal.vacancies.service import close_vacancy
from portal.workers.domain import NamedWorker
from tests.builders.accounts import a_compliance_officer, transactor_of
from tests.builders.placements import Matched, a_match, accepted, accepts, act, agreed, introduced

pytestmark = pytest.mark.usefixtures("clock")

NEW_RATE = PayRate(
    country="GB",
    since=date(2027, 3, 1),
    hourly=Decimal("15.00"),
    currency="GBP",
    basis="21 and over",
    source="The order of 2027",
)


@pytest.fixture
def at(app) -> Matched:
    return a_match(app)


def one_cycle(at: Matched) -> None:
    """What the worker does in a second: whatever is due, once."""
    services = at.app.extensions["fairshift"]
    run_due(services.transactor, [one for one in services.jobs if one.every <= timedelta(seconds=1)])


def decided(at: Matched, ref: Ref, stage: Stage) -> Decision:
    with at.reading() as session:
        found = queries.current_decision(session, ref, stage)
    assert found is not None
    return found


def match_state(at: Matched) -> MatchState:
    with at.reading() as session:
        found = matching.match(session, at.match_id)
    assert found is not None
    return found.state


def forbidding() -> RuleSet:
    """A set of tomorrow, in which no match is allowed."""
    rule = Rule(
        id="test.no-match",
        title="No match",
        severity=Severity.CRITICAL,
        source=Source("a test"),
        stages=frozenset({Stage.MATCH, Stage.INTRODUCTION, Stage.OFFER, Stage.START}),
        check=lambda _terms: failed(),
        passing=Terms(),
        failing=Terms(),
    )
    now = rules_on(date(2027, 3, 1))
    return RuleSet(number=now.number + 1, since=now.since, rules=(*now.rules, rule))


def test_a_new_minimum_pay_stops_what_pays_less(at: Matched) -> None:
    act(at.app, enter_minimum_pay, NEW_RATE, by=a_compliance_officer(at.app))
    one_cycle(at)
    found = blocking(decided(at, at.vacancy, Stage.PUBLISH).findings)
    assert "pay.below-minimum" in {one.rule for one in found}
    assert match_state(at) is MatchState.LAPSED


def test_a_rate_that_begins_later_counts_from_its_day(at: Matched, clock: time_machine.Traveller) -> None:
    later = PayRate(**{**vars(NEW_RATE), "since": date(2027, 3, 20)})
    act(at.app, enter_minimum_pay, later, by=a_compliance_officer(at.app))
    one_cycle(at)
    assert match_state(at) is MatchState.OPEN
    clock.shift(timedelta(days=20))
    run_due(transactor_of(at.app), MATCHING)
    clock.shift(timedelta(seconds=1))
    one_cycle(at)
    assert blocking(decided(at, at.vacancy, Stage.PUBLISH).findings)


def test_a_new_rule_set_is_applied_within_one_cycle(at: Matched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "rules_on", lambda _day: forbidding())
    one_cycle(at)
    one_cycle(at)
    assert decided(at, Ref("match", at.match_id), Stage.MATCH).rule_set == forbidding().number
    assert match_state(at) is MatchState.LAPSED


def test_a_match_that_rules_forbid_lapses_because_of_compliance(
    at: Matched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "rules_on", lambda _day: forbidding())
    act(at.app, enter_minimum_pay, PayRate(**{**vars(NEW_RATE), "hourly": Decimal("1.00")}))
    one_cycle(at)
    with at.reading() as session:
        found = matching.match(session, at.match_id)
    assert (found.state, found.lapse_reason) == (MatchState.LAPSED, "compliance")


def test_no_introduction_is_made_that_rules_forbid(at: Matched, monkeypatch: pytest.MonkeyPatch) -> None:
    at.do(say_yes, at.employer.organisation_id, at.match_id, 5, by=at.employer)
    monkeypatch.setattr(service, "rules_on", lambda _day: forbidding())
    refused = at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    assert isinstance(refused, RulesForbid)
    assert [one.rule for one in refused.findings] == ["test.no-match"]


def test_no_offer_is_made_or_accepted_that_rules_forbid(at: Matched, monkeypatch: pytest.MonkeyPatch) -> None:
    row = agreed(at)
    ana, ben = (NamedWorker("Ana Petrova"), NamedWorker("Ben Okoro"))
    at.do(offers.make_offers, at.provider.organisation_id, row, [ana], by=at.provider)
    monkeypatch.setattr(service, "rules_on", lambda _day: forbidding())
    refused = at.do(offers.make_offers, at.provider.organisation_id, row, [ben], by=at.provider)
    assert isinstance(refused, RulesForbid)
    with at.reading() as session:
        [open_offer] = placements.offers_of(session, row)
    answered = accepts(at, open_offer)
    assert isinstance(answered, RulesForbid)


def test_introduction_offer_and_acceptance_each_have_their_decision(at: Matched) -> None:
    row = agreed(at)
    [offer] = accepted(at, row, "Ana Petrova, ana@workers.example")
    assert decided(at, Ref("introduction", row), Stage.INTRODUCTION).terms.form == "loan"
    consent = decided(at, Ref("offer", offer.id), Stage.OFFER).terms.consent
    assert consent is not None
    assert (consent.by_worker, consent.answered_at is not None) == (True, True)
    assert decided(at, Ref("offer", offer.id), Stage.OFFER).terms.statements[0].name == "advert"


def test_a_failed_check_on_an_introduction_stops_its_offers(at: Matched) -> None:
    row = agreed(at)
    ref, officer = Ref("introduction", row), a_compliance_officer(at.app)
    act(at.app, record_check, ref, "assist.not-tied", RuleOutcome.FAIL, "Rent is a condition", by=officer)
    named = [NamedWorker("Ana Petrova")]
    stopped = at.do(offers.make_offers, at.provider.organisation_id, row, named, by=at.provider)
    assert type(stopped).__name__ == "OnHold"
    act(at.app, record_check, ref, "assist.not-tied", RuleOutcome.PASS, "The clause was struck", by=officer)
    made = at.do(offers.make_offers, at.provider.organisation_id, row, named, by=at.provider)
    assert made == offers.OffersMade(1, 0)


def test_two_sides_that_look_alike_wait_and_are_told_when_staff_clear_it(at: Matched) -> None:
    ref = Ref("match", at.match_id)
    alike = Parties(employer_register_number="1", employer_approved=True, shared=frozenset({"phone"}))
    act(at.app, judge_and_keep, ref, Stage.MATCH, Terms(parties=alike))
    refused = at.do(say_yes, at.provider.organisation_id, at.match_id, 5, by=at.provider)
    assert type(refused).__name__ == "OnHold"
    with at.reading() as session:
        [found] = queries.what_stops(session, ref)
    act(at.app, clear_finding, found.id, "One switchboard", by=a_compliance_officer(at.app))
    assert introduced(at)


def test_a_closed_vacancy_leaves_no_task_behind(at: Matched) -> None:
    at.do(close_vacancy, at.employer.organisation_id, at.vacancy_id, "filled", by=at.employer)
    one_cycle(at)
    with at.reading() as session:
        assert queries.findings_of(session, at.vacancy) == []
        assert queries.findings_of(session, Ref("match", at.match_id)) == []
