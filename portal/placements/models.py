"""Answers, introductions, engagements, offers and placements as they are stored."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base, Json
from portal.placements.introductions.domain.answers import AnswersState, NoReason, Side
from portal.placements.introductions.domain.checks import How
from portal.placements.introductions.domain.engagement import EngagementState, Transfer
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.offers.domain.offers import Channel, OfferAct, OfferState, Through
from portal.placements.offers.domain.terms import WhyTerms
from portal.placements.work.domain.placements import PlacementState
from portal.posts.domain import EngagementForm


class MatchAnswers(Base):
    """What both sides have answered to one match; there is none before the first answer."""

    __tablename__ = "match_answers"

    match_id: Mapped[UUID] = mapped_column(ForeignKey("match.id"), primary_key=True)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[AnswersState]
    provider_heads: Mapped[int | None]
    provider_standing: Mapped[bool]
    employer_heads: Mapped[int | None]
    employer_standing: Mapped[bool]
    declined_by: Mapped[Side | None]
    reason: Mapped[NoReason | None]
    note: Mapped[str | None] = mapped_column(Text)
    """Why not, in the words of the side that said no; shown to the other side."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    changed_at: Mapped[datetime]


class StandingYes(Base):
    """A post whose organisation says yes beforehand: up to so many heads on these terms."""

    __tablename__ = "standing_yes"
    __table_args__ = (CheckConstraint("heads > 0", name="heads"),)

    post_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    post_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    heads: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID]


class Introduction(Base):
    """Both sides said yes: heads reserved on both posts for the covered days."""

    __tablename__ = "introduction"
    __table_args__ = (
        CheckConstraint("heads > 0", name="heads"),
        CheckConstraint("places >= 0 AND places <= heads", name="places"),
        CheckConstraint("first <= last", name="days"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    match_id: Mapped[UUID] = mapped_column(ForeignKey("match.id"), index=True)
    availability_id: Mapped[UUID] = mapped_column(ForeignKey("availability.id"), index=True)
    availability_version: Mapped[int]
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), index=True)
    vacancy_version: Mapped[int]
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    heads: Mapped[int]
    """As both sides agreed when they were introduced."""
    places: Mapped[int]
    """Of those, the ones not given back, recalled or cancelled."""
    first: Mapped[date]
    last: Mapped[date]
    state: Mapped[IntroductionState] = mapped_column(index=True)
    introduced_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[Side | None]
    provider_standing: Mapped[bool]
    employer_standing: Mapped[bool]
    extension_until: Mapped[date | None]
    extension_by: Mapped[Side | None]
    excluded_by: Mapped[str | None] = mapped_column(String(200))
    """The authority whose licence the provider lacks: contacts are withheld."""
    offers_made: Mapped[int] = mapped_column(default=0)
    """How many workers were numbered so far."""


class Engagement(Base):
    """One version of the terms of the move."""

    __tablename__ = "engagement"
    __table_args__ = (UniqueConstraint("introduction_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"))
    version: Mapped[int]
    state: Mapped[EngagementState]
    proposed_by: Mapped[Side]
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    form: Mapped[EngagementForm]
    employer_of_record: Mapped[Side]
    wages_paid_by: Mapped[Side]
    wages_paid_when: Mapped[str] = mapped_column(String(200))
    directed_by: Mapped[Side]
    safety_by: Mapped[Side]
    insurer: Mapped[str] = mapped_column(String(200))
    insured_until: Mapped[date]
    charge_basis: Mapped[str] = mapped_column(String(500))
    recall_notice_days: Mapped[int]
    return_date: Mapped[date | None]
    comparator_pay: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    comparator_currency: Mapped[str | None] = mapped_column(String(3))
    equal_treatment_from: Mapped[date | None]
    transfer_applies: Mapped[Transfer]


class Offer(Base):
    """What one worker is asked to accept."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("introduction_id", "number"),
        Index(
            "uq_offer_open_per_worker",
            "introduction_id",
            "worker_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_offer_state_answer_by", "state", "answer_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    number: Mapped[int]
    """By this number the employer knows the worker before an acceptance."""
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[OfferState]
    engagement_version: Mapped[int]
    vacancy_version: Mapped[int]
    made_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_through: Mapped[Through | None]
    confirmed_at: Mapped[datetime | None]
    """When the worker, not the provider, said so."""
    more_time_asked_at: Mapped[datetime | None]
    prolonged_at: Mapped[datetime | None]
    """When the provider gave more time, which it can once."""


class OfferTerms(Base):
    """The key terms of an offer as they were made or changed, and what the worker said to a change."""

    __tablename__ = "offer_terms"

    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    engagement_version: Mapped[int]
    vacancy_version: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[WhyTerms]
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    agreed: Mapped[bool | None]
    """What the worker answered to these terms; none before an answer."""


class AnswerRecord(Base):
    """One answer with what was shown to the worker when it was given; triggers refuse any change."""

    __tablename__ = "answer_record"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"), index=True)
    act: Mapped[OfferAct]
    shown: Mapped[str] = mapped_column(Text)
    """The offer's page in plain text."""
    shown_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    channel: Mapped[Channel]
    at: Mapped[datetime]


class OfferQuestion(Base):
    """What a worker asks about an offer, and what the provider answers."""

    __tablename__ = "offer_question"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"), index=True)
    to_side: Mapped[Side]
    """Whom the worker asks; the provider passes on what is for the workplace."""
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    passed_on_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Side | None]


class WorkerAct(Base):
    """From where, as keyed hashes, a worker opened an offer or answered; kept for a day, to see bursts."""

    __tablename__ = "worker_act"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    browser_key: Mapped[str] = mapped_column(String(64))
    network_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


class Placement(Base):
    """A worker who accepted."""

    __tablename__ = "placement"
    __table_args__ = (Index("ix_placement_introduction_id_state", "introduction_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"), unique=True)
    introduction_id: Mapped[UUID] = mapped_column(ForeignKey("introduction.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"), index=True)
    number: Mapped[int]
    state: Mapped[PlacementState]
    first: Mapped[date]
    last: Mapped[date]
    """The last day of work, as it stands now."""
    started_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    notice_kept: Mapped[bool | None]
    """Of a placement cancelled by the employer: whether the agreed notice was given."""


class WorkerCheckRow(Base):
    """One check of a placed worker's age and right to work. A later one counts; the earlier stay."""

    __tablename__ = "worker_check"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    adult: Mapped[bool | None]
    checked_by: Mapped[Side]
    how: Mapped[How | None]
    until: Mapped[date | None]
    unlimited: Mapped[bool]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
