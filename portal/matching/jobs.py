"""What matching does by itself: marked posts every second, every open post once a day."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.infra.schedule import Job, LongJob
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import Ref
from portal.matching import service
from portal.matching.live import live_market
from portal.matching.models import Dirty
from portal.matching.snapshots import build, folder_of, whole
from portal.vacancies import queries as vacancies

LEAST_POSTS = 2_000
"""Fewer open posts are read from their rows each time: that takes no longer."""
LEAST_MARKS, MOST_MARKS = 1_000, 10_000
"""A tenth of the posts that changed make a new snapshot worth its while, within these bounds."""


def mark_every_open_post(work: Work) -> None:
    """A day went by: a start that is past counts as today, a licence may have run out."""
    for lot in availability.open_availabilities(work.session, now=work.now):
        service.mark(work, Ref("availability", lot.id))
    for vacancy in vacancies.open_vacancies(work.session, now=work.now):
        service.mark(work, Ref("vacancy", vacancy.id))


def refresh_snapshot(transactor: Transactor, least: int = LEAST_POSTS) -> bool:
    """Make a snapshot where one is wanted; whether one was made."""
    with transactor.sessions() as session:
        folder = folder_of(session)
        if folder is None or not _is_wanted(session, transactor.clock(), least):
            return False
    return build(transactor, folder)


def _is_wanted(session: Session, now: datetime, least: int) -> bool:
    """There is none that can be used, or it is of another day, or much changed since."""
    current = whole(session)
    if current is None or live_market(session, now) is None:
        return len(availability.open_ids(session, now)) + len(vacancies.open_ids(session, now)) >= least
    size = (current.availabilities or 0) + (current.vacancies or 0)
    marks = session.scalar(select(func.count()).select_from(Dirty)) or 0
    return current.day != now.date() or marks >= min(MOST_MARKS, max(LEAST_MARKS, size // 10))


JOBS = (
    LongJob("matching: snapshot", timedelta(seconds=10), refresh_snapshot),
    Job("matching: marked posts", timedelta(seconds=1), service.rematch_marked),
    Job("matching: a new day", timedelta(hours=24), mark_every_open_post),
)
