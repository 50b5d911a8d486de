"""What is stored of placed workers before the first shift and after it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.placements.domain.answers import Side
from portal.placements.domain.safety import SafetyKind


class SafetyRecord(Base):
    """That one worker got instruction, equipment or training. A later one counts; the earlier stay."""

    __tablename__ = "safety_record"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    kind: Mapped[SafetyKind]
    on: Mapped[date]
    language: Mapped[str] = mapped_column(String(12))
    given_by: Mapped[str] = mapped_column(String(200))
    not_needed_because: Mapped[str] = mapped_column(Text)
    side: Mapped[Side]
    """Which side recorded it."""
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
    got: Mapped[bool | None]
    """What the worker says; none before an answer."""
    got_in: Mapped[str | None] = mapped_column(String(12))
    """The language of the page on which the worker answered."""
    got_at: Mapped[datetime | None]
