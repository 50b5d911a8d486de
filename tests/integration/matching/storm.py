"""Processes that change posts, read the market and make snapshots of it at once; each a portal of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import Services, create_app
from portal.availability import service as lots
from portal.infra import clock
from portal.kernel.events import SYSTEM
from portal.matching.live import Live, live_market
from portal.matching.market import Market, Side
from portal.matching.models import Dirty
from portal.matching.service import rematch_marked
from portal.matching.snapshots import build, folder_of, whole
from tests.builders.placements import LOT, Party, a_lot, a_vacancy, act


@dataclass(frozen=True)
class Where:
    """The database and the folder of data that processes share."""

    url: str
    data: str


@contextmanager
def portal(where: Where) -> Iterator[tuple[Flask, Services]]:
    """A portal on a database, as a new process starts one."""
    app = create_app({"TESTING": True, "DATABASE_URL": where.url, "DATA_DIR": Path(where.data)})
    services: Services = app.extensions["fairshift"]
    with app.app_context():
        yield app, services
    services.engine.dispose()


def workers_now() -> dict[str, Any]:
    """When workers are free: from today on."""
    return {"available_from": clock.now().date()}


def work_now() -> dict[str, Any]:
    """When work is to be done: from next week on."""
    first = clock.now().date() + timedelta(days=7)
    return {"starts": first, "latest_start": first + timedelta(days=2), "ends": first + timedelta(days=80)}


def write(where: Where, seconds: float, least: int, seed: int, provider: Party, employer: Party) -> int:
    """Publish, change, pause, resume and close posts at random; how often."""
    r, acts = Random(seed), 0
    published: dict[UUID, int] = {}
    with portal(where) as (app, _services):
        until = monotonic() + seconds
        while monotonic() < until or acts < least:
            acts += 1
            near = {"headcount": r.randint(1, 40), "latitude": 52.7 + r.random() / 3}
            if r.random() < 0.5 or not published:
                published[a_lot(app, provider, **workers_now(), **near)] = 1
                a_vacancy(app, employer, **work_now(), **near)
            else:
                one = r.choice(list(published))
                _change(r, app, provider, one, published, workers_now() | near)
            sleep(r.random() / 20)
    return acts


def _change(
    r: Random, app: Flask, provider: Party, lot: UUID, versions: dict[UUID, int], terms: dict[str, Any]
) -> None:
    organisation, by = provider.organisation_id, provider.person_id
    match r.randrange(4):
        case 0:
            act(app, lots.close_availability, organisation, lot, "needed", by=by)
            del versions[lot]
        case 1:
            act(app, lots.pause_availability, organisation, lot, by=by)
            act(app, lots.resume_availability, organisation, lot, by=by)
        case _:
            fresh = replace(LOT, **terms, travel_km=r.choice((5, 30, 80)))
            if act(app, lots.edit_availability, organisation, lot, versions[lot], fresh, by=by) == lot:
                versions[lot] += 1


def keep_matching(where: Where, stop: Event) -> int:
    """What the worker does, with one new snapshot after the other; how many were made."""
    made = 0
    with portal(where) as (_app, services):
        folder = folder_in(services)
        while not stop.is_set():
            services.transactor.perform(rematch_marked, SYSTEM)
            made += build(services.transactor, folder)
            sleep(0.3)
    return made


def folder_in(services: Services) -> Path:
    with services.sessions() as session:
        folder = folder_of(session)
    assert folder is not None
    return folder


def read(where: Where, stop: Event, seed: int) -> tuple[int, list[str]]:
    """Ask the live market for a post's counterparts, again and again; how often it was compared with all
    rows of the same moment, and what differed."""
    r, compared, wrong = Random(seed), 0, []
    with portal(where) as (_app, services):
        while not stop.is_set():
            with services.sessions() as session:
                live = live_market(session, clock.now())
            if live is None:
                wrong.append("no snapshot can be used")
                continue
            with services.sessions() as session:
                if services.engine.dialect.name == "postgresql":
                    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                outcome = compare(session, live, r)
            if outcome is not None:
                compared += 1
                wrong += outcome
            sleep(r.random() / 50)
    return compared, wrong


def compare(session: Session, live: Live, r: Random) -> list[str] | None:
    """What differs for some post; none where the live market is of another moment than the session."""
    news = Dirty.generation > Dirty.packed
    counted = select(func.count(), func.coalesce(func.sum(Dirty.generation), 0)).where(news)
    number, generations = session.execute(counted).one()
    count, snapshot = (int(number), int(generations)), whole(session)
    if snapshot is None or (live.snapshot_id, live._counted) != (snapshot.id, count):
        return None
    market = Market.open(session, clock.now())
    posts = [
        (side, one) for side in Side for one in (market.lots if side == "availability" else market.vacancies)
    ]
    if not posts:
        return None
    side, post = r.choice(posts)
    facts = market.lot_facts[post] if side is Side.AVAILABILITY else market.vacancy_facts[post]
    found = live.counterparts(side, facts)
    if len(set(found.ids)) != len(found):
        return [f"{side} {post}: doubled"]
    expected = {one.counterpart(side): round(one.score * 1e9) for one in market.pairs_of(side, post)}
    told = dict(zip(found.ids, found.nano_scores, strict=True))
    return [] if told == expected else [f"{side} {post}: {len(told)} found, {len(expected)} expected"]


def build_for_ever(where: Where) -> None:
    """Make one snapshot after the other until somebody kills the process."""
    with portal(where) as (_app, services):
        folder = folder_in(services)
        while True:
            build(services.transactor, folder)


def wait_for_pair(
    where: Where, seconds: float, ready: Event, vacancy: UUID, organisation: UUID
) -> float | None:
    """When this process's live market found a lot of an organisation for a vacancy; none if it did not."""
    with portal(where) as (_app, services):
        ready.set()
        until = monotonic() + seconds
        while monotonic() < until:
            with services.sessions() as session:
                now = clock.now()
                live = live_market(session, now)
                facts = Market.among(session, now, [], [vacancy]).vacancy_facts[vacancy]
                found = live.counterparts(Side.VACANCY, facts).ids if live else []
                lots_found = Market.among(session, now, found, []).lots.values()
                if any(one.organisation_id == organisation for one in lots_found):
                    return now.timestamp()
            sleep(0.01)
    return None
