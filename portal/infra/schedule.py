"""What the portal does by itself, and how often."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeAlias

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.infra.database import Base, insert_or
from portal.infra.logs import fault
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM

PAUSE_AFTER_A_FAULT = timedelta(seconds=30)
BREATH = timedelta(seconds=0.2)
"""Between two portions of a job: where there is one writer, others come to write."""
LONGEST_PAUSE_AFTER_A_FAULT = timedelta(minutes=10)
"""Also what is due once a day is tried again so soon."""


@dataclass(frozen=True)
class Job:
    """A body that is run every so often in a unit of work; repeating it does no harm."""

    name: str
    every: timedelta
    body: Callable[[Work], object]
    goes_on: Callable[[Any], bool] = lambda _outcome: False
    """Whether, by what the body gave, there may be more of it: then it is due again after a breath."""


@dataclass(frozen=True)
class LongJob:
    """A body that takes too long for one transaction and makes its own; repeating it does no harm.

    It is due again `every` so often from when it began, so that another worker passes on meanwhile;
    two that run at once must not harm each other.
    """

    name: str
    every: timedelta
    body: Callable[[Transactor], object]


AnyJob: TypeAlias = Job | LongJob


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


@dataclass(frozen=True)
class HowItWent:
    """When a job ended well last, and the kind of fault since then, if any."""

    name: str
    last_ok: datetime | None
    last_error: str | None


def how_jobs_went(session: Session) -> list[HowItWent]:
    """Of every job, by name."""
    rows = session.execute(
        select(ScheduledJob.name, ScheduledJob.last_ok, ScheduledJob.last_error).order_by(ScheduledJob.name)
    )
    return [HowItWent(*row) for row in rows]


def run_due(
    transactor: Transactor, jobs: Sequence[AnyJob], *, stopping: Callable[[], bool] = bool
) -> list[str]:
    """Run every job that is due, once, each in its own unit of work; the names of those that went well."""
    due = _due(transactor, jobs)
    return [job.name for job in due if not stopping() and _run(transactor, job)]


def _due(transactor: Transactor, jobs: Sequence[AnyJob]) -> list[AnyJob]:
    now = transactor.clock()
    with transactor.sessions() as session:
        rows = session.execute(select(ScheduledJob.name, ScheduledJob.next_due))
        known = {row.name: row.next_due for row in rows}
    if new := [job for job in jobs if job.name not in known]:
        transactor.perform(_enrol, SYSTEM, new)
    return [job for job in jobs if known.get(job.name, now) <= now]


def _enrol(work: Work, jobs: Sequence[AnyJob]) -> None:
    rows = [{"name": job.name, "next_due": work.now} for job in jobs]
    work.session.execute(insert_or(work.session, ScheduledJob).values(rows).on_conflict_do_nothing())


def _run(transactor: Transactor, job: AnyJob) -> bool:
    try:
        if isinstance(job, Job):
            return transactor.perform(_run_once, SYSTEM, job)
        if not transactor.perform(_take, SYSTEM, job):
            return False
        job.body(transactor)
        transactor.perform(_mark_success, SYSTEM, job)
    except Exception as error:  # one broken job must not stop the others
        structlog.get_logger().error("a job failed", job=job.name, **fault(error))
        transactor.perform(_mark_fault, SYSTEM, job, type(error).__name__)
        return False
    return True


def _locked(work: Work, name: str) -> ScheduledJob | None:
    """The job's row where it is due and nobody else runs it."""
    row = work.session.scalar(
        select(ScheduledJob).where(ScheduledJob.name == name).with_for_update(skip_locked=True)
    )
    return row if row is not None and row.next_due <= work.now else None


def _take(work: Work, job: LongJob) -> bool:
    row = _locked(work, job.name)
    if row is not None:
        row.next_due = work.now + job.every
    return row is not None


def _run_once(work: Work, job: Job) -> bool:
    row = _locked(work, job.name)
    if row is None:
        return False
    began = monotonic()
    again = job.every
    if job.goes_on(job.body(work)):
        again = timedelta(seconds=monotonic() - began) + BREATH
    row.next_due, row.last_ok, row.last_error = work.now + again, work.now, None
    return True


def _mark_success(work: Work, job: LongJob) -> None:
    row = work.session.get_one(ScheduledJob, job.name, with_for_update=True)
    row.last_ok, row.last_error = work.now, None


def _mark_fault(work: Work, job: AnyJob, error: str) -> None:
    row = work.session.get(ScheduledJob, job.name, with_for_update=True)
    if row is not None:
        pause = min(max(job.every, PAUSE_AFTER_A_FAULT), LONGEST_PAUSE_AFTER_A_FAULT)
        row.next_due, row.last_error = work.now + pause, error
