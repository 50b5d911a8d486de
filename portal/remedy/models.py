"""Cases, their sealed reporters, their people and their money as they are stored."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.posts.columns import Hundredths
from portal.remedy.domain.deadlines import Due, Reminder
from portal.remedy.domain.money import Method, PaymentState
from portal.remedy.domain.reporting import Complaint, How, Source
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import CaseState


class Case(Base):
    """One report and everything that was done about it. Who reported is not here."""

    __tablename__ = "remedy_case"
    __table_args__ = (
        Index(
            "uq_remedy_case_rule",
            "rule",
            "ref_kind",
            "ref_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    word_hash: Mapped[str | None] = mapped_column(String(200))
    """Of the word by which whoever reported looks the case up; none for a case that a rule opened."""
    state: Mapped[CaseState] = mapped_column(index=True)
    version: Mapped[int]
    source: Mapped[Source]
    rule: Mapped[str | None] = mapped_column(String(80))
    ref_kind: Mapped[str | None] = mapped_column(String(20))
    ref_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]]
    """What the rule found; empty for what people report."""
    complaint: Mapped[Complaint]
    is_critical: Mapped[bool]
    through_offer: Mapped[bool]
    """The report came by the code of a real offer."""
    words: Mapped[str] = mapped_column(Text)
    job: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Hundredths)
    currency: Mapped[str | None] = mapped_column(String(3))
    to_whom: Mapped[str] = mapped_column(Text)
    when: Mapped[str] = mapped_column("when_it_was", Text)
    how: Mapped[How | None]
    language: Mapped[str] = mapped_column(String(12))
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    employer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    vacancy_id: Mapped[UUID | None] = mapped_column(ForeignKey("vacancy.id"), index=True)
    held_kind: Mapped[str | None] = mapped_column(String(20))
    held_id: Mapped[UUID | None]
    """What this case holds; none when it held nothing, or has let it go."""
    statement: Mapped[str] = mapped_column(Text)
    """What provider and employer read of the case: neutral, written by staff."""
    root_cause: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(Text)
    """What is done so that it does not happen again."""
    monitored_until: Mapped[date | None]
    next_check: Mapped[date | None]
    reported_at: Mapped[datetime]
    triaged_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    remedied_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    due: Mapped[Due | None]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    reminded: Mapped[Reminder | None]
    """The last reminder of this deadline."""


class CaseReporter(Base):
    """Who reported, sealed: unreadable without the portal's secret, and opened by an audited act only."""

    __tablename__ = "case_reporter"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CaseMessage(Base):
    """One message between whoever reported and staff."""

    __tablename__ = "case_message"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    at: Mapped[datetime]
    from_staff: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(12))
    """In which staff wrote it; none of what whoever reported wrote."""


class CaseNote(Base):
    """What staff wrote about a step, for staff."""

    __tablename__ = "case_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[UUID]
    act: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)


class CaseProposal(Base):
    """What one person of compliance proposed, and what a second one said of it."""

    __tablename__ = "case_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    case_version: Mapped[int]
    """Of the case when it was proposed; it lapses when the case goes on."""
    what: Mapped[ProposedAct]
    amount_id: Mapped[UUID | None]
    """Of the amount to be taken back."""
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    agreed: Mapped[bool | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(Text)


class CaseParty(Base):
    """An organisation that may see a case, what it was asked and what it answered."""

    __tablename__ = "case_party"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    shown_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    reply_by: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Text)
    replied_at: Mapped[datetime | None]


class CaseAffected(Base):
    """One worker of the channel, known by number; or somebody whom staff added by hand."""

    __tablename__ = "case_affected"
    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "worker_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"))
    number: Mapped[int]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("worker.id"), index=True)
    lost_nothing: Mapped[bool]
    """Staff asked, and nothing was lost."""
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)


class CaseAmount(Base):
    """One sum that a worker lost, and how it was established."""

    __tablename__ = "case_amount"
    __table_args__ = (CheckConstraint("amount >= 0 AND interest >= 0", name="sums"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    affected_id: Mapped[UUID] = mapped_column(ForeignKey("case_affected.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(Hundredths)
    interest: Mapped[Decimal] = mapped_column(Hundredths)
    currency: Mapped[str] = mapped_column(String(3))
    paid_on: Mapped[date | None]
    method: Mapped[Method]
    evidence: Mapped[str] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(String(20))
    """Of the line of the cost ledger that it is about, if it is about any."""
    at: Mapped[datetime]
    by: Mapped[UUID]


class CaseInstalment(Base):
    """What one organisation pays to one worker by a day; void when a later plan replaced it."""

    __tablename__ = "case_instalment"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    affected_id: Mapped[UUID] = mapped_column(ForeignKey("case_affected.id"), index=True)
    payer_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Hundredths)
    currency: Mapped[str] = mapped_column(String(3))
    due: Mapped[date]
    voided_at: Mapped[datetime | None]


class CasePayment(Base):
    """What a payer says it paid, and what the worker said of it."""

    __tablename__ = "case_payment"
    __table_args__ = (CheckConstraint("amount >= 0", name="amount"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("remedy_case.id"), index=True)
    instalment_id: Mapped[UUID] = mapped_column(ForeignKey("case_instalment.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Hundredths)
    paid_on: Mapped[date]
    proof: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID]
    state: Mapped[PaymentState]
    answered_at: Mapped[datetime | None]
