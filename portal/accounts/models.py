"""People, their sessions and their links as they are stored. Secrets are kept as hashes only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.domain import LinkPurpose, Stage, TryKind
from portal.infra.database import Base


class PersonRow(Base):
    """Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    staff_roles: Mapped[list[str]] = mapped_column(default=list)
    totp_sealed: Mapped[bytes | None]
    """The secret of the second factor, encrypted."""
    totp_last_step: Mapped[int | None]
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class AccountSessionRow(Base):
    """One browser in which a person is signed in, or half signed in."""

    __tablename__ = "account_session"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    stage: Mapped[Stage]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    acting_organisation_id: Mapped[UUID | None]


class AccountLinkRow(Base):
    """A link that was mailed: single use, for one purpose, until it expires."""

    __tablename__ = "account_link"
    __table_args__ = (Index(None, "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    """The new address, for a change of address."""
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCodeRow(Base):
    """One way in for somebody who lost their authenticator app."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "person_id", "code_hash", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class TryCountRow(Base):
    """How often something was tried in one span of time; `key` is a hash of who tried."""

    __tablename__ = "try_count"

    kind: Mapped[TryKind] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int]
