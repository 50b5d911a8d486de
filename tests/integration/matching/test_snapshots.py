"""Snapshots of the market: every process answers as if it had read all rows just now."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import Services
from portal.availability.models import Availability
from portal.availability.service import close_availability, edit_availability
from portal.compliance.holds.service import hold, release
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching import choosing, queries, service, snapshots
from portal.matching import live as live_module
from portal.matching.jobs import refresh_snapshot
from portal.matching.live import counterparts_of, live_market
from portal.matching.market import Market, Side
from portal.matching.models import Dirty, Snapshot
from portal.matching.service import mark, rematch_marked
from portal.matching.snapshots import build, folder_of
from portal.posts.domain import EngagementForm
from tests.builders.placements import LOT, NOW, Party, a_lot, a_party, a_vacancy, act
from tests.slates import remembered


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@remembered
def two_parties(app: Flask) -> tuple[Party, Party]:
    return a_party(app, "Fenland Labour", supplies=True), a_party(app, "Wash Logistics", supplies=False)


def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


def make(app: Flask) -> None:
    assert refresh_snapshot(services(app).transactor, least=0)


def folder(app: Flask) -> Path:
    with services(app).sessions() as session:
        found = folder_of(session)
        assert found is not None
        return found


def settle(app: Flask) -> None:
    while act(app, rematch_marked):
        pass


def marks(app: Flask) -> int:
    with services(app).sessions() as session:
        return session.scalar(select(func.count()).select_from(Dirty)) or 0


def whole(session: Session) -> dict[tuple[str, UUID], dict[UUID, int]]:
    """Of each open post its counterparts with their scores, from all rows."""
    market = Market.open(session, NOW)
    return {
        (side, post): {one.counterpart(side): round(one.score * 1e9) for one in market.pairs_of(side, post)}
        for side, posts in ((Side.AVAILABILITY, market.lots), (Side.VACANCY, market.vacancies))
        for post in posts
    }


def live(session: Session) -> dict[tuple[str, UUID], dict[UUID, int]]:
    """The same from the live market."""
    found = live_market(session, NOW)
    assert found is not None
    market = Market.open(session, NOW)
    facts: dict[str, Any] = {Side.AVAILABILITY: market.lot_facts, Side.VACANCY: market.vacancy_facts}
    answers = {}
    for side in Side:
        for post in facts[side]:
            counterparts = found.counterparts(side, facts[side][post])
            answers[side, post] = dict(zip(counterparts.ids, counterparts.nano_scores, strict=True))
    return answers


def agrees(app: Flask) -> bool:
    with services(app).sessions() as session:
        expected = whole(session)
        assert live(session) == expected
        return bool(expected) and any(expected.values())


def test_whatever_happens_to_posts_the_live_market_is_what_the_rows_say(app: Flask) -> None:
    r = Random(5)
    provider, employer = two_parties(app)
    lots = [a_lot(app, provider, headcount=r.randint(1, 40)) for _ in range(3)]
    jobs = [a_vacancy(app, employer, headcount=r.randint(1, 40)) for _ in range(3)]
    make(app)
    assert agrees(app)
    lots.append(a_lot(app, provider, headcount=7))
    jobs.append(a_vacancy(app, employer, headcount=9))
    assert agrees(app)
    terms = replace(LOT, headcount=3, travel_km=5)
    act(app, edit_availability, provider.organisation_id, lots[0], 1, terms, by=provider.person_id)
    assert agrees(app)
    act(app, close_availability, provider.organisation_id, lots[1], "needed", by=provider.person_id)
    assert agrees(app)
    held = Ref("vacancy", jobs[0])
    act(app, hold, held, "an advert that asks for money")
    assert agrees(app)
    make_again(app)
    assert agrees(app)
    act(app, release, held, "the advert was mended")
    assert agrees(app)


def make_again(app: Flask) -> None:
    assert build(services(app).transactor, folder(app))


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


def test_without_its_files_matching_reads_rows_until_they_are_made_anew(app: Flask) -> None:
    provider, employer = two_parties(app)
    a_lot(app, provider)
    make(app)
    shutil.rmtree(folder(app))
    job = a_vacancy(app, employer)
    with services(app).sessions() as session:
        assert live_market(session, NOW) is None
        assert len(Market.open(session, NOW).pairs_of(Side.VACANCY, job)) == 1
    make(app)
    assert agrees(app)


@pytest.mark.parametrize("spoiled", ["records.npy", "values.json", "ids.npy"])
def test_spoiled_files_are_not_used(app: Flask, spoiled: str) -> None:
    provider, employer = two_parties(app)
    a_lot(app, provider)
    a_vacancy(app, employer)
    make(app)
    for path in folder(app).rglob(spoiled):
        path.write_bytes(path.read_bytes()[:50])
    with services(app).sessions() as session:
        assert live_market(session, NOW) is None
    make(app)
    assert agrees(app)


def test_files_that_rest_on_another_taxonomy_or_layout_are_not_used(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(app)
    monkeypatch.setattr(snapshots, "LAYOUT", "another")
    with services(app).sessions() as session:
        assert live_market(session, NOW) is None
    make(app)
    with services(app).sessions() as session:
        assert live_market(session, NOW) is not None


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


def test_what_is_undone_is_not_in_the_market(app: Flask) -> None:
    provider, employer = two_parties(app)
    a_vacancy(app, employer)
    lot = a_lot(app, provider)
    make(app)

    class Undone(Exception):
        pass

    def move_away(work: Any) -> None:
        edit_availability(work, provider.organisation_id, lot, 1, replace(LOT, travel_km=5))
        mark(work, Ref("availability", lot))
        work.session.flush()
        live_market(work.session, NOW)
        raise Undone

    with pytest.raises(Undone):
        act(app, move_away, by=provider.person_id)
    act(app, mark, Ref("availability", lot))
    assert agrees(app)


def test_where_rows_stop_one_of_the_best_the_next_moves_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best lot expired without a mark; the next has better work already, and this vacancy wants it."""
    for module in (service, choosing):
        monkeypatch.setattr(module, "DEFAULT_TOP", 1)
    provider, employer = two_parties(app)
    best, second = (a_lot(app, provider, latitude=52.976 - away / 10) for away in (0, 1))
    free = a_lot(app, provider, latitude=53.176, travel_km=30)
    a_vacancy(app, employer, latitude=52.976 - 0.1)
    settle(app)
    make(app)

    def expire(work: Work) -> None:
        lot = work.session.get_one(Availability, best)
        lot.expires_at = NOW - timedelta(days=1)

    services(app).transactor.perform(expire, SYSTEM)
    vacancy = a_vacancy(app, employer, latitude=52.976)
    settle(app)
    with services(app).sessions() as session:
        rows = queries.matches_of_post(session, Ref("vacancy", vacancy))
    assert {row.availability_id for row in rows} == {second, free}


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


