"""Reading the trail."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEvent, AuditPayload
from portal.kernel.events import Ref


@dataclass(frozen=True)
class Entry:
    """One line of the trail; `facts` is empty where they were erased."""

    at: datetime
    actor: UUID
    action: str
    about: Ref
    facts: dict[str, Any]


def facts_since(
    session: Session, ref: Ref, action: str, actor: UUID, since: datetime
) -> list[dict[str, Any]]:
    """The facts of what one person did to one thing since a moment, in one way."""
    found = session.scalars(
        select(AuditPayload.body)
        .join(AuditEvent, AuditEvent.id == AuditPayload.event_id)
        .where(
            AuditEvent.object_kind == ref.kind,
            AuditEvent.object_id == ref.id,
            AuditEvent.action == action,
            AuditEvent.actor == actor,
            AuditEvent.at >= since,
        )
    )
    return [json.loads(body) for body in found if body]


def trail(session: Session, refs: Iterable[Ref]) -> list[Entry]:
    """What happened to these things, oldest first."""
    wanted = [and_(AuditEvent.object_kind == ref.kind, AuditEvent.object_id == ref.id) for ref in refs]
    if not wanted:
        return []
    found = session.execute(
        select(AuditEvent, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.event_id == AuditEvent.id)
        .where(or_(*wanted))
        .order_by(AuditEvent.id)
    )
    return [
        Entry(
            entry.at,
            entry.actor,
            entry.action,
            Ref(entry.object_kind, entry.object_id),
            json.loads(body) if body else {},
        )
        for entry, body in found
    ]
