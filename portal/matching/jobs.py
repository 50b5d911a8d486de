"""What matching does by itself: marked posts every second, every open post once a day."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.infra.schedule import Job, LongJob
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching import service
from portal.matching.live import live_market
from portal.matching.models import Dirty
from portal.matching.snapshots import build, clear, folder_of, forget, whole
from portal.vacancies import queries as vacancies

LEAST_POSTS = 2_000
"""Fewer open posts are read from their rows each time: that takes no longer."""
LEAST_MARKS, MOST_MARKS = 1_000, 10_000
"""A tenth of the posts that changed make a new snapshot worth its while, within these bounds."""


def mark_every_open_post(work: Work) -> None:
    """A day went by: a start that is past counts as today, a licence may have run out."""
    work.in_bulk = True
    for lot in availability.open_availabilities(work.session, now=work.now):
        service.mark(work, Ref("availability", lot.id))
    for vacancy in vacancies.open_vacancies(work.session, now=work.now):
        service.mark(work, Ref("vacancy", vacancy.id))


def refresh_snapshot(transactor: Transactor, least: int = LEAST_POSTS) -> bool:
    """Make a snapshot where one is wanted; whether one was made."""
    with transactor.sessions() as session:
        folder = folder_of(session)
        if folder is None or not _is_wanted(session, transactor.clock(), folder):
            return False
        now = transactor.clock()
        posts = len(availability.open_ids(session, now)) + len(vacancies.open_ids(session, now))
    if posts >= least:
        return build(transactor, folder)
    if transactor.perform(forget, SYSTEM):
        with transactor.sessions() as session:
            clear(session, folder)
    return False


def _is_wanted(session: Session, now: datetime, folder: Path) -> bool:
    """There is none that can be used, or it is of another day, or much changed since."""
    current = whole(session)
    if current is None or not (folder / str(current.id)).is_dir() or live_market(session, now) is None:
        return True
    size = (current.availabilities or 0) + (current.vacancies or 0)
    news = select(func.count()).select_from(Dirty).where(Dirty.generation > Dirty.packed)
    marks = session.scalar(news) or 0
    return current.day != now.date() or marks >= min(MOST_MARKS, max(LEAST_MARKS, size // 10))


JOBS = (
    LongJob("matching: snapshot", timedelta(seconds=10), refresh_snapshot),
    Job("matching: marked posts", timedelta(seconds=1), service.rematch_marked, goes_on=bool),
    Job("matching: a new day", timedelta(hours=24), mark_every_open_post),
)
