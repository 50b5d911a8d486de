"""Sanctions as they are stored."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.sanctions.domain import SanctionAct, SanctionState, Step
from portal.infra.database import Base, Json


class SanctionRow(Base):
    """One step against one organisation."""

    __tablename__ = "sanction"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"))
    step: Mapped[Step]
    state: Mapped[SanctionState] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_for: Mapped[str] = mapped_column(String(1000))
    deadline: Mapped[date | None]
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    reply_until: Mapped[datetime]
    reply: Mapped[str | None] = mapped_column(Text)
    replied_by: Mapped[UUID | None]
    replied_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(Text)
    grounds: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The finding and its evidence as they were when the step was proposed."""
    ending: Mapped[SanctionAct | None]
    """How one person would end a suspension or removal; a second one decides."""
    ending_by: Mapped[UUID | None]
    ending_at: Mapped[datetime | None]
    ending_reason: Mapped[str | None] = mapped_column(Text)
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(Text)
    reminded_at: Mapped[datetime | None]
