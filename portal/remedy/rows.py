"""What pages read of cases. Who reported is in none of these."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.remedy.domain.deadlines import Due, Milestones
from portal.remedy.domain.money import Method, PaymentState
from portal.remedy.domain.reporting import TAKEN_BACK, Complaint, How, Source
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import CaseState


@dataclass(frozen=True)
class CaseRow:
    """One case as staff see it, with what was reported."""

    id: UUID
    number: str
    state: CaseState
    version: int
    source: Source
    rule: str | None
    ref_kind: str | None
    ref_id: UUID | None
    facts: dict[str, Any]
    complaint: Complaint
    is_critical: bool
    through_offer: bool
    words: str
    job: str
    amount: Decimal | None
    currency: str | None
    to_whom: str
    when: str
    how: How | None
    language: str
    provider_id: UUID | None
    employer_id: UUID | None
    vacancy_id: UUID | None
    held_kind: str | None
    held_id: UUID | None
    statement: str
    root_cause: str
    change: str
    monitored_until: date | None
    next_check: date | None
    reported_at: datetime
    triaged_at: datetime | None
    confirmed_at: datetime | None
    paid_at: datetime | None
    remedied_at: datetime | None
    closed_at: datetime | None
    due: Due | None
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is not CaseState.CLOSED

    @property
    def is_taken_back(self) -> bool:
        """Whoever reported took it back."""
        return TAKEN_BACK in self.facts

    @property
    def organisation_ids(self) -> frozenset[UUID]:
        """The provider and the employer, as far as they are known."""
        return frozenset(one for one in (self.provider_id, self.employer_id) if one)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that the reporter wrote in the report."""
        return tuple(one for one in (self.words, self.job, self.to_whom, self.when) if one)


def milestones(row: Any, next_payment: date | None) -> Milestones:
    """What a case's deadlines count from."""
    return Milestones(
        reported_at=row.reported_at,
        triaged_at=row.triaged_at,
        confirmed_at=row.confirmed_at,
        paid_at=row.paid_at,
        remedied_at=row.remedied_at,
        next_payment=next_payment,
        next_check=row.next_check,
    )


@dataclass(frozen=True)
class AskedCase:
    """A case as an organisation sees it that was asked for something: nothing of the report is here."""

    id: UUID
    number: str
    state: CaseState
    statement: str
    provider_id: UUID | None
    vacancy_id: UUID | None
    shown_at: datetime
    asked_at: datetime | None
    reply_by: datetime | None
    reply: str
    replied_at: datetime | None

    @property
    def awaits_word(self) -> bool:
        return self.asked_at is not None and self.replied_at is None


@dataclass(frozen=True)
class PartyRow:
    """An organisation that may see a case, what it was asked and answered."""

    organisation_id: UUID
    shown_at: datetime
    asked_at: datetime | None
    reply_by: datetime | None
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True)
class MessageRow:
    at: datetime
    from_staff: bool
    text: str
    language: str | None


@dataclass(frozen=True)
class NoteRow:
    at: datetime
    by: UUID
    act: str
    text: str


@dataclass(frozen=True)
class ProposalRow:
    """What somebody proposed, and what waits for a second person."""

    id: UUID
    case_id: UUID
    what: ProposedAct
    amount_id: UUID | None
    reason: str
    proposed_by: UUID
    proposed_at: datetime


@dataclass(frozen=True)
class AffectedRow:
    """One worker of the channel, by number; `worker_id` is none for somebody added by hand."""

    id: UUID
    case_id: UUID
    number: int
    worker_id: UUID | None
    lost_nothing: bool
    code_hash: str


@dataclass(frozen=True)
class AmountRow:
    """One sum that a worker lost, and how that is known."""

    id: UUID
    affected_id: UUID
    what: str
    amount: Decimal
    interest: Decimal
    currency: str
    paid_on: date | None
    method: Method
    evidence: str
    category: str | None

    @property
    def total(self) -> Decimal:
        return self.amount + self.interest


@dataclass(frozen=True)
class PaymentRow:
    """What a payer says it paid, with its proof, and what the worker said of it."""

    id: UUID
    instalment_id: UUID
    amount: Decimal
    paid_on: date
    proof: str
    recorded_at: datetime
    state: PaymentState
    answered_at: datetime | None
