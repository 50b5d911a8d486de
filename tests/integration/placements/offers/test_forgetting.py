"""Names and contacts of workers are deleted when the privacy page says so, and not before."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from portal.audit import queries as audit
from portal.kernel.events import Ref
from portal.placements.models import Offer, Placement
from portal.placements.offers import service as offers
from portal.placements.offers.service.forgetting import forget_workers
from portal.workers.models import Worker, WorkerKey
from tests.builders.placements import NOW, Matched, accepted, act, agreed, offered, opened

HALF_A_YEAR, THREE_YEARS = timedelta(days=183), timedelta(days=1096)


def the_worker(at: Matched) -> tuple[UUID, str, str | None, str | None]:
    with at.reading() as session:
        row = session.scalars(select(Worker)).one()
        return row.id, row.name, row.phone, row.email


def run(at: Matched, after: timedelta) -> None:
    with time_machine.travel(NOW + after, tick=False):
        act(at.app, forget_workers)


def test_who_declined_is_forgotten_half_a_year_later(at: Matched) -> None:
    introduction = agreed(at)
    [offer] = offered(at, introduction, "Ana Petrova, 07700 900123, ana@example.org")
    act(at.app, offers.decline_offer, opened(at, offer))
    run(at, HALF_A_YEAR - timedelta(hours=1))
    assert the_worker(at)[1:] == ("Ana Petrova", "+447700900123", "ana@example.org")
    run(at, HALF_A_YEAR + timedelta(hours=1))
    worker_id, *known = the_worker(at)
    assert known == ["", None, None]
    with at.reading() as session:
        assert session.scalars(select(WorkerKey).where(WorkerKey.worker_id == worker_id)).all() == []
        trail = [entry.action for entry in audit.trail(session, [Ref("worker", worker_id)])]
        assert session.scalars(select(Offer)).one().worker_id == worker_id
    assert trail[-1] == "workers:worker:forget"


def test_who_never_answered_is_forgotten_half_a_year_after_the_answer_was_due(at: Matched) -> None:
    introduction = agreed(at)
    offered(at, introduction, "Ana Petrova, 07700 900123,")
    with at.reading() as session:
        due = session.scalars(select(Offer)).one().answer_by
    run(at, due - NOW + HALF_A_YEAR - timedelta(hours=1))
    assert the_worker(at)[1] == "Ana Petrova"
    run(at, due - NOW + HALF_A_YEAR)
    assert the_worker(at)[1] == ""


def test_who_took_the_job_is_known_for_three_years_after_it(at: Matched) -> None:
    introduction = agreed(at)
    accepted(at, introduction, "Ana Petrova, 07700 900123,")
    with at.reading() as session:
        last = session.scalars(select(Placement)).one().last
    over = timedelta(days=(last - NOW.date()).days)
    run(at, over + HALF_A_YEAR * 2)
    assert the_worker(at)[1] == "Ana Petrova"
    run(at, over + THREE_YEARS)
    assert the_worker(at)[1] == ""


@pytest.mark.parametrize("times", [1, 2])
def test_forgetting_again_finds_nothing_more(at: Matched, times: int) -> None:
    introduction = agreed(at)
    offered(at, introduction, "Ana Petrova, 07700 900123,")
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        assert [act(at.app, forget_workers) for _ in range(times)][-1] == (1 if times == 1 else 0)
