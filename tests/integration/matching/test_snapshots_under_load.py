"""Several processes at once: what one publishes another matches, and nothing is wrong, missing or doubled."""

import os
import signal
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import sleep

import pytest
from flask import Flask

from portal.app import Services
from portal.infra import clock
from portal.kernel.events import SYSTEM
from portal.matching import queries
from portal.matching.domain import DEFAULT_TOP
from portal.matching.live import live_market
from portal.matching.market import Market, Side
from portal.matching.service import rematch_marked
from portal.matching.snapshots import build
from portal.matching.states import MatchState
from tests.builders.placements import a_lot, a_party, a_vacancy
from tests.integration.matching import storm
from tests.integration.matching.storm import Where, folder_in, work_now, workers_now
from tests.proof import IN_FULL

SECONDS = 300 if IN_FULL else 3
KILLS = 100 if IN_FULL else 6
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload([storm.__name__])


def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


@pytest.fixture
def where(app: Flask) -> Where:
    """What processes need to be a portal beside this one; a first snapshot is made."""
    url = services(app).engine.url.render_as_string(hide_password=False)
    build(services(app).transactor, folder_in(services(app)))
    return Where(url, str(app.config["DATA_DIR"]))


def processes(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=PROCESSES)


def test_a_post_that_one_process_publishes_another_matches_within_a_second(app: Flask, where: Where) -> None:
    employer = a_party(app, "Wash Logistics", supplies=False)
    provider = a_party(app, "Fenland Labour", supplies=True)
    vacancy = a_vacancy(app, employer, **work_now())
    with PROCESSES.Manager() as manager, processes(1) as pool:
        ready = manager.Event()
        waiting = pool.submit(storm.wait_for_pair, where, 20, ready, vacancy, provider.organisation_id)
        assert ready.wait(30)
        a_lot(app, provider, **workers_now())
        published = clock.now().timestamp()
        found = waiting.result()
    assert found is not None
    assert found - published < 1


def test_in_a_storm_of_changes_no_match_is_wrong_missing_or_doubled(app: Flask, where: Where) -> None:
    parties = [
        (a_party(app, f"Fenland {n}", supplies=True), a_party(app, f"Wash {n}", supplies=False))
        for n in range(2)
    ]
    with PROCESSES.Manager() as manager, processes(7) as pool:
        stop = manager.Event()
        matching: Future[int] = pool.submit(storm.keep_matching, where, stop)
        reading = [pool.submit(storm.read, where, stop, seed) for seed in range(4)]
        writing = [
            pool.submit(storm.write, where, SECONDS, 8, seed, *one) for seed, one in enumerate(parties)
        ]
        try:
            acts = [one.result() for one in writing]
        finally:
            stop.set()  # else the others go on for ever
        assert matching.result() > 1
        outcomes = [one.result() for one in reading]
    assert min(acts) >= 8
    assert [wrong for _, wrong in outcomes] == [[], [], [], []]
    assert sum(compared for compared, _ in outcomes) > len(outcomes)
    while services(app).transactor.perform(rematch_marked, SYSTEM):
        pass
    assert_that_matches_are_the_best(app)


def assert_that_matches_are_the_best(app: Flask) -> None:
    """Each side's best twenty are stored, each once, and whatever is stored passes every gate."""
    with services(app).sessions() as session:
        market = Market.open(session, clock.now())
        _count, rows = queries.find_matches(
            session, queries.MatchFilter(state=MatchState.OPEN), limit=1_000_000
        )
        stored = [(str(row.availability_id), str(row.vacancy_id)) for row in rows]
        assert len(stored) == len(set(stored)) > 0
        for side, posts in ((Side.AVAILABILITY, market.lots), (Side.VACANCY, market.vacancies)):
            best = (pair for post in posts for pair in market.pairs_of(side, post)[:DEFAULT_TOP])
            assert {(str(pair.availability.id), str(pair.vacancy.id)) for pair in best} <= set(stored)
        assert all(market.judge(row.availability_id, row.vacancy_id).passed for row in rows)


def test_killed_at_any_moment_the_next_start_is_right(app: Flask, where: Where) -> None:
    r = Random(11)
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    a_vacancy(app, employer, **work_now())
    with services(app).sessions() as session:
        before = live_market(session, clock.now())
    for number in range(KILLS):
        building = PROCESSES.Process(target=storm.build_for_ever, args=(where,))
        building.start()
        kept = folder_in(services(app))
        seen = set(kept.iterdir())
        while set(kept.iterdir()) == seen:
            sleep(0.005)  # it has begun
        a_lot(app, provider, headcount=number + 1, **workers_now())
        sleep(r.random() / 5)
        assert building.pid is not None
        os.kill(building.pid, signal.SIGKILL)
        building.join()
        assert_live_is_whole(app)
    build(services(app).transactor, folder_in(services(app)))
    assert len(list(folder_in(services(app)).iterdir())) == 1
    with services(app).sessions() as session:
        after = live_market(session, clock.now())
    assert before is not after
    assert_live_is_whole(app)


def assert_live_is_whole(app: Flask) -> None:
    """The live market finds for every vacancy what all rows say."""
    with services(app).sessions() as session:
        market, live = Market.open(session, clock.now()), live_market(session, clock.now())
        assert live is not None
        assert market.lots
        for post, facts in market.vacancy_facts.items():
            found = live.counterparts(Side.VACANCY, facts)
            expected = [one.availability.id for one in market.pairs_of(Side.VACANCY, post)]
            assert sorted(found.ids) == sorted(expected)


def test_the_folder_is_where_the_portal_keeps_its_data(app: Flask) -> None:
    assert folder_in(services(app)) == Path(app.config["DATA_DIR"]) / "snapshots"
