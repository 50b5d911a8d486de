"""A bulk of posts to match: how far the worker is, and stopping and going on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.matching.events import RunEnded, RunResumed, RunStopped
from portal.matching.models import Dirty, Run


@dataclass(frozen=True)
class NothingToStop(Refusal):
    """Nothing is being matched that could be stopped, or could go on."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    id: UUID
    began_at: datetime
    matched: int
    waiting: int
    stopped_at: datetime | None
    seconds_left: float
    """At the pace so far, the times when it was stopped aside."""

    @property
    def percent(self) -> int:
        """Rounded down: a hundred means that all is done."""
        return 100 * self.matched // max(self.matched + self.waiting, 1)


def waiting(session: Session) -> int:
    """How many posts wait to be matched."""
    marked = select(func.count()).select_from(Dirty).where(Dirty.matched < Dirty.generation)
    return session.scalar(marked) or 0


def waiting_since(session: Session) -> datetime | None:
    """Since when the post waits that has waited longest, those of a bulk aside, which takes its time."""
    alone = (Dirty.matched < Dirty.generation, Dirty.in_bulk.is_(False))
    return session.scalar(select(func.min(Dirty.marked_at)).where(*alone))


def progress(session: Session, now: datetime) -> Progress | None:
    """How far the run is that has not ended; none where there is none."""
    run = _current(session)
    if run is None:
        return None
    left = waiting(session)
    until = run.stopped_at or now
    pace = ((until - run.began_at).total_seconds() - run.seconds_stopped) / max(run.matched, 1)
    return Progress(run.id, run.began_at, run.matched, left, run.stopped_at, pace * left)


def is_stopped(session: Session) -> bool:
    """Whether somebody keeps the worker from matching what waits."""
    run = _current(session)
    return run is not None and run.stopped_at is not None


def note(work: Work, *, matched: int, portion: int) -> None:
    """Some were matched; a run begins where more is left than a portion, and ends where nothing is."""
    run, left = _current(work.session), waiting(work.session)
    if run is None:
        if left <= portion:
            return
        run = Run(
            id=work.new_id(),
            began_at=work.now,
            matched=0,
            seconds_stopped=0.0,
            stopped_at=None,
            ended_at=None,
        )
        work.session.add(run)
    if run.stopped_at is None:  # else they came alone, and say nothing of its pace
        run.matched += matched
    if not left:
        run.ended_at = work.now
        work.emit(RunEnded(at=work.now, by=work.actor, run_id=run.id, matched=run.matched))


def stop(work: Work) -> UUID | NothingToStop:
    """Keep the worker from going on; what waits goes on waiting, and what it has in hand is finished."""
    run = _current(work.session)
    if run is None or run.stopped_at is not None:
        return NothingToStop()
    run.stopped_at = work.now
    work.emit(RunStopped(at=work.now, by=work.actor, run_id=run.id, matched=run.matched))
    return run.id


def go_on(work: Work) -> UUID | NothingToStop:
    """Let the worker go on where it stopped."""
    run = _current(work.session)
    if run is None or run.stopped_at is None:
        return NothingToStop()
    run.seconds_stopped += (work.now - run.stopped_at).total_seconds()
    run.stopped_at = None
    work.emit(RunResumed(at=work.now, by=work.actor, run_id=run.id, matched=run.matched))
    return run.id


def _current(session: Session) -> Run | None:
    return session.scalar(select(Run).where(Run.ended_at.is_(None)))
