"""What is known about mails: how far they came, and what their readers prefer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from portal.kernel.events import Ref
from portal.notifications.domain import (
    AS_DEFAULT,
    GIVEN_UP,
    Category,
    MailState,
    Preference,
    Recipient,
    Trouble,
    label,
    recipient,
)
from portal.notifications.models import (
    NO_ORGANISATION,
    Mail,
    MailAbout,
    MailPreference,
    SuppressedAddress,
)
from portal.notifications.rendering import subject_of


@dataclass(frozen=True)
class MailLine:
    """One mail as a list shows it; `recipient` is a label such as "person:1f0c…"."""

    id: UUID
    at: datetime
    template: str
    recipient: str
    state: MailState
    sent_at: datetime | None
    last_error: str | None


def mails_about(session: Session, refs: Iterable[Ref]) -> list[MailLine]:
    """Every mail about any of these things, oldest first."""
    wanted = [and_(MailAbout.kind == ref.kind, MailAbout.object_id == ref.id) for ref in refs]
    if not wanted:
        return []
    about = exists().where(MailAbout.mail_id == Mail.id, or_(*wanted))
    rows = session.scalars(select(Mail).where(about).order_by(Mail.queued_at, Mail.id))
    return [line(row) for row in rows]


def mail_subjects(session: Session, to: Recipient) -> list[tuple[MailLine, str]]:
    """Every mail to one recipient, oldest first, with its subject in the page's language; empty if gone."""
    rows = session.scalars(select(Mail).where(Mail.recipient == label(to)).order_by(Mail.queued_at, Mail.id))
    return [(line(row), (subject_of(row.template, row.facts) or "") if row.facts else "") for row in rows]


def line(row: Mail) -> MailLine:
    """A mail's row as a list shows it."""
    return MailLine(
        row.id, row.queued_at, row.template, row.recipient, row.state, row.sent_at, row.last_error
    )


def preference(session: Session, person_id: UUID, organisation_id: UUID | None) -> Preference:
    """What a person prefers for an organisation; what they never chose is as by default."""
    row = session.get(MailPreference, (person_id, organisation_id or NO_ORGANISATION))
    return Preference(row.matches, row.progress) if row else AS_DEFAULT


@dataclass(frozen=True)
class Undelivered:
    """A mail that was given up, and to whom it should have gone."""

    mail: MailLine
    to: Recipient
    facts: dict[str, Any]
    is_late: bool
    """It expired since, so it cannot be sent again."""


def undelivered(session: Session, now: datetime, most: int = 100) -> list[Undelivered]:
    """Mails that were given up, newest first.

    Left out is what nobody can mend: mails that their readers have stopped, and mails to workers
    for whom no address was given.
    """
    rows = session.scalars(
        select(Mail).where(*_to_mend()).order_by(Mail.queued_at.desc(), Mail.id).limit(most)
    )
    return [
        Undelivered(
            line(row),
            recipient(row.recipient, row.language),
            row.facts,
            row.expires_at is not None and row.expires_at <= now,
        )
        for row in rows
    ]


def _to_mend() -> tuple[ColumnElement[bool], ...]:
    no_address = and_(Mail.category == Category.WORKER, Mail.last_error == Trouble.NO_ADDRESS.value)
    return (
        Mail.state.in_(GIVEN_UP),
        Mail.digest_id.is_(None),
        or_(Mail.last_error.is_(None), and_(Mail.last_error != Trouble.STOPPED.value, not_(no_address))),
    )


@dataclass(frozen=True)
class Outbox:
    """What waits to be sent now, since when, and how many mails were given up that somebody can mend."""

    due: int
    oldest_due_at: datetime | None
    given_up: int


def outbox(session: Session, now: datetime) -> Outbox:
    """How sending mails gets on."""
    due = select(func.count(), func.min(Mail.due_at)).where(
        Mail.state == MailState.QUEUED, Mail.due_at <= now
    )
    given_up = select(func.count()).select_from(Mail).where(*_to_mend())
    count, oldest = session.execute(due).one()
    return Outbox(count, oldest, session.scalar(given_up) or 0)


@dataclass(frozen=True)
class SuppressedLine:
    """An address that takes no mail, since when, and why."""

    id: UUID
    email: str
    since: datetime
    reason: str


def suppressed_addresses(session: Session) -> list[SuppressedLine]:
    """Every address that refused mail, newest first."""
    rows = session.scalars(select(SuppressedAddress).order_by(SuppressedAddress.since.desc()))
    return [SuppressedLine(row.id, row.email, row.since, row.reason) for row in rows]
