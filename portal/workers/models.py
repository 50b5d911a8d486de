"""Workers as they are stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.workers.domain import Given, Ground, Road


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


class OwnPage(Base):
    """The private page of a worker, found by the hash of its code."""

    __tablename__ = "own_page"

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)


class ListingNotice(Base):
    """That a worker was told of being listed: by which text, in which language, on what road."""

    __tablename__ = "listing_notice"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    text_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    road: Mapped[Road]
    sent_at: Mapped[datetime]


class ListingObjection(Base):
    """A worker does not want to be on a provider's list, or says that the listing is wrong."""

    __tablename__ = "listing_objection"

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), primary_key=True)
    ground: Mapped[Ground]
    objected_at: Mapped[datetime]
    remove_by: Mapped[datetime | None]
    """Until when the provider removes a contested listing; none of a mere objection."""
    removed_at: Mapped[datetime | None]


class Correction(Base):
    """What a worker says is wrong in the data that the provider gave."""

    __tablename__ = "worker_correction"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    what: Mapped[Given]
    value: Mapped[str] = mapped_column(String(254))
    """What would be right; empty once it was decided."""
    asked_at: Mapped[datetime]
    decide_by: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    taken: Mapped[bool | None]