def test_a_taxonomy_that_is_loaded_anew_ends_the_use_of_a_snapshot_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(app)
    with services(app).sessions() as session:
        assert live_market(session, NOW) is not None
        monkeypatch.setattr(snapshots, "taxonomy_version", lambda _session: "the next")
        assert live_market(session, NOW) is None
    make(app)


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


def test_a_licence_that_bars_work_bars_it_in_the_live_market_too(app: Flask) -> None:
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Farms", supplies=False)
    lot = a_lot(app, provider, work_sectors=(), engagement=frozenset({EngagementForm.AGENCY}))
    a_vacancy(app, employer, sector="01.13", engagement=frozenset({EngagementForm.AGENCY}))
    make(app)
    with services(app).sessions() as session:
        assert Market.open(session, NOW).pairs_of(Side.AVAILABILITY, lot) == []
        assert counterparts_of(session, NOW, Side.AVAILABILITY, lot).ids == []
    a_lot(app, provider, work_sectors=(), engagement=frozenset({EngagementForm.AGENCY}))
    with services(app).sessions() as session:
        assert live(session) == whole(session)


def test_whoever_meets_a_snapshot_that_is_just_replaced_takes_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(app)
    open_it = live_module._opened

    def too_late(*asked: Any) -> Any:
        monkeypatch.setattr(live_module, "_opened", open_it)
        make_again(app)

    monkeypatch.setattr(live_module, "_opened", too_late)
    with services(app).sessions() as session:
        found = live_market(session, NOW)
        current = session.scalar(select(Snapshot))
    assert found is not None
    assert current is not None
    assert found.snapshot_id == current.id
