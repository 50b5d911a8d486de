"""The live market: every process answers as if it had read all rows just now."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.availability.models import Availability
from portal.availability.service import close_availability, edit_availability
from portal.compliance.holds.service import hold, release
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching import choosing, queries, service, snapshots
from portal.matching import live as live_module
from portal.matching.live import counterparts_of, live_market
from portal.matching.market import Market, Side
from portal.matching.models import Snapshot
from portal.matching.service import mark
from portal.posts.domain import EngagementForm
from tests.builders.placements import LOT, NOW, a_lot, a_party, a_vacancy, act
from tests.integration.matching.markets import (
    agrees,
    folder,
    live,
    make,
    make_again,
    services,
    settle,
    two_parties,
    whole,
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


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


def test_a_taxonomy_that_is_loaded_anew_ends_the_use_of_a_snapshot_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(app)
    with services(app).sessions() as session:
        assert live_market(session, NOW) is not None
        monkeypatch.setattr(snapshots, "taxonomy_version", lambda _session: "the next")
        assert live_market(session, NOW) is None
    make(app)


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
