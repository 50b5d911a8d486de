"""Putting messages into the outbox, and what people may decide about them."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from portal.infra.unit_of_work import Work
from portal.kernel.events import plain
from portal.notifications import queries
from portal.notifications.domain import (
    AS_DEFAULT,
    Category,
    Message,
    Preference,
    ToAddress,
    ToPerson,
    departure,
    label,
)
from portal.notifications.models import Mail, MailAbout

AT_ONCE = frozenset({Category.ACCOUNT, Category.WORKER})


def queue(work: Work, message: Message) -> None:
    """Put a message into the outbox, in the same transaction as the act that causes it.

    The same key to the same recipient stays one mail. What the reader has stopped is kept as
    suppressed, what belongs into their digest as held.
    """
    leaves = departure(
        message.category, urgent=message.urgent, preference=_preference(work, message), now=work.now
    )
    mail_id = work.new_id()
    row = {
        "id": mail_id,
        "key": message.key,
        "recipient": label(message.to),
        "language": message.to.language if isinstance(message.to, ToAddress) else "",
        "template": message.template,
        "facts": plain(message.facts),
        "category": message.category,
        "organisation_id": message.organisation_id,
        "urgent": message.urgent or message.category in AT_ONCE,
        "state": leaves.state,
        "queued_at": work.now,
        "due_at": leaves.due_at,
        "expires_at": message.expires_at,
        "attempts": 0,
        "last_error": leaves.trouble,
    }
    if _is_new(work, row) and message.about:
        about = [
            {"mail_id": mail_id, "kind": ref.kind, "object_id": ref.id}
            for ref in dict.fromkeys(message.about)
        ]
        work.session.execute(insert(MailAbout), about)


def _is_new(work: Work, row: dict[str, Any]) -> bool:
    on_postgresql = work.session.get_bind().dialect.name == "postgresql"
    make: Any = postgresql.insert if on_postgresql else sqlite.insert
    return work.session.scalar(make(Mail).values(row).on_conflict_do_nothing().returning(Mail.id)) is not None


def _preference(work: Work, message: Message) -> Preference:
    match message.to:
        case ToPerson(person_id):
            return queries.preference(work.session, person_id, message.organisation_id)
        case _:
            return AS_DEFAULT
