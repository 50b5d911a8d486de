"""What the portal does by itself, and how often."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.infra.logs import fault
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM

PAUSE_AFTER_A_FAULT = timedelta(seconds=30)


@dataclass(frozen=True)
class Job:
    """A body that is run every so often in a unit of work; repeating it does no harm."""

    name: str
    every: timedelta
    body: Callable[[Work], object]


class ScheduledJob(Base):
    """When a job is due next, and how it went.

    A run is one transaction: the body and the mark of its success. The row's lock is the lease, so
    that a worker that dies leaves nothing behind, and a second worker passes on to the next job.
    """

    __tablename__ = "scheduled_job"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_due: Mapped[datetime]
    last_ok: Mapped[datetime | None]
    last_error: Mapped[str | None]


def run_due(transactor: Transactor, jobs: Sequence[Job], *, stopping: Callable[[], bool] = bool) -> list[str]:
    """Run every job that is due, once, each in its own unit of work; the names of those that went well."""
    due = _due(transactor, jobs)
    return [job.name for job in due if not stopping() and _run(transactor, job)]


def _due(transactor: Transactor, jobs: Sequence[Job]) -> list[Job]:
    now = transactor.clock()
    with transactor.sessions() as session:
        rows = session.execute(select(ScheduledJob.name, ScheduledJob.next_due))
        known = {row.name: row.next_due for row in rows}
    if new := [job for job in jobs if job.name not in known]:
        transactor.perform(_enrol, SYSTEM, new)
    return [job for job in jobs if known.get(job.name, now) <= now]


def _enrol(work: Work, jobs: Sequence[Job]) -> None:
    on_postgresql = work.session.get_bind().dialect.name == "postgresql"
    make: Any = postgresql.insert if on_postgresql else sqlite.insert
    rows = [{"name": job.name, "next_due": work.now} for job in jobs]
    work.session.execute(make(ScheduledJob).values(rows).on_conflict_do_nothing())


def _run(transactor: Transactor, job: Job) -> bool:
    try:
        return transactor.perform(_run_once, SYSTEM, job)
    except Exception as error:  # one broken job must not stop the others
        structlog.get_logger().error("a job failed", job=job.name, **fault(error))
        transactor.perform(_mark_fault, SYSTEM, job, type(error).__name__)
        return False


def _run_once(work: Work, job: Job) -> bool:
    row = work.session.scalar(
        select(ScheduledJob).where(ScheduledJob.name == job.name).with_for_update(skip_locked=True)
    )
    if row is None or row.next_due > work.now:
        return False
    job.body(work)
    row.next_due, row.last_ok, row.last_error = work.now + job.every, work.now, None
    return True


def _mark_fault(work: Work, job: Job, error: str) -> None:
    row = work.session.get(ScheduledJob, job.name, with_for_update=True)
    if row is not None:
        row.next_due, row.last_error = work.now + max(job.every, PAUSE_AFTER_A_FAULT), error
