"""The cost ledger as it is stored: ledgers with their lines, workers' answers, exceptions in force."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.costs.domain import Collection, CostBasis, CostStage, Initiator, Payer
from portal.infra.database import Base
from portal.posts.columns import Hundredths


class CostLedgerRow(Base):
    """The costs of one version of a post, or of an offer or a placement, which were copied from two posts."""

    __tablename__ = "cost_ledger"
    __table_args__ = (Index("ix_cost_ledger_vacancy_id_kind", "vacancy_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kept_at: Mapped[datetime]
    rule_set: Mapped[int]
    """The number of the rule set that was in force when it was written."""
    vacancy_id: Mapped[UUID | None]
    vacancy_version: Mapped[int | None]
    availability_id: Mapped[UUID | None]
    availability_version: Mapped[int | None]


class CostLineRow(Base):
    """One line of a ledger; without payer it does not arise."""

    __tablename__ = "cost_line"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(20))
    """The kind of ledger on which the line stood first; "placement" where a worker reported it."""
    category: Mapped[str] = mapped_column(String(20))
    payer: Mapped[Payer | None]
    amount: Mapped[Decimal | None] = mapped_column(Hundredths)
    currency: Mapped[str | None] = mapped_column(String(3))
    basis: Mapped[CostBasis]
    why: Mapped[str]
    label: Mapped[str]
    collected_by: Mapped[str] = mapped_column(String(200), default="")
    collection: Mapped[Collection | None]
    stage: Mapped[CostStage | None]
    initiated_by: Mapped[Initiator | None]
    required: Mapped[bool | None]
    in_recruitment: Mapped[bool | None]
    proof: Mapped[str] = mapped_column(String(300), default="")
    proof_on: Mapped[date | None]
    proof_seen_at: Mapped[datetime | None]
    """When staff looked at the proof; none until then."""
    proof_seen_by: Mapped[UUID | None]
    reimbursed: Mapped[Decimal | None] = mapped_column(Hundredths)
    reimbursed_on: Mapped[date | None]
    worker_confirmed: Mapped[bool] = mapped_column(default=False)
    exception_id: Mapped[str | None] = mapped_column(String(60))
    exception_disclosed: Mapped[bool] = mapped_column(default=False)
    choice_optional: Mapped[bool | None]
    choice_itemised: Mapped[bool | None]
    choice_at_cost: Mapped[bool | None]
    choice_weekly_cap: Mapped[Decimal | None] = mapped_column(Hundredths)


class WorkerCostAnswer(Base):
    """What one placed worker answered: did you pay anything to get this job?"""

    __tablename__ = "worker_cost_answer"

    placement_id: Mapped[UUID] = mapped_column(primary_key=True)
    paid: Mapped[bool]
    first_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class FeeExceptionSwitch(Base):
    """An operator let a jurisdiction's exception count, or stopped it; the latest act holds."""

    __tablename__ = "fee_exception_switch"

    exception_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """Of the acts on one exception, from 1."""
    enabled: Mapped[bool]
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class FeeExceptionGrant(Base):
    """Staff attached an exception to lines of one category of a post, written or being written."""

    __tablename__ = "fee_exception_grant"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(20), primary_key=True)
    lines: Mapped[list[str]]
    """The marks of the lines as staff saw them; it holds for no other."""
    exception_id: Mapped[str] = mapped_column(String(60))
    disclosed: Mapped[bool]
    reason: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
