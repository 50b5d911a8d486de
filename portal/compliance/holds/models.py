"""Holds as they are stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.holds.domain import HoldCause
from portal.infra.database import Base


class Hold(Base):
    """A stop on a post, a match or an organisation until it is released: at most one of each cause."""

    __tablename__ = "hold"
    __table_args__ = (
        Index(
            "uq_hold_open",
            "kind",
            "object_id",
            "cause",
            unique=True,
            sqlite_where=text("released_at is null"),
            postgresql_where=text("released_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID] = mapped_column(index=True)
    cause: Mapped[HoldCause] = mapped_column(default=HoldCause.DECISION, server_default="decision")
    reason: Mapped[str]
    placed_by: Mapped[UUID]
    placed_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None]
