"""Errands as they are stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.errands.domain import ErrandKind
from portal.infra.database import Base

_OPEN = text("done_at is null")
_OPEN_OF_NO_WORKER = text("done_at is null and worker_id is null")


class ErrandRow(Base):
    """One thing for staff to do, and the note of whoever did it; the same stands open once."""

    __tablename__ = "errand"
    __table_args__ = (
        Index("ix_errand_object", "object_kind", "object_id"),
        Index("ix_errand_done_at_due_at", "done_at", "due_at"),
        Index(
            "uq_errand_open",
            "kind",
            "object_kind",
            "object_id",
            unique=True,
            sqlite_where=_OPEN_OF_NO_WORKER,
            postgresql_where=_OPEN_OF_NO_WORKER,
        ),
        Index(
            "uq_errand_open_of_worker",
            "kind",
            "object_kind",
            "object_id",
            "worker_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[ErrandKind]
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    """Of whom the note may tell; none where it is about no one worker."""
    since: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(Text)
