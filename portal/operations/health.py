"""How the portal fares, for whoever watches over it: what waits and for how long, and what goes wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.infra.schedule import how_jobs_went
from portal.matching import runs
from portal.matching.index.paths import path_in_use
from portal.matching.snapshots import whole
from portal.notifications import queries as notifications

LATE = timedelta(minutes=10)
"""What waits longer waits too long: a mail that is due, a post that is to be matched, a sign of the worker.

A worker ends some job every second, but a large plan or snapshot takes minutes.
"""


@dataclass(frozen=True)
class Health:
    """Counts, moments in UTC, and troubles in words that any stranger may read."""

    matching: str
    """`compiled` or `numpy`."""
    snapshot_made_at: datetime | None
    posts_waiting: int
    oldest_post_waits_since: datetime | None
    """Of those that came alone: a bulk takes its time."""
    matching_stopped_at: datetime | None
    mails_due: int
    oldest_mail_due_at: datetime | None
    mails_given_up: int
    worker_seen_at: datetime | None
    troubles: tuple[str, ...]


def health(session: Session, now: datetime, names: Collection[str]) -> Health:
    """How the portal fares now, and its jobs of these names."""
    jobs, outbox = how_jobs_went(session), notifications.outbox(session, now)
    run, snapshot = runs.progress(session, now), whole(session)
    waits_since = runs.waiting_since(session)
    seen_at = max((one.last_ok for one in jobs if one.last_ok), default=None)
    troubles = []
    if any(one.last_error for one in jobs if one.name in names):
        troubles.append("A job fails. The log of the worker names it.")
    if seen_at is None or now - seen_at > LATE:
        troubles.append("No worker runs.")
    if outbox.oldest_due_at and now - outbox.oldest_due_at > LATE:
        troubles.append("Mails wait long to be sent.")
    if waits_since and now - waits_since > LATE:
        troubles.append("Posts wait long to be matched.")
    return Health(
        matching=path_in_use(),
        snapshot_made_at=snapshot.made_at if snapshot else None,
        posts_waiting=runs.waiting(session),
        oldest_post_waits_since=waits_since,
        matching_stopped_at=run.stopped_at if run else None,
        mails_due=outbox.due,
        oldest_mail_due_at=outbox.oldest_due_at,
        mails_given_up=outbox.given_up,
        worker_seen_at=seen_at,
        troubles=tuple(troubles),
    )
