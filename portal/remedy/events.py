"""What happens to a case. No fact names a person or repeats a report."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.remedy.domain.deadlines import Due, Reminder
from portal.remedy.domain.money import Method
from portal.remedy.domain.reporting import Source
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import CaseAct, CaseState


@dataclass(frozen=True, kw_only=True)
class OfCase(Event):
    """Something about one case."""

    case_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("case", self.case_id)


@dataclass(frozen=True, kw_only=True)
class CaseReported(OfCase):
    """By anybody, whoever was signed in: the trail does not say who reported."""

    action: ClassVar[str] = "remedy:case:report"
    source: Source
    is_critical: bool
    through_offer: bool
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseStepped(OfCase):
    """The case went from one state to another."""

    action: ClassVar[str] = "remedy:case:step"
    act: CaseAct
    before: CaseState
    after: CaseState


@dataclass(frozen=True, kw_only=True)
class CaseHoldPlaced(OfCase):
    """New matches and offers of this thing wait."""

    action: ClassVar[str] = "remedy:case:hold"
    ref: Ref


@dataclass(frozen=True, kw_only=True)
class CaseHoldReleased(OfCase):
    action: ClassVar[str] = "remedy:case:release"
    ref: Ref


@dataclass(frozen=True, kw_only=True)
class CaseLinked(OfCase):
    """Staff found out which job it is about."""

    action: ClassVar[str] = "remedy:case:link"
    vacancy_id: UUID
    provider_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CaseScoped(OfCase):
    """Everybody of the same channel was listed, former workers too."""

    action: ClassVar[str] = "remedy:case:scope"
    workers: int


@dataclass(frozen=True, kw_only=True)
class CaseWritten(OfCase):
    """A message between whoever reported and staff."""

    action: ClassVar[str] = "remedy:case:write"
    from_staff: bool


@dataclass(frozen=True, kw_only=True)
class CaseTakenBack(OfCase):
    """Whoever reported takes the report back; staff ask whether somebody pressed them."""

    action: ClassVar[str] = "remedy:case:take-back"


@dataclass(frozen=True, kw_only=True)
class CaseReporterUnmasked(OfCase):
    """Staff opened the seal over who reported."""

    action: ClassVar[str] = "remedy:case:unmask"
    reason: str


@dataclass(frozen=True, kw_only=True)
class StatementWritten(OfCase):
    """What provider and employer may read of the case."""

    action: ClassVar[str] = "remedy:statement:write"
    crew: int


@dataclass(frozen=True, kw_only=True)
class WordAsked(OfCase):
    """An organisation was asked for its word (right of reply)."""

    action: ClassVar[str] = "remedy:word:ask"
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class WordGiven(OfCase):
    action: ClassVar[str] = "remedy:word:give"
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class AmountEstablished(OfCase):
    """What one affected worker lost; none of an amount means: nothing."""

    action: ClassVar[str] = "remedy:amount:establish"
    affected_id: UUID
    amount: Decimal | None
    currency: str | None
    method: Method | None


@dataclass(frozen=True, kw_only=True)
class AmountRemoved(OfCase):
    action: ClassVar[str] = "remedy:amount:remove"
    affected_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class ActProposed(OfCase):
    """One person proposed what a second one has to agree to."""

    action: ClassVar[str] = "remedy:proposal:make"
    proposal_id: UUID
    what: ProposedAct
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(OfCase):
    """A second person agreed, or did not."""

    action: ClassVar[str] = "remedy:proposal:decide"
    proposal_id: UUID
    what: ProposedAct
    agrees: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlanAgreed(OfCase):
    """Who pays what by when."""

    action: ClassVar[str] = "remedy:plan:agree"
    payer_id: UUID
    instalments: int
    sums: dict[str, Decimal]
    first_due: date


@dataclass(frozen=True, kw_only=True)
class OfPayment(OfCase):
    """Something about one payment to one worker."""

    payment_id: UUID
    affected_id: UUID
    payer_id: UUID
    amount: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentRecorded(OfPayment):
    """The payer says that it paid."""

    action: ClassVar[str] = "remedy:payment:record"


@dataclass(frozen=True, kw_only=True)
class PaymentConfirmed(OfPayment):
    """The worker says that it came."""

    action: ClassVar[str] = "remedy:payment:confirm"


@dataclass(frozen=True, kw_only=True)
class PaymentDenied(OfPayment):
    """The worker says that it did not come."""

    action: ClassVar[str] = "remedy:payment:deny"


@dataclass(frozen=True, kw_only=True)
class RepaymentLinkHandedOut(OfCase):
    """Staff took the link by which one worker answers, to pass it on by hand."""

    action: ClassVar[str] = "remedy:link:hand-out"
    affected_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseFellDue(OfCase):
    """A deadline is near or over, and whoever must act is reminded."""

    action: ClassVar[str] = "remedy:case:remind"
    due: Due
    reminder: Reminder


@dataclass(frozen=True, kw_only=True)
class CaseChecked(OfCase):
    """Staff looked, after closing, whether it happens again."""

    action: ClassVar[str] = "remedy:case:check"
    next_check: date | None
