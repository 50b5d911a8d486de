"""Writing the trail, in the transaction of the act itself."""

import secrets

from sqlalchemy import insert

from portal.audit.domain import body_of, commitment
from portal.audit.models import AuditEvent, AuditPayload
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event

SALT_BYTES = 32
_ENTRY = insert(AuditEvent).returning(AuditEvent.id)
_PAYLOAD = insert(AuditPayload)


def record(work: Work, happened: Event) -> None:
    """Add an event to the trail: the bare entry, and beside it the facts that can be erased."""
    salt, body = secrets.token_bytes(SALT_BYTES), body_of(happened.facts())
    entry = {
        "at": happened.at,
        "actor": happened.by,
        "action": happened.action,
        "object_kind": happened.about.kind,
        "object_id": happened.about.id,
        "subject": happened.subject,
        "commitment": commitment(salt, body),
    }
    work.session.flush()
    straight = work.session.connection()  # entries are never read or changed here: no need to track them
    event_id = straight.scalar(_ENTRY, entry)
    straight.execute(_PAYLOAD, {"event_id": event_id, "salt": salt, "body": body})
