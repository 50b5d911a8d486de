"""Plans as they are stored, and their pairs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.matching.allocation import Policy
from portal.plans.domain import PlanState, Why


class Plan(Base):
    """One plan; run again, it keeps its locks and is worked out anew."""

    __tablename__ = "plan"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[PlanState] = mapped_column(index=True)
    policy: Mapped[Policy]
    programme: Mapped[list[str]]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    running_since: Mapped[datetime | None]
    computed_at: Mapped[datetime | None]
    seconds: Mapped[float | None] = mapped_column(Float(53))
    lots: Mapped[int | None]
    vacancies: Mapped[int | None]
    pairs: Mapped[int | None]
    objective: Mapped[int | None] = mapped_column(BigInteger)
    greedy_objective: Mapped[int | None] = mapped_column(BigInteger)
    first_come_objective: Mapped[int | None] = mapped_column(BigInteger)
    sectors: Mapped[list[dict[str, Any]]]
    why: Mapped[Why | None]
    why_facts: Mapped[dict[str, Any]]
    published_by: Mapped[UUID | None]
    published_at: Mapped[datetime | None]
    told: Mapped[int]
    """Posts whose people were told of what was published, in the order in which it is done."""


class PlanFlow(Base):
    """A pair to which a plan gives heads, or on which people decided."""

    __tablename__ = "plan_flow"
    __table_args__ = (
        CheckConstraint("heads >= 0", name="heads"),
        CheckConstraint("locked is null or locked >= 0", name="locked"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    availability_id: Mapped[UUID] = mapped_column(ForeignKey("availability.id"), primary_key=True)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), primary_key=True)
    heads: Mapped[int]
    locked: Mapped[int | None]
    score: Mapped[float] = mapped_column(Float(53))
    distance_km: Mapped[float] = mapped_column(Float(53))
    priority: Mapped[int]
    min_group: Mapped[int]
    most: Mapped[int]
    lot_heads: Mapped[int]
    vacancy_heads: Mapped[int]
    match_id: Mapped[UUID | None] = mapped_column(ForeignKey("match.id"))
    turned_away: Mapped[str | None]
