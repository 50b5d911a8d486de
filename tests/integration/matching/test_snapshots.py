"""When a snapshot of the market is made, when it is used, and what becomes of it."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching import service, snapshots
from portal.matching.jobs import refresh_snapshot
from portal.matching.live import live_market
from portal.matching.models import Dirty, Snapshot
from portal.matching.service import mark, rematch_marked
from portal.matching.snapshots import build
from tests.builders.placements import NOW, a_lot, a_vacancy, act
from tests.integration.matching.markets import (
    agrees,
    folder,
    make,
    make_again,
    marks,
    services,
    settle,
    two_parties,
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def test_marks_stay_until_a_snapshot_has_them_and_they_were_matched(app: Flask) -> None:
    provider, _employer = two_parties(app)
    make(app)
    a_lot(app, provider)
    assert marks(app) == 1
    settle(app)
    assert marks(app) == 1
    make_again(app)
    assert marks(app) == 0


def test_a_mark_that_was_never_matched_outlives_the_snapshot(app: Flask) -> None:
    provider, _employer = two_parties(app)
    lot = a_lot(app, provider)
    settle(app)
    assert marks(app) == 0
    act(app, mark, Ref("availability", lot))
    make(app)
    assert marks(app) == 1
    assert act(app, rematch_marked) == 1


def test_what_changes_while_files_are_written_is_not_lost(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, employer = two_parties(app)
    a_vacancy(app, employer)
    settle(app)

    def meanwhile(_target: Path) -> None:
        a_lot(app, provider)
        settle(app)

    monkeypatch.setattr(snapshots, "_settle", meanwhile)
    make(app)
    assert agrees(app)


def test_of_two_that_build_at_once_the_first_to_end_counts(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, employer = two_parties(app)
    a_lot(app, provider)
    a_vacancy(app, employer)
    settle(app)

    def meanwhile(_target: Path) -> None:
        monkeypatch.undo()
        make_again(app)
        a_lot(app, provider, headcount=2)
        settle(app)

    monkeypatch.setattr(snapshots, "_settle", meanwhile)
    assert not build(services(app).transactor, folder(app))
    assert agrees(app)
    assert len(list(folder(app).iterdir())) == 1


@pytest.mark.parametrize("at", ["_pack", "_settle", "_take_into_use", "clear"])
def test_whoever_dies_on_the_way_leaves_a_market_that_is_right(
    app: Flask, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, employer = two_parties(app)
    a_vacancy(app, employer)
    make(app)
    a_lot(app, provider)
    settle(app)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(snapshots, at, die)
        with pytest.raises(KeyboardInterrupt):
            build(services(app).transactor, folder(app))
    assert agrees(app)
    make_again(app)
    assert agrees(app)
    with services(app).sessions() as session:
        [row] = session.scalars(select(Snapshot))
    assert [path.name for path in folder(app).iterdir()] == [str(row.id)]


def test_a_new_day_makes_a_new_snapshot(app: Flask, clock: time_machine.Traveller) -> None:
    make(app)
    assert not refresh_snapshot(services(app).transactor, least=0)
    clock.move_to(NOW + timedelta(days=1))
    make(app)


def test_few_posts_need_no_snapshot(app: Flask) -> None:
    assert not refresh_snapshot(services(app).transactor)
    with services(app).sessions() as session:
        assert live_market(session, NOW) is None


def test_much_that_changed_makes_a_new_snapshot(app: Flask) -> None:
    make(app)

    def mark_many(work: Any) -> None:
        for _ in range(1_000):
            mark(work, Ref("availability", uuid4()))

    services(app).transactor.perform(mark_many, SYSTEM)
    make(app)


@pytest.mark.both_engines
def test_two_who_mark_a_post_at_once_make_two_generations(app: Flask) -> None:
    post = Ref("availability", uuid4())
    act(app, mark, post)
    act(app, mark, post)
    with services(app).sessions() as session:
        [row] = session.scalars(select(Dirty))
        first = round((NOW - service.NO_MARK_BEFORE).total_seconds() * 1_000)
        assert row.generation == first + 1
        assert first * 100_000_000 < 2**63  # what a hundred million marks come to
        assert (row.matched, row.packed) == (0, 0)


def test_marks_that_a_snapshot_has_make_no_other_while_they_wait_to_be_matched(app: Flask) -> None:
    make(app)

    def mark_many(work: Work) -> None:
        for _ in range(1_000):
            mark(work, Ref("availability", uuid4()))

    services(app).transactor.perform(mark_many, SYSTEM)
    make(app)
    assert marks(app) == 1_000
    assert not refresh_snapshot(services(app).transactor, least=0)


def test_where_posts_became_few_nothing_is_kept_of_a_snapshot(app: Flask) -> None:
    provider, _employer = two_parties(app)
    a_lot(app, provider)
    make(app)
    a_lot(app, provider)
    settle(app)
    shutil.rmtree(next(folder(app).iterdir()))
    assert not refresh_snapshot(services(app).transactor, least=10)
    assert (marks(app), list(folder(app).iterdir())) == (0, [])
    with services(app).sessions() as session:
        assert session.scalars(select(Snapshot)).all() == []
