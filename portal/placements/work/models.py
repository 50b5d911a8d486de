"""What is stored of placed workers before the first shift and after it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.placements.introductions.domain.answers import Side
from portal.placements.work.domain.leaving import LeavingReason
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.domain.transfers import TransferState


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


class CheckIn(Base):
    """What a worker says of the job on day 7 or 30. The provider and the employer never read it."""

    __tablename__ = "check_in"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    day: Mapped[int]
    as_promised: Mapped[bool]
    differs: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text)
    asked_for_money: Mapped[bool]
    hours_worked: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    payslip: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Gross, hours, deductions, net and currency, as the worker typed them."""
    language: Mapped[str] = mapped_column(String(12))
    answered_at: Mapped[datetime]


class Leaving(Base):
    """That a worker said they leave, and why; the reason is for staff alone."""

    __tablename__ = "leaving"

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    from_day: Mapped[date]
    reason: Mapped[LeavingReason]
    said_at: Mapped[datetime]


class ReturnSheetRow(Base):
    """What is settled when a worker returns; the provider and the worker read it. A later one replaces it."""

    __tablename__ = "return_sheet"

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    last_day: Mapped[date]
    wages_owed: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    holiday_owed: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    currency: Mapped[str] = mapped_column(String(3))
    paid_by: Mapped[date]
    to_give_back: Mapped[str] = mapped_column(Text)
    whom_to_call: Mapped[str] = mapped_column(String(200))
    side: Mapped[Side]
    written_by: Mapped[UUID]
    written_at: Mapped[datetime]


class TransferRow(Base):
    """The employer wants to take a worker over, and the answer; after silence a later one replaces it."""

    __tablename__ = "transfer"

    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    from_day: Mapped[date]
    pay: Mapped[str] = mapped_column(String(200))
    hours: Mapped[str] = mapped_column(String(200))
    contract_form: Mapped[str] = mapped_column(String(200))
    state: Mapped[TransferState]
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
