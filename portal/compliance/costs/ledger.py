"""A cost ledger as people read it: its lines, where each came from, and how each is known."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.compliance.costs.domain import CostLine, Payer, Standing, standing_of
from portal.compliance.costs.schedule import CostSchedule
from portal.kernel.events import Ref

VACANCY, AVAILABILITY, PLACEMENT = "vacancy", "availability", "placement"
"""On which kind of ledger a line stood first."""


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One line with its place among the lines of its ledger, from 0."""

    position: int
    line: CostLine
    origin: str
    place: int | None = None
    """On a match: its position on the ledger of the post it comes from."""
    proof_on: date | None = None
    """The day of the invoice, the payroll run or the statement."""
    proof_seen_at: datetime | None = None
    """When staff looked at the proof; none until then."""
    proof_seen_by: UUID | None = None

    @property
    def is_proof_seen(self) -> bool:
        return self.proof_seen_at is not None

    @property
    def standing(self) -> Standing:
        return standing_of(self.line)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The versions of the two posts from which the costs of a match, an offer or a placement come."""

    vacancy_id: UUID
    vacancy_version: int
    availability_id: UUID
    availability_version: int

    @property
    def vacancy(self) -> Ref:
        return Ref(VACANCY, self.vacancy_id)

    @property
    def availability(self) -> Ref:
        return Ref(AVAILABILITY, self.availability_id)


@dataclass(frozen=True, kw_only=True)
class CostLedger:
    """Every line of a post, a match, an offer or a placement. Version 0 is one that nobody wrote."""

    ref: Ref
    version: int = 0
    lines: tuple[LedgerLine, ...] = ()
    absent: frozenset[str] = frozenset()
    """Categories of which was said that they do not arise."""
    rule_set: int | None = None
    """The number of the rule set in force when it was written."""
    origin: Origin | None = None

    @property
    def costs(self) -> tuple[CostLine, ...]:
        """The lines as rules judge them."""
        return tuple(one.line for one in self.lines)

    @property
    def schedule(self) -> CostSchedule:
        """What was said of the job, without what workers had paid before or reported."""
        said = tuple(one.line for one in self.lines if one.origin in (VACANCY, self.ref.kind))
        return CostSchedule(said, self.absent)

    @property
    def already_paid(self) -> tuple[LedgerLine, ...]:
        """What workers of the lot had paid before, as their labour provider says."""
        return tuple(one for one in self.lines if one.origin == AVAILABILITY)

    @property
    def reported(self) -> tuple[LedgerLine, ...]:
        """What a placed worker says that they paid."""
        return tuple(one for one in self.lines if one.origin == PLACEMENT)

    @property
    def unproven(self) -> tuple[str, ...]:
        """Categories of which nobody has said anything."""
        return self.schedule.unanswered

    def at(self, position: int) -> LedgerLine | None:
        return next((one for one in self.lines if one.position == position), None)


Signature = tuple[object, ...]


def signature(line: CostLine) -> Signature:
    """What makes two lines of different versions the same statement."""
    return (line.category, line.payer, line.amount, line.currency, line.basis, line.label)


def can_be_confirmed(line: CostLine) -> bool:
    """Whether "I paid nothing" confirms it: somebody else than the worker bears it."""
    return line.payer is not Payer.WORKER
