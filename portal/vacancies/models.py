"""Vacancies as they are stored."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.posts.columns import (
    BY_WORD,
    FORMS,
    SHIFTS,
    SKILLS,
    WORDS,
    AsJson,
    CommitmentColumns,
    DraftColumns,
    Hundredths,
    PostLife,
    PostPlace,
)
from portal.posts.domain import EngagementForm, Shift, ShiftRule, Skill
from portal.vacancies.conditions import Conditions, read, written
from portal.vacancies.domain import PayInterval

CONDITIONS = AsJson(written, read)


class _Terms(PostPlace):
    """The columns of `VacancyTerms`, by the same names."""

    branch_id: Mapped[UUID | None]
    on_behalf_of: Mapped[str | None]
    title: Mapped[str]
    sector: Mapped[str] = mapped_column(String(12))
    occupation_uri: Mapped[str | None]
    occupation: Mapped[str]
    isco: Mapped[str] = mapped_column(String(4))
    entry_level: Mapped[bool]
    required_skills: Mapped[tuple[Skill, ...]] = mapped_column(SKILLS)
    desired_skills: Mapped[tuple[Skill, ...]] = mapped_column(SKILLS)
    languages: Mapped[dict[str, str]] = mapped_column(BY_WORD)
    tickets: Mapped[tuple[str, ...]] = mapped_column(WORDS)
    accommodation: Mapped[bool]
    starts: Mapped[date]
    latest_start: Mapped[date]
    ends: Mapped[date | None]
    min_days: Mapped[int]
    headcount: Mapped[int]
    min_group: Mapped[int]
    pay: Mapped[Decimal] = mapped_column(Hundredths)
    currency: Mapped[str] = mapped_column(String(3))
    shifts: Mapped[frozenset[Shift]] = mapped_column(SHIFTS)
    shift_rule: Mapped[ShiftRule]
    engagement: Mapped[frozenset[EngagementForm]] = mapped_column(FORMS)
    hours_per_week: Mapped[Decimal | None] = mapped_column(Hundredths)
    start_time: Mapped[str | None] = mapped_column(String(5))
    pay_interval: Mapped[PayInterval | None]
    housing_cost_week: Mapped[Decimal | None] = mapped_column(Hundredths)
    transport: Mapped[str]
    transport_cost_week: Mapped[Decimal | None] = mapped_column(Hundredths)
    priority: Mapped[int]
    description: Mapped[str]
    conditions: Mapped[Conditions] = mapped_column(CONDITIONS, server_default="{}")


class Vacancy(_Terms, PostLife, Base):
    """A vacancy with its present terms."""

    __tablename__ = "vacancy"
    __table_args__ = (
        CheckConstraint("headcount > 0", name="headcount"),
        CheckConstraint("min_group between 1 and headcount", name="min_group"),
        CheckConstraint("priority between 1 and 3", name="priority"),
        Index(None, "state", "expires_at"),
    )


class VacancyVersion(_Terms, Base):
    """A vacancy as it was from one edit to the next."""

    __tablename__ = "vacancy_version"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class VacancyDraft(DraftColumns, Base):
    """A vacancy that is being written; the vacancy will have the same id."""

    __tablename__ = "vacancy_draft"


class VacancyCommitment(CommitmentColumns, Base):
    """Heads of a vacancy that are taken."""

    __tablename__ = "vacancy_commitment"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), index=True)
