"""What a fee or cost of recruitment is, and one line of the ledger."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Payer(StrEnum):
    """Who bears a cost."""

    EMPLOYER = "employer"
    AGENCY = "agency"
    PUBLIC = "public"
    WORKER = "worker"


class CostBasis(StrEnum):
    """What an amount is counted by."""

    PER_WORKER = "per-worker"
    PER_WEEK = "per-week"
    ONCE = "once"


class CostKind(StrEnum):
    """What a category is in the ILO's definition of recruitment fees and related costs (2019)."""

    FEE = "fee"
    SERVICE = "service"
    RELATED_COST = "related cost"
    ILLEGITIMATE = "illegitimate"
    RISK_FLAG = "risk flag"
    OUTSIDE = "outside"


class Collection(StrEnum):
    """How a cost is taken from whoever bears it."""

    CASH = "cash"
    DEDUCTION = "deduction"
    LOAN = "loan"
    IN_KIND = "in kind"
    UNPAID_WORK = "unpaid work"
    THIRD_PARTY = "third party"


class CostStage(StrEnum):
    """When a cost arises."""

    RECRUITMENT = "recruitment"
    TRAVEL = "travel"
    EMPLOYMENT = "employment"
    RETURN = "return"


class Initiator(StrEnum):
    """On whose initiative a cost arises."""

    EMPLOYER = "employer"
    RECRUITER = "recruiter"
    WORKER = "worker"


@dataclass(frozen=True)
class CostCategory:
    """A category of fees and costs: what it covers, who may pay it, and what to do instead."""

    code: str
    kind: CostKind
    covers: str
    examples: str
    payers: frozenset[Payer]
    """Who may pay; empty where nobody may."""
    paragraph: str
    """Of the ILO's definition; empty where it has none."""
    verified: bool
    """The paragraph was checked against the source."""
    instead: str

    def may_be_paid_by(self, payer: Payer) -> bool:
        """An agency or public funds may bear what somebody may bear; a worker only what is outside."""
        if not self.payers:
            return False
        return payer is not Payer.WORKER or Payer.WORKER in self.payers


@dataclass(frozen=True, kw_only=True)
class FeeException:
    """A jurisdiction's exception from the ILO's definition, with every condition that it needs.

    Source: ILO definition (2019), paragraph 11: national authority, instrument, in the workers'
    interest, after consulting the social partners, for named categories, disclosed before acceptance.
    """

    id: str
    jurisdiction: str
    """ISO country code."""
    authority: str
    instrument: str
    in_workers_interest: bool
    partners_consulted: bool
    worker_categories: frozenset[str]
    """To whom it applies, in the words of the instrument; empty names nobody, so that it holds for nobody."""
    cost_categories: frozenset[str]
    since: date
    until: date | None
    enabled: bool = False
    """The operator lets it count; off until then."""
    disclosed: bool = False
    """On this line: the worker is told before accepting."""

    def clears(self, category: str, on: date | None) -> bool:
        """Whether it allows a worker to bear a cost of this category on this day."""
        return (
            self.enabled
            and self.disclosed
            and self.in_workers_interest
            and self.partners_consulted
            and bool(self.worker_categories and self.authority and self.instrument)
            and category in self.cost_categories
            and on is not None
            and self.since <= on
            and (self.until is None or on <= self.until)
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What makes housing or transport at cost a free choice; none is "nobody has said"."""

    optional: bool | None = None
    """The job does not depend on taking it."""
    itemised: bool | None = None
    """It stands on its own line of the payslip."""
    at_cost: bool | None = None
    """The price is the proven cost, without a margin."""
    weekly_cap: Decimal | None = None
    """The most that the law of the place lets an employer charge a week; none where none is known."""


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One fee or cost of recruitment. No amount means that none was named; none elsewhere, "not said"."""

    category: str
    payer: Payer
    amount: Decimal | None = None
    currency: str | None = None
    basis: CostBasis = CostBasis.PER_WORKER
    why: str = ""
    label: str = ""
    """The line as it was written by whoever charges it."""
    collected_by: str = ""
    collection: Collection | None = None
    stage: CostStage | None = None
    initiated_by: Initiator | None = None
    required: bool | None = None
    """Needed to get the job or the placement."""
    in_recruitment: bool | None = None
    """Imposed during recruitment."""
    proof: str = ""
    """Which invoice, payroll or statement shows it."""
    confirmed_by: int = 0
    """So many workers confirmed it…"""
    asked: int = 0
    """…of so many who were asked."""
    reimbursed: Decimal | None = None
    reimbursed_on: date | None = None
    worker_confirmed: bool = False
    """The worker, not the payer, says that it was paid back."""
    exception: FeeException | None = None
    choice: Choice | None = None

    @property
    def is_paid_back(self) -> bool:
        """Whether nothing of it is left with the worker, who says so."""
        return (
            self.worker_confirmed
            and self.amount is not None
            and self.reimbursed is not None
            and self.reimbursed >= self.amount
            and self.reimbursed_on is not None
        )

    @property
    def is_apart_from_recruitment(self) -> bool:
        """None of the three triggers of a related cost: the worker chose it, before and apart (para 7)."""
        return (
            self.initiated_by is Initiator.WORKER and self.required is False and self.in_recruitment is False
        )


class Standing(StrEnum):
    """How a line is known. What nobody has said is unproven: there is no line then."""

    UNPROVEN = "unproven"
    DECLARED = "declared"
    EVIDENCED = "evidenced"
    CONFIRMED = "confirmed"


def standing_of(line: CostLine | None) -> Standing:
    """The best that is known of a line: confirmed by workers before evidenced before declared."""
    if line is None:
        return Standing.UNPROVEN
    if line.confirmed_by:
        return Standing.CONFIRMED
    return Standing.EVIDENCED if line.proof else Standing.DECLARED
