"""Lots of spare workers as they are stored."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.availability.domain import PaidByWorkers
from portal.infra.database import Base
from portal.organisations.domain.chains import Chain, SubAgent, ThroughAgents
from portal.posts.columns import (
    AMOUNTS,
    BY_WORD,
    FORMS,
    SHIFTS,
    SKILLS,
    WORDS,
    AsJson,
    CommitmentColumns,
    DraftColumns,
    PostLife,
    PostPlace,
)
from portal.posts.domain import EngagementForm, Shift, Skill


def _write_chain(chain: Chain) -> dict[str, Any]:
    return asdict(chain)


def _read_chain(kept: dict[str, Any]) -> Chain:
    return Chain(ThroughAgents(kept["through"]), tuple(SubAgent(**one) for one in kept["agents"]))


CHAIN = AsJson(_write_chain, _read_chain)
NOBODY_HAS_SAID = '{"through": "unsaid", "agents": []}'


class _Terms(PostPlace):
    """The columns of `AvailabilityTerms`, by the same names."""

    branch_id: Mapped[UUID | None]
    on_behalf_of: Mapped[str | None]
    occupation_uri: Mapped[str | None]
    occupation: Mapped[str]
    isco: Mapped[str] = mapped_column(String(4))
    skills: Mapped[tuple[Skill, ...]] = mapped_column(SKILLS)
    skills_assumed: Mapped[bool]
    languages: Mapped[dict[str, str]] = mapped_column(BY_WORD)
    tickets: Mapped[tuple[str, ...]] = mapped_column(WORDS)
    travel_km: Mapped[float]
    relocates: Mapped[bool]
    work_countries: Mapped[tuple[str, ...]] = mapped_column(WORDS)
    work_sectors: Mapped[tuple[str, ...]] = mapped_column(WORDS)
    available_from: Mapped[date]
    available_to: Mapped[date | None]
    headcount: Mapped[int]
    min_group: Mapped[int]
    min_pay: Mapped[dict[str, Decimal]] = mapped_column(AMOUNTS)
    shifts: Mapped[frozenset[Shift]] = mapped_column(SHIFTS)
    engagement: Mapped[frozenset[EngagementForm]] = mapped_column(FORMS)
    paid_by_workers: Mapped[PaidByWorkers]
    chain: Mapped[Chain] = mapped_column(CHAIN, server_default=text(f"'{NOBODY_HAS_SAID}'"))
    notes: Mapped[str]


class Availability(_Terms, PostLife, Base):
    """A lot with its present terms."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("headcount > 0", name="headcount"),
        CheckConstraint("min_group between 1 and headcount", name="min_group"),
        Index(None, "state", "expires_at"),
    )


class AvailabilityVersion(_Terms, Base):
    """A lot as it was from one edit to the next."""

    __tablename__ = "availability_version"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("availability.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AvailabilityDraft(DraftColumns, Base):
    """A lot that is being written; the lot will have the same id."""

    __tablename__ = "availability_draft"


class AvailabilityCommitment(CommitmentColumns, Base):
    """Heads of a lot that are taken."""

    __tablename__ = "availability_commitment"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("availability.id"), index=True)
