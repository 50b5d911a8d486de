"""What workers ask that somebody has to answer by a day: contested listings and corrections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.workers.corrections import corrections_to_decide
from portal.workers.listings import contested


def waiting(session: Session, organisation_id: UUID) -> list[datetime]:
    """By when a provider has to answer each of them, the earliest first."""
    return _dues(session, organisation_id, None)


def overdue(session: Session, now: datetime) -> list[datetime]:
    """Since when providers are late, the longest first."""
    return _dues(session, None, now)


def _dues(session: Session, organisation_id: UUID | None, due: datetime | None) -> list[datetime]:
    removals = (one.remove_by for one in contested(session, organisation_id, due=due))
    decisions = (one.decide_by for one in corrections_to_decide(session, organisation_id, due=due))
    return sorted([*(one for one in removals if one), *decisions])
