"""What compliance rules look at, and what they find."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.wording.domain import Passage
from portal.kernel.outcomes import Refusal
from portal.organisations.domain import LicenceVerdict


class Stage(StrEnum):
    """When rules are asked."""

    PUBLISH = "publish"
    MATCH = "match"
    INTRODUCTION = "introduction"
    OFFER = "offer"
    START = "start"
    AFTERWARDS = "afterwards"


class Severity(StrEnum):
    """Critical blocks at once; major and minor carry a deadline."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class RuleOutcome(StrEnum):
    """What a rule says. Flagged waits for a person's decision; needs-evidence for a proof."""

    PASS = "pass"  # noqa: S105 - the outcome of a rule
    FAIL = "fail"
    NEEDS_EVIDENCE = "needs-evidence"
    FLAGGED = "flagged"


@dataclass(frozen=True, kw_only=True)
class MinimumPay:
    """The least that may be paid per hour in a country from a day on; dated data, kept by hand."""

    country: str
    hourly: Decimal
    currency: str
    since: date
    source: str
    is_verified: bool = False


@dataclass(frozen=True, kw_only=True)
class Payslip:
    """A worked example for one pay period: gross from guaranteed hours, each deduction, net."""

    hours: Decimal
    rate: Decimal
    gross: Decimal
    deductions: tuple[tuple[str, Decimal], ...]
    net: Decimal
    currency: str


@dataclass(frozen=True, kw_only=True)
class Parties:
    """The two organisations of a pair, as far as rules compare them."""

    employer_register_number: str | None = None
    employer_approved: bool | None = None
    shared: frozenset[str] = frozenset()
    """What both have in common: "mail domain", "phone", "register number", "address"."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """How one worker came to accept. Times are UTC; languages are BCP 47."""

    offered_at: datetime
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    language: str
    """Of the terms as they were shown."""
    understands: frozenset[str] = frozenset()
    by_worker: bool | None = None
    """False: somebody else gave the answer, and the worker has not confirmed it; none before an answer."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Whether a worker was told of being listed, and objected."""

    told_at: datetime | None = None
    language: str | None = None
    objected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class WorkerChecks:
    """Who checked age and right to work, until when; copies of papers stay with the employer."""

    adult: bool | None = None
    right_to_work_checked_by: str = ""
    right_to_work_until: date | None = None
    right_to_work_unlimited: bool = False
    last_day: date | None = None
    """Of the placement."""


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Restrictions in force between two countries, and those that an exception satisfies; by their ids."""

    restrictions: frozenset[str] = frozenset()
    satisfied: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """One safety measure before the first shift: what, in which language, when, confirmed by the worker."""

    kind: str
    """"instruction", "ppe" or "training"."""
    language: str
    on: date
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The terms as one paper states them, in the order in which they came: advert, offer, contract, payslip.

    None means that the paper does not say. Money is per hour (pay), in all (taken_once) and per week (the
    rest).
    """

    name: str
    currency: str = ""
    pay: Decimal | None = None
    hours: Decimal | None = None
    housing: Decimal | None = None
    transport: Decimal | None = None
    deductions: Decimal | None = None
    taken_once: Decimal | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """What a match was decided on."""

    inputs: frozenset[str]
    """Names of the facts that entered."""
    weights: tuple[tuple[str, Decimal], ...]
    rules_version: int | None
    availability_version: int | None
    vacancy_version: int | None
    overridden_because: str | None = None
    """Where a person decided otherwise; empty words mean that no reason was given."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One mail that somebody had to get: to which side, and what became of it."""

    to: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Repayment:
    """Money that goes back to one worker."""

    owed: Decimal
    paid: Decimal
    currency: str
    worker_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything that rules judge of a post, a pair, an offer or a placement; none is "not known here"."""

    on: date | None = None
    """The day on which it is judged."""
    country: str | None = None
    """Of the work."""
    origin: str | None = None
    """Country in which the workers are."""
    sector: str = ""
    form: str | None = None
    """Of the engagement."""
    costs: tuple[CostLine, ...] = ()
    pay: Decimal | None = None
    """Guaranteed per hour."""
    currency: str | None = None
    hours_per_week: Decimal | None = None
    minimum: MinimumPay | None = None
    """In force at the place of work on that day."""
    payslip: Payslip | None = None
    passages: tuple[Passage, ...] = ()
    licence: LicenceVerdict | None = None
    chain: tuple[LicenceVerdict, ...] | None = None
    """Of each sub-agent; empty when there is none, none when nobody has said."""
    parties: Parties | None = None
    consent: Consent | None = None
    listing: Listing | None = None
    checks: WorkerChecks | None = None
    movement: Movement | None = None
    instructions: tuple[Instruction, ...] | None = None
    starts: date | None = None
    """The first day of work."""
    statements: tuple[Statement, ...] = ()
    reasons: Reasons | None = None
    deliveries: tuple[Delivery, ...] | None = None
    repayments: tuple[Repayment, ...] = ()
    record_lacks: frozenset[str] | None = None
    """What the record of a supply still lacks."""
    trail_intact: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule says. Of a cost line: its code, payer, label, and place among the lines, from 0."""

    rule: str
    severity: Severity
    outcome: RuleOutcome
    version: int = 1
    code: str = ""
    payer: Payer | None = None
    line: int | None = None
    label: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """Names and values that a page may phrase: the category's paragraph, what to do instead."""

    @property
    def blocks(self) -> bool:
        """Whether nothing may go on until it is mended."""
        return self.severity is Severity.CRITICAL and self.outcome is RuleOutcome.FAIL

    @property
    def waits(self) -> bool:
        """Whether a person has to decide before it goes on."""
        return self.outcome is RuleOutcome.FLAGGED

    @property
    def is_open(self) -> bool:
        return self.outcome is not RuleOutcome.PASS


@dataclass(frozen=True)
class RulesForbid(Refusal):
    """Critical rules are not kept, so that it does not happen: each finding names its rule, and its line."""

    findings: tuple[Finding, ...]
