"""A job runs when it is due, in its own transaction, whatever happens to the others."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import Services
from portal.infra.schedule import (
    LONGEST_PAUSE_AFTER_A_FAULT,
    PAUSE_AFTER_A_FAULT,
    Job,
    LongJob,
    ScheduledJob,
    run_due,
)
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM, Event, Ref
from portal.notifications import service
from portal.notifications.domain import Category, Message, ToAddress
from portal.notifications.models import Mail

HOURLY = timedelta(hours=1)


@dataclass
class Turned:
    """A clock that stands until it is turned."""

    now: datetime = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    action: ClassVar[str] = "bells:bell:ring"
    bell_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("bell", self.bell_id)


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
def transactor(app: Flask, clock: Turned, heard: list[Event]) -> Transactor:
    services: Services = app.extensions["fairshift"]
    return Transactor(services.sessions, lambda: clock.now, (lambda work, event: heard.append(event),))


def row(transactor: Transactor, name: str) -> ScheduledJob:
    with transactor.sessions() as session:
        return session.get_one(ScheduledJob, name)


def write_a_mail(work: Work) -> None:
    key = str(uuid4())
    service.queue(work, Message("x/y", ToAddress("desk@farm.example"), {}, key, Category.ACCOUNT))


def mails(transactor: Transactor) -> int:
    with transactor.sessions() as session:
        return len(session.scalars(select(Mail.id)).all())


def test_a_job_runs_at_once_and_then_every_so_often(transactor: Transactor, clock: Turned) -> None:
    job = Job("count", HOURLY, write_a_mail)
    assert run_due(transactor, [job]) == ["count"]
    assert run_due(transactor, [job]) == []
    clock.now += HOURLY - timedelta(seconds=1)
    assert run_due(transactor, [job]) == []
    clock.now += timedelta(seconds=1)
    assert run_due(transactor, [job]) == ["count"]
    assert mails(transactor) == 2
    assert row(transactor, "count").last_ok == clock.now


def test_a_job_that_fails_leaves_nothing_and_holds_up_nobody(transactor: Transactor, clock: Turned) -> None:
    def fail(work: Work) -> None:
        write_a_mail(work)
        work.session.flush()
        raise ZeroDivisionError("with a name in it")

    often = timedelta(seconds=1)
    assert run_due(transactor, [Job("bad", often, fail), Job("good", often, write_a_mail)]) == ["good"]
    assert mails(transactor) == 1
    assert row(transactor, "bad").last_error == "ZeroDivisionError"
    assert row(transactor, "bad").last_ok is None
    assert row(transactor, "bad").next_due == clock.now + PAUSE_AFTER_A_FAULT
    clock.now += PAUSE_AFTER_A_FAULT
    assert run_due(transactor, [Job("bad", often, write_a_mail)]) == ["bad"]
    assert row(transactor, "bad").last_error is None


def test_what_is_rarely_due_is_tried_again_soon_when_it_failed(transactor: Transactor, clock: Turned) -> None:
    def fail(_work: Work) -> None:
        raise ZeroDivisionError

    run_due(transactor, [Job("bad", timedelta(hours=24), fail)])
    assert row(transactor, "bad").next_due == clock.now + LONGEST_PAUSE_AFTER_A_FAULT


def test_a_job_that_has_more_to_do_is_due_again_after_a_breath(transactor: Transactor, clock: Turned) -> None:
    left, ran = [2, 1, 0], []
    job = Job("portions", HOURLY, lambda _work: left.pop(0), goes_on=bool)
    for _ in range(4):
        ran.append(run_due(transactor, [job]))
        assert run_due(transactor, [job]) == []
        clock.now += timedelta(minutes=1)
    assert ran == [["portions"]] * 3 + [[]]


def test_what_a_job_does_is_told_to_the_subscribers(transactor: Transactor, heard: list[Event]) -> None:
    def ring(work: Work) -> None:
        work.emit(BellRung(at=work.now, by=work.actor, bell_id=uuid4()))

    run_due(transactor, [Job("ring", HOURLY, ring)])
    assert [(type(event), event.by) for event in heard] == [(BellRung, SYSTEM)]


def test_two_workers_run_a_job_once(transactor: Transactor) -> None:
    """The second looks while the first is at it: it passes on, or finds the job done."""
    seen: list[str] = []
    again = Job("once", HOURLY, lambda work: seen.append("run again"))
    second = Thread(target=lambda: seen.extend(run_due(transactor, [again])))
    first = Job("once", HOURLY, lambda work: second.start())
    assert run_due(transactor, [first]) == ["once"]
    second.join()
    assert seen == []


def test_no_job_begins_once_the_worker_is_told_to_stop(transactor: Transactor) -> None:
    assert run_due(transactor, [Job("count", HOURLY, write_a_mail)], stopping=lambda: True) == []
    assert mails(transactor) == 0


def test_a_long_job_makes_its_own_transactions(transactor: Transactor, clock: Turned) -> None:
    seen: list[str] = []

    def body(own: Transactor) -> None:
        assert run_due(own, [LongJob("long", HOURLY, body)]) == []  # a second worker passes on
        seen.append(own.perform(lambda work: "written", SYSTEM))

    job = LongJob("long", HOURLY, body)
    assert run_due(transactor, [job]) == ["long"]
    assert (seen, row(transactor, "long").last_ok) == (["written"], clock.now)
    assert run_due(transactor, [job]) == []
    clock.now += HOURLY
    assert run_due(transactor, [job]) == ["long"]


def test_a_fault_in_a_long_job_is_noted_and_tried_again(transactor: Transactor, clock: Turned) -> None:
    def body(_own: Transactor) -> None:
        raise ZeroDivisionError

    job = LongJob("long", timedelta(seconds=2), body)
    assert run_due(transactor, [job]) == []
    found = row(transactor, "long")
    assert (found.last_error, found.last_ok) == ("ZeroDivisionError", None)
    assert found.next_due == clock.now + PAUSE_AFTER_A_FAULT
