"""Mails on their way, what their readers prefer, and addresses that take no mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.notifications.domain import Category, Frequency, MailState

NO_ORGANISATION = UUID(int=0)
"""Stands for mails that concern no organisation, where a key needs a value."""


class Mail(Base):
    """One mail to one recipient, from the act that caused it to its delivery."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("key", "recipient"),
        Index("ix_mail_due", "state", "due_at"),
        Index("ix_mail_recipient", "recipient", "organisation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    recipient: Mapped[str]
    language: Mapped[str]
    template: Mapped[str]
    facts: Mapped[dict[str, Any]]
    category: Mapped[Category]
    organisation_id: Mapped[UUID | None]
    urgent: Mapped[bool]
    state: Mapped[MailState]
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    claimed_by: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    digest_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail.id"), index=True)


class MailAbout(Base):
    """A thing that a mail tells of."""

    __tablename__ = "mail_about"
    __table_args__ = (Index("ix_mail_about_object", "kind", "object_id"),)

    mail_id: Mapped[UUID] = mapped_column(ForeignKey("mail.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)


class MailPreference(Base):
    """What a person wants to be told, for one of their organisations."""

    __tablename__ = "mail_preference"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    matches: Mapped[Frequency]
    progress: Mapped[bool]


class SuppressedAddress(Base):
    """An address that refused mail; nothing is sent to it until somebody lifts that by hand."""

    __tablename__ = "suppressed_address"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    since: Mapped[datetime]
    reason: Mapped[str]
