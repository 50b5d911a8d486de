"""Which workers have opened their offers in this browser; the cookie names nothing but their ids."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session

from portal.infra import clock
from portal.infra.web import reading
from portal.workers import own_contact

OPEN_FOR = timedelta(hours=12)
MOST_HERE = 20
"""Workers who may have opened offers in one browser at the same time: a crew may share a phone."""
_OPENED = "opened"


def is_open_here(worker_id: UUID) -> bool:
    """Whether the worker opened an offer in this browser within twelve hours, by the word that holds now."""
    since = session.get(_OPENED, {}).get(str(worker_id))
    set_at = own_contact.word_set_at(reading(), worker_id)
    if not since or set_at is None:
        return False
    opened = datetime.fromisoformat(since)
    return set_at <= opened and clock.now() < opened + OPEN_FOR


def open_here(worker_id: UUID) -> None:
    """Let this browser act for the worker for twelve hours; the cookie names nothing but the worker's id."""
    kept = {**session.get(_OPENED, {}), str(worker_id): clock.now().isoformat()}
    latest = sorted(kept.items(), key=lambda one: one[1])[-MOST_HERE:]
    session[_OPENED] = dict(latest)
