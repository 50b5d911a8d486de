"""A bulk of posts: the worker matches it in portions, says how far it is, and can be stopped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import Services
from portal.compliance.costs.domain import Payer
from portal.compliance.costs.schedule import CostSchedule
from portal.compliance.domain import RulesForbid
from portal.compliance.holds.service import hold
from portal.infra import clock as portal_clock
from portal.kernel.events import Ref
from portal.matching import queries, runs, service
from portal.matching.models import Dirty
from portal.matching.runs import NothingToStop, Progress
from portal.matching.service import rematch_marked
from portal.matching.states import MatchState
from portal.notifications import queries as notifications
from portal.vacancies.service import publish_vacancies
from tests.builders.placements import COSTS, NOW, VACANCY, Party, a_lot, a_party, act
from tests.integration.matching.markets import make
from tests.slates import remembered

BULK = 12


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    monkeypatch.setattr(service, "AT_A_TIME", 5)
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def reading(app: Flask) -> Session:
    services: Services = app.extensions["fairshift"]
    return services.sessions()


def progress(app: Flask) -> Progress | None:
    with reading(app) as session:
        return runs.progress(session, portal_clock.now())


@remembered
def with_a_bulk(app: Flask) -> tuple[UUID, Party, list[Any]]:
    """A lot, an employer, and its many vacancies that nobody matched yet."""
    lot = a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    employer = a_party(app, "Wash Logistics", supplies=False)
    act(app, rematch_marked)
    posts = [(replace(VACANCY, headcount=1 + number), COSTS) for number in range(BULK)]
    made = act(app, publish_vacancies, employer.organisation_id, posts, by=employer.person_id)
    return lot, employer, made


def matches(app: Flask, lot: UUID) -> int:
    with reading(app) as session:
        return len(queries.matches_of_post(session, Ref("availability", lot)))


def test_a_bulk_is_published_at_once_and_matched_portion_by_portion(app: Flask) -> None:
    lot, _employer, made = with_a_bulk(app)
    assert len({one for one in made if isinstance(one, UUID)}) == BULK
    assert (matches(app, lot), progress(app)) == (0, None)
    act(app, rematch_marked)
    first = progress(app)
    assert first is not None
    assert (first.matched, first.waiting, first.percent) == (5, BULK - 5, 41)
    assert (matches(app, lot), first.stopped_at) == (5, None)
    act(app, rematch_marked)
    act(app, rematch_marked)
    assert (matches(app, lot), progress(app)) == (BULK, None)


def test_a_portion_ends_when_its_time_is_over_unless_the_whole_market_was_read_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot, _employer, _made = with_a_bulk(app)
    monkeypatch.setattr(service, "TOGETHER", 2)
    monkeypatch.setattr(service, "SECONDS_AT_A_TIME", 0)
    assert (act(app, rematch_marked), matches(app, lot)) == (5, 5)
    make(app)
    assert (act(app, rematch_marked), matches(app, lot)) == (2, 7)
    monkeypatch.setattr(service, "SECONDS_AT_A_TIME", 60)
    assert (act(app, rematch_marked), matches(app, lot)) == (5, 12)


def test_both_sides_have_their_mails_when_the_bulk_is_matched(app: Flask) -> None:
    lot, employer, _made = with_a_bulk(app)
    while act(app, rematch_marked):
        pass
    with reading(app) as session:
        rows = queries.matches_of_post(session, Ref("availability", lot))
        mails = notifications.mails_about(session, [Ref("match", row.id) for row in rows])
    to_employer = [one for one in mails if one.recipient == f"person:{employer.person_id}"]
    assert len(to_employer) == BULK
    assert len(mails) > BULK


def test_a_run_that_is_stopped_waits_and_goes_on_where_it_was(app: Flask) -> None:
    lot, employer, _made = with_a_bulk(app)
    act(app, rematch_marked)
    assert isinstance(act(app, runs.stop, by=employer.person_id), UUID)
    assert act(app, rematch_marked) == 0
    stopped = progress(app)
    assert stopped is not None
    assert (stopped.matched, stopped.waiting, stopped.stopped_at) == (5, BULK - 5, NOW)
    assert isinstance(act(app, runs.go_on, by=employer.person_id), UUID)
    while act(app, rematch_marked):
        pass
    assert (matches(app, lot), progress(app)) == (BULK, None)


def test_a_post_of_a_bulk_that_is_changed_by_itself_waits_from_then_on(
    app: Flask, clock: time_machine.Traveller
) -> None:
    _lot, _employer, made = with_a_bulk(app)
    clock.shift(timedelta(minutes=20))
    with reading(app) as session:
        assert runs.waiting_since(session) is None
    act(app, service.mark, Ref("vacancy", made[-1]))
    changed_at = portal_clock.now()
    clock.shift(timedelta(minutes=1))
    act(app, service.mark, Ref("vacancy", made[-1]))
    with reading(app) as session:
        assert runs.waiting_since(session) == changed_at


def test_how_long_it_takes_yet_is_told_by_the_pace_while_it_was_not_stopped(
    app: Flask, clock: time_machine.Traveller
) -> None:
    with_a_bulk(app)

    def left() -> float:
        found = progress(app)
        assert found is not None
        return found.seconds_left

    act(app, rematch_marked)
    clock.shift(timedelta(seconds=10))
    assert left() == 10 / 5 * (BULK - 5)
    act(app, runs.stop)
    clock.shift(timedelta(hours=1))
    assert left() == 10 / 5 * (BULK - 5)
    act(app, runs.go_on)
    assert left() == 10 / 5 * (BULK - 5)
    clock.shift(timedelta(seconds=10))
    assert left() == 20 / 5 * (BULK - 5)


def test_what_is_matched_by_itself_while_a_run_is_stopped_does_not_count_for_it(app: Flask) -> None:
    lot, _employer, _made = with_a_bulk(app)
    act(app, rematch_marked)
    act(app, runs.stop)
    act(app, service.mark, Ref("availability", lot))
    assert act(app, rematch_marked) == 1
    stopped = progress(app)
    assert stopped is not None
    assert stopped.matched == 5


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="session")
def test_a_mark_that_another_is_about_to_move_on_is_left_for_later(app: Flask) -> None:
    a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    services: Services = app.extensions["fairshift"]
    with services.engine.connect() as another:
        another.execute(select(Dirty.id).with_for_update())
        assert act(app, rematch_marked) == 0
    assert act(app, rematch_marked) == 1


def test_few_that_are_left_are_no_run(app: Flask) -> None:
    provider = a_party(app, "Fenland Labour", supplies=True)
    for _ in range(7):
        a_lot(app, provider)
    assert act(app, rematch_marked) == 5
    assert progress(app) is None


def test_nothing_is_stopped_where_nothing_runs_and_nothing_twice(app: Flask) -> None:
    assert act(app, runs.stop) == NothingToStop()
    assert act(app, runs.go_on) == NothingToStop()
    with_a_bulk(app)
    act(app, rematch_marked)
    assert act(app, runs.go_on) == NothingToStop()
    act(app, runs.stop)
    assert act(app, runs.stop) == NothingToStop()


def test_a_portion_that_takes_all_is_no_run(app: Flask) -> None:
    a_lot(app, a_party(app, "Fenland Labour", supplies=True))
    assert act(app, rematch_marked) == 1
    assert progress(app) is None


def test_one_that_is_refused_leaves_nothing_and_the_others_go_ahead(app: Flask) -> None:
    employer = a_party(app, "Wash Logistics", supplies=False)
    unfair = CostSchedule(
        lines=tuple(replace(line, payer=Payer.WORKER) for line in COSTS.lines),
        absent=COSTS.absent,
    )
    made = act(
        app,
        publish_vacancies,
        employer.organisation_id,
        [(VACANCY, COSTS), (VACANCY, unfair), (VACANCY, COSTS)],
        by=employer.person_id,
    )
    assert [type(one) for one in made] == [UUID, RulesForbid, UUID]
    with reading(app) as session:
        assert runs.waiting(session) == 2


def test_what_happens_to_single_posts_goes_before_a_bulk_and_even_while_it_is_stopped(app: Flask) -> None:
    lot, _employer, _made = with_a_bulk(app)
    act(app, rematch_marked)
    act(app, runs.stop)
    act(app, hold, Ref("availability", lot), "an advert that asks for money")
    assert act(app, rematch_marked) == 1
    with reading(app) as session:
        rows = queries.matches_of_post(session, Ref("availability", lot))
    assert {row.state for row in rows} == {MatchState.LAPSED}
