"""Writing the trail, in the transaction of the act itself."""

import secrets

from portal.audit.domain import body_of, commitment
from portal.audit.models import AuditEvent, AuditPayload
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event

SALT_BYTES = 32


def record(work: Work, happened: Event) -> None:
    """Add an event to the trail: the bare entry, and beside it the facts that can be erased."""
    salt, body = secrets.token_bytes(SALT_BYTES), body_of(happened.facts())
    entry = AuditEvent(
        at=happened.at,
        actor=happened.by,
        action=happened.action,
        object_kind=happened.about.kind,
        object_id=happened.about.id,
        subject=happened.subject,
        commitment=commitment(salt, body),
    )
    work.session.add(entry)
    work.session.flush()
    work.session.add(AuditPayload(event_id=entry.id, salt=salt, body=body))
