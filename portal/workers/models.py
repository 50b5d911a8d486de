"""Workers as they are stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base


class Worker(Base):
    """A person whom a provider named, with the contacts that it gave."""

    __tablename__ = "worker"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(20))
    """As E.164, for example "+441945555010"."""
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(12))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class WorkerKey(Base):
    """A keyed hash of one of a worker's contacts, or of one word of the name."""

    __tablename__ = "worker_key"
    __table_args__ = (Index(None, "key"),)

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    is_contact: Mapped[bool]


class OwnContact(Base):
    """What a worker told the portal when first opening an offer; the provider never sees it."""

    __tablename__ = "own_contact"

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    word_hash: Mapped[str] = mapped_column(String(200))
    """Of the secret word, by argon2id."""
    word_set_at: Mapped[datetime]
    sealed: Mapped[bytes | None]
    """Phone and e-mail under the portal's seal; none where the worker has neither."""
    opened_at: Mapped[datetime]
    help_asked_at: Mapped[datetime | None]
    """The word is forgotten, there is no e-mail for a link, and staff are asked."""
    key_made_at: Mapped[datetime | None]
    """When the key was made by which a new word may be chosen; the key itself is not stored."""
    key_until: Mapped[datetime | None]


class OwnContactKey(Base):
    """A keyed hash of one own contact, by which those who share it are found without reading it."""

    __tablename__ = "own_contact_key"
    __table_args__ = (Index(None, "key"),)

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
