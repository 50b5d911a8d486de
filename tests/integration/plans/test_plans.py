"""Plans from being asked for to being published."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask

from portal.app import JOBS, Services
from portal.availability.service import close_availability
from portal.compliance.holds.service import hold, release
from portal.infra.schedule import run_due
from portal.kernel.events import SYSTEM, Ref
from portal.matching import queries as matching
from portal.matching.allocation import Policy
from portal.matching.domain import Gate
from portal.matching.market import Market
from portal.matching.solver import Limits
from portal.matching.states import MatchState
from portal.notifications import queries as notifications
from portal.plans import computing, publishing, queries, service
from portal.plans.domain import (
    FailedPlan,
    MoreThanFree,
    NeedsProgramme,
    NoSuchPlan,
    NoSuchPost,
    NothingToPublish,
    PairUnfit,
    PlanNotThere,
    PlanState,
    RunAgainFirst,
    SectorShare,
    Why,
)
from portal.plans.service import add_pair, ask_plan, lock, publish, run_again, unlock
from tests.builders.accounts import a_compliance_officer, an_operator
from tests.builders.placements import NOW, a_lot, a_party, a_vacancy, act
from tests.builders.plans import Planning, a_plan, a_planning, carry_out, work_out


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def at(app: Flask) -> Planning:
    return a_planning(app)


def transactor(app: Flask):
    services: Services = app.extensions["fairshift"]
    return services.transactor


def test_the_worker_works_out_a_plan_that_was_asked_for(app: Flask, at: Planning) -> None:
    plan_id = act(app, ask_plan, Policy.OPTIMAL, by=at.operator)
    assert at.plan(plan_id).state is PlanState.ASKED
    assert "plans: asked for" in run_due(transactor(app), [job for job in JOBS if "plans" in job.name])
    found = at.plan(plan_id)
    assert (found.state, found.computed_at, found.asked_by) == (PlanState.READY, NOW, at.operator)
    assert (found.lots, found.vacancies, found.pairs) == (2, 2, 3)
    assert at.heads(plan_id) == {(at.far, at.lincoln): 20, (at.near, at.boston): 20}


def test_a_plan_says_what_it_gains_and_how_each_sector_fares(at: Planning) -> None:
    found = at.plan(a_plan(at))
    assert found.objective > found.greedy_objective > 0
    assert found.objective > found.first_come_objective > 0
    assert found.sectors == (SectorShare("49", 20, 20, 0, 0), SectorShare("52", 20, 20, 20, 20))
    greedy = at.plan(a_plan(at, Policy.GREEDY))
    assert greedy.objective == found.greedy_objective


def test_programme_first_needs_to_know_whose_lots_come_first(app: Flask, at: Planning) -> None:
    assert act(app, ask_plan, Policy.PROGRAMME_FIRST, by=at.operator) == NeedsProgramme()
    other = a_party(app, "Women at Work", supplies=True)
    lot = a_lot(app, other, headcount=20, travel_km=30)
    plan_id = a_plan(at, Policy.PROGRAMME_FIRST, other.organisation_id)
    assert at.heads(plan_id)[lot, at.boston] == 20
    assert at.plan(plan_id).programme == (other.organisation_id,)


def test_a_pair_that_people_fix_stays_and_the_rest_goes_around_it(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    assert act(app, lock, plan_id, at.far, at.lincoln, 12, by=at.operator) == plan_id
    assert act(app, publish, plan_id, by=at.operator) == RunAgainFirst()
    assert act(app, run_again, plan_id, by=at.operator) == plan_id
    assert at.plan(plan_id).state is PlanState.ASKED
    assert work_out(app)
    flows = at.flows(plan_id)
    assert (flows[at.far, at.lincoln].heads, flows[at.far, at.lincoln].locked) == (12, 12)
    assert sum(one.heads for one in flows.values()) == 32
    act(app, unlock, plan_id, at.far, at.lincoln, by=at.operator)
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    assert at.heads(plan_id) == {(at.far, at.lincoln): 20, (at.near, at.boston): 20}


def test_a_pair_can_be_ruled_out_by_hand(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    act(app, lock, plan_id, at.near, at.boston, 0, by=at.operator)
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    assert (at.near, at.boston) not in at.heads(plan_id)
    assert at.flows(plan_id)[at.near, at.boston].locked == 0


def test_what_was_ruled_out_stays_so_while_its_post_is_held_and_after(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    officer = a_compliance_officer(app)
    act(app, lock, plan_id, at.near, at.boston, 0, by=at.operator)
    for change, why in ((hold, "a fee was asked for"), (release, "it was paid back")):
        act(app, change, Ref("vacancy", at.boston), why, by=officer)
        act(app, run_again, plan_id, by=at.operator)
        work_out(app)
        assert (at.near, at.boston) not in at.heads(plan_id)
        assert at.flows(plan_id)[at.near, at.boston].locked == 0


def test_no_more_heads_can_be_fixed_than_are_free_beside_other_locks(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    assert act(app, lock, plan_id, at.far, at.lincoln, 21, by=at.operator) == MoreThanFree(20)
    act(app, lock, plan_id, at.far, at.lincoln, 15, by=at.operator)
    numbers = [numbers_of(at)[one] for one in (at.far, at.boston)]
    assert act(app, add_pair, plan_id, *numbers, 6, by=at.operator) == MoreThanFree(5)
    assert act(app, add_pair, plan_id, *numbers, 5, by=at.operator) == plan_id
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    assert at.heads(plan_id) == {
        (at.far, at.lincoln): 15,
        (at.far, at.boston): 5,
        (at.near, at.boston): 15,
    }


def numbers_of(at: Planning) -> dict[UUID, str]:
    from portal.availability import queries as lots
    from portal.vacancies import queries as jobs

    with at.reading() as session:
        return {one.id: one.number for one in lots.availabilities(session, [at.far, at.near]).values()} | {
            one.id: one.number for one in jobs.vacancies(session, [at.boston, at.lincoln]).values()
        }


def test_only_open_posts_that_fit_can_be_paired_by_hand(app: Flask, at: Planning) -> None:
    plan_id, number = a_plan(at), numbers_of(at)
    by = {"by": at.operator}
    assert act(app, add_pair, plan_id, "A-0", number[at.boston], 1, **by) == NoSuchPost("availability")
    assert act(app, add_pair, plan_id, number[at.far], "V-0", 1, **by) == NoSuchPost("vacancy")
    assert act(app, add_pair, plan_id, number[at.near], number[at.lincoln], 1, **by) == PairUnfit("place")
    assert act(app, lock, plan_id, at.near, at.lincoln, 1, **by) == NoSuchPlan()
    assert act(app, lock, uuid4(), at.near, at.lincoln, 1, **by) == NoSuchPlan()
    act(app, close_availability, at.provider.organisation_id, at.far, "filled", by=at.provider.person_id)
    pair = (number[at.far], number[at.boston])
    assert act(app, add_pair, plan_id, *pair, 1, **by) == NoSuchPost("availability")


def test_a_pair_is_fixed_by_hand_without_reading_the_whole_market(
    app: Flask, at: Planning, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id, number = a_plan(at), numbers_of(at)
    monkeypatch.setattr(Market, "open", lambda *_: pytest.fail("every open post was read"))
    pair = (number[at.far], number[at.boston])
    assert act(app, add_pair, plan_id, *pair, 1, by=at.operator) == plan_id


def test_a_plan_gives_fewer_than_a_least_group_only_with_a_warning(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    act(app, lock, plan_id, at.far, at.lincoln, 3, by=at.operator)
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    flows = at.flows(plan_id)
    assert flows[at.far, at.lincoln].below_group
    assert not flows[at.near, at.boston].below_group


def test_a_published_plan_becomes_matches_and_tells_both_sides(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    assert act(app, publish, plan_id, by=at.operator) == plan_id
    assert at.plan(plan_id).state is PlanState.PUBLISHING
    assert carry_out(app)
    assert not carry_out(app)
    found = at.plan(plan_id)
    assert (found.state, found.published_by) == (PlanState.PUBLISHED, at.operator)
    flow = at.flows(plan_id)[at.far, at.lincoln]
    with at.reading() as session:
        row = matching.match(session, flow.match_id)
        assert row is not None
        assert (row.state, row.vacancy_id) == (MatchState.OPEN, at.lincoln)
        told = notifications.mails_about(session, [Ref("plan", plan_id)])
    assert sorted(one.recipient for one in told) == sorted(
        [f"person:{at.provider.person_id}", f"person:{at.employer.person_id}"] * 2
    )
    assert act(app, publish, plan_id, by=at.operator) == PlanNotThere(PlanState.PUBLISHED)
    assert act(app, lock, plan_id, at.far, at.lincoln, 1, by=at.operator) == PlanNotThere(PlanState.PUBLISHED)


def test_a_large_plan_is_published_in_rounds_and_each_post_told_once(
    app: Flask, at: Planning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "AT_A_TIME", 1)
    plan_id = a_plan(at)
    act(app, publish, plan_id, by=at.operator)
    perform = transactor(app).perform
    made = []
    while perform(publishing.publish_some, SYSTEM):
        made.append(sum(one.match_id is not None for one in at.flows(plan_id).values()))
    assert made == [1, 2, 2, 2, 2, 2]  # two pairs, then four posts
    with at.reading() as session:
        assert len(notifications.mails_about(session, [Ref("plan", plan_id)])) == 4


def test_matches_of_organisations_that_wait_for_approval_are_not_told_of(app: Flask, at: Planning) -> None:
    waiting = a_party(app, "New Crews", supplies=True, approved=False)
    lot = a_lot(app, waiting, headcount=20, travel_km=30)
    plan_id = a_plan(at, Policy.PROGRAMME_FIRST, waiting.organisation_id)
    act(app, publish, plan_id, by=at.operator)
    carry_out(app)
    assert at.flows(plan_id)[lot, at.boston].match_id is not None
    with at.reading() as session:
        told = notifications.mails_about(session, [Ref("plan", plan_id)])
        assert f"person:{waiting.person_id}" not in {one.recipient for one in told}


def test_what_changed_since_is_turned_away_and_the_rest_goes_ahead(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    act(app, hold, Ref("vacancy", at.lincoln), "a fee was asked for", by=a_compliance_officer(app))
    act(app, publish, plan_id, by=at.operator)
    carry_out(app)
    flows = at.flows(plan_id)
    assert flows[at.far, at.lincoln].turned_away == Gate.COMPLIANCE
    assert flows[at.far, at.lincoln].match_id is None
    assert flows[at.near, at.boston].match_id is not None


def test_a_post_that_was_closed_since_is_turned_away(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    act(app, close_availability, at.provider.organisation_id, at.near, "filled", by=at.provider.person_id)
    act(app, publish, plan_id, by=at.operator)
    carry_out(app)
    assert at.flows(plan_id)[at.near, at.boston].turned_away == "availability"


def test_an_empty_plan_cannot_be_published(app: Flask, at: Planning) -> None:
    plan_id = a_plan(at)
    for pair in at.heads(plan_id):
        act(app, lock, plan_id, *pair, 0, by=at.operator)
    numbers = numbers_of(at)
    act(app, add_pair, plan_id, numbers[at.far], numbers[at.boston], 0, by=at.operator)
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    assert at.heads(plan_id) == {}
    assert act(app, publish, plan_id, by=at.operator) == NothingToPublish()


def test_without_posts_a_plan_says_which_are_missing(app: Flask) -> None:
    operator = an_operator(app)

    def why() -> Why | None:
        plan_id = act(app, ask_plan, Policy.OPTIMAL, by=operator)
        assert work_out(app)
        with app.extensions["fairshift"].sessions() as session:
            found = queries.plan(session, plan_id)
        assert found is not None
        return found.why

    assert why() is Why.NO_LOTS
    provider, employer = a_party(app, "Fen", supplies=True), a_party(app, "Wash", supplies=False)
    a_lot(app, provider, travel_km=1)
    assert why() is Why.NO_VACANCIES
    a_vacancy(app, employer)
    assert why() is Why.NO_PAIRS


def test_where_no_pair_fits_the_gates_are_counted(app: Flask) -> None:
    provider, employer = a_party(app, "Fen", supplies=True), a_party(app, "Wash", supplies=False)
    a_lot(app, provider, travel_km=1)
    a_vacancy(app, employer)
    plan_id = act(app, ask_plan, Policy.OPTIMAL, by=an_operator(app))
    work_out(app)
    with app.extensions["fairshift"].sessions() as session:
        found = queries.plan(session, plan_id)
    assert found is not None
    assert found.state is PlanState.FAILED
    assert found.why_facts == {"pairs": 1, "gates": {"place": 1}}


def test_a_lock_that_fits_no_more_fails_the_plan_with_the_pair_and_can_be_taken_off(
    app: Flask, at: Planning
) -> None:
    plan_id = a_plan(at)
    act(app, lock, plan_id, at.far, at.lincoln, 20, by=at.operator)
    act(app, hold, Ref("vacancy", at.lincoln), "a fee was asked for", by=a_compliance_officer(app))
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    found = at.plan(plan_id)
    assert (found.state, found.why) == (PlanState.FAILED, Why.LOCKED_UNFIT)
    assert found.why_facts["reason"] == Gate.COMPLIANCE
    act(app, unlock, plan_id, at.far, at.lincoln, by=at.operator)
    act(app, run_again, plan_id, by=at.operator)
    work_out(app)
    assert at.plan(plan_id).state is PlanState.READY
    assert sum(at.heads(plan_id).values()) == 20


@pytest.mark.parametrize(
    ("limits", "why"),
    [(Limits(seconds=0.001), Why.TOO_LONG), (Limits(megabytes=40), Why.TOO_MUCH_MEMORY)],
)
def test_a_plan_that_costs_too_much_is_given_up_and_says_so(at: Planning, limits: Limits, why: Why) -> None:
    plan_id = act(at.app, ask_plan, Policy.OPTIMAL, by=at.operator)
    with at.reading() as session:
        outcome = computing.computed(session, NOW, at.plan(plan_id), limits)
    assert isinstance(outcome, FailedPlan)
    assert outcome.why is why
    assert outcome.facts["pairs"] == 3


def test_a_plan_that_falls_over_is_marked_as_failed(at: Planning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "allocate", lambda *_: 1 / 0)
    assert at.plan(a_plan(at)).why is Why.FAULT


def test_a_plan_that_a_dead_worker_left_is_taken_again_and_the_late_answer_thrown_away(
    app: Flask, at: Planning, clock: time_machine.Traveller
) -> None:
    plan_id = act(app, ask_plan, Policy.OPTIMAL, by=at.operator)
    perform = transactor(app).perform
    taken = perform(computing._take, SYSTEM)
    assert taken is not None
    assert not work_out(app)
    clock.shift(computing.GIVEN_UP_AFTER + timedelta(seconds=1))
    assert work_out(app)
    assert not perform(service.finish, SYSTEM, *taken, FailedPlan(Why.FAULT))
    assert at.plan(plan_id).state is PlanState.READY
