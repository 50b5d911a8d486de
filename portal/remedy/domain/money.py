"""The money of a case: what each worker lost, who pays it back by when, and what the workers say came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from portal.kernel.outcomes import Refusal
from portal.remedy.domain.states import CASE, CaseAct, CaseState

CENT = Decimal("0.01")
MOST_INSTALMENTS = 12


class Method(StrEnum):
    """How an amount was established; a receipt is not needed."""

    RECEIPT = "receipt"
    BANK_STATEMENT = "bank statement"
    PAYROLL = "payroll"
    CORRIDOR_AVERAGE = "corridor average"
    WORKERS_WORD = "worker's word"
    ESTIMATE = "estimate"


class PaymentState(StrEnum):
    CLAIMED = "claimed"
    """The payer says so; nothing is cleared by it."""
    CONFIRMED = "confirmed"
    DENIED = "denied"


@dataclass(frozen=True)
class Established:
    """One sum that a worker lost, with the interest of a loan taken for it.

    A sum of zero stands for something to be put right that is no money, like papers to be given back.
    """

    affected_id: UUID
    amount: Decimal
    currency: str
    interest: Decimal = Decimal(0)
    category: str | None = None
    """The cost of the ledger that it was; none where it stands on no ledger."""

    @property
    def total(self) -> Decimal:
        return self.amount + self.interest


@dataclass(frozen=True)
class Instalment:
    """What one organisation pays to one worker by a day."""

    id: UUID
    affected_id: UUID
    payer_id: UUID
    amount: Decimal
    currency: str
    due: date


@dataclass(frozen=True)
class Payment:
    """What a payer says it has paid of an instalment, and what the worker says of it."""

    id: UUID
    instalment_id: UUID
    amount: Decimal
    state: PaymentState = PaymentState.CLAIMED


Sums = Mapping[str, Decimal]
"""By currency; currencies are never added up."""


@dataclass(frozen=True)
class Ledger:
    """All money of one case."""

    established: tuple[Established, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    payments: tuple[Payment, ...] = ()
    _by_instalment: dict[UUID, list[Payment]] = field(
        default_factory=lambda: defaultdict(list), init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for one in self.payments:
            self._by_instalment[one.instalment_id].append(one)

    def paid(self, instalment: Instalment) -> Decimal:
        """What the payer says it paid, less what the worker denies."""
        return _sum(one.amount for one in self._standing(instalment))

    def confirmed(self, instalment: Instalment) -> Decimal:
        """What the worker says came."""
        return _sum(one.amount for one in self._standing(instalment) if one.state is PaymentState.CONFIRMED)

    def open_amount(self, instalment: Instalment) -> Decimal:
        return instalment.amount - self.paid(instalment)

    def is_paid(self, instalment: Instalment) -> bool:
        """All of it is claimed to be paid."""
        return bool(self._standing(instalment)) and self.open_amount(instalment) <= 0

    def is_cleared(self, instalment: Instalment) -> bool:
        """The worker confirmed all of it; no claim of the payer's clears anything."""
        return self.confirmed_by_worker(instalment) and self.confirmed(instalment) >= instalment.amount

    def confirmed_by_worker(self, instalment: Instalment) -> bool:
        """The worker said of some payment that it came."""
        return any(one.state is PaymentState.CONFIRMED for one in self._standing(instalment))

    def unpaid(self) -> list[Instalment]:
        """Instalments that are not wholly paid by the payer's own word, the earliest due first."""
        return sorted((one for one in self.instalments if not self.is_paid(one)), key=lambda one: one.due)

    @property
    def is_all_paid(self) -> bool:
        return bool(self.instalments) and all(map(self.is_paid, self.instalments))

    @property
    def is_all_cleared(self) -> bool:
        return bool(self.instalments) and all(map(self.is_cleared, self.instalments))

    @property
    def is_open(self) -> bool:
        """Something that a worker lost has not wholly come back by their own word; also what is no money."""
        lost: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
        for line in self.established:
            lost[line.affected_id, line.currency] += line.total
        back: dict[tuple[UUID, str], Decimal] = {}
        for one in filter(self.confirmed_by_worker, self.instalments):
            key = (one.affected_id, one.currency)
            back[key] = back.get(key, Decimal(0)) + self.confirmed(one)
        return any(key not in back or back[key] < total for key, total in lost.items())

    def established_sums(self) -> Sums:
        return _by_currency((one.currency, one.total) for one in self.established)

    def planned_sums(self) -> Sums:
        return _by_currency((one.currency, one.amount) for one in self.instalments)

    def paid_sums(self) -> Sums:
        return _by_currency((one.currency, self.paid(one)) for one in self.instalments)

    def confirmed_sums(self) -> Sums:
        return _by_currency((one.currency, self.confirmed(one)) for one in self.instalments)

    def _standing(self, instalment: Instalment) -> list[Payment]:
        found = self._by_instalment.get(instalment.id, [])
        return [one for one in found if one.state is not PaymentState.DENIED]


@dataclass(frozen=True)
class PlanDoesNotAddUp(Refusal):
    """Somebody would get more or less than was established, in this currency."""

    affected_id: UUID
    currency: str
    established: Decimal
    planned: Decimal


@dataclass(frozen=True)
class NothingEstablished(Refusal):
    """There is nothing to pay back or to put right yet."""


@dataclass(frozen=True)
class NotSettled(Refusal):
    """Of so many affected workers nobody has said yet what they lost, or that they lost nothing."""

    workers: int


@dataclass(frozen=True)
class WrongPayer(Refusal):
    """Only the employer or the labour provider of the case pays; never a worker, never a stranger to it."""


@dataclass(frozen=True)
class NegativeAmount(Refusal):
    """A sum below zero."""


@dataclass(frozen=True)
class MoreThanPlanned(Refusal):
    """So much of the instalment is still open."""

    open_amount: Decimal


def check_plan(
    established: Sequence[Established], instalments: Sequence[Instalment], payers: frozenset[UUID]
) -> PlanDoesNotAddUp | NothingEstablished | WrongPayer | NegativeAmount | None:
    """Whether the plan pays each worker exactly what was established, in each currency."""
    if not established:
        return NothingEstablished()
    if any(one.amount < 0 for one in instalments):
        return NegativeAmount()
    if any(one.payer_id not in payers for one in instalments):
        return WrongPayer()
    lost: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    planned: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for line in established:
        lost[line.affected_id, line.currency] += line.total
    for one in instalments:
        planned[one.affected_id, one.currency] += one.amount
    for key in sorted(lost.keys() | planned.keys(), key=str):
        if key not in lost or key not in planned or lost[key] != planned[key]:
            return PlanDoesNotAddUp(*key, lost.get(key, Decimal(0)), planned.get(key, Decimal(0)))
    return None


def spread(
    established: Iterable[Established],
    *,
    payer_id: UUID,
    parts: int,
    first_due: date,
    days_between: int,
    ids: Iterable[UUID],
) -> tuple[Instalment, ...]:
    """A plan that pays everybody in equal parts; cents that are left over go into the last part.

    `ids` are fresh ids, as many as are needed. What is no money is due once, with the first part.
    """
    lost: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for line in established:
        lost[line.affected_id, line.currency] += line.total
    fresh = iter(ids)
    return tuple(
        Instalment(
            id=next(fresh),
            affected_id=affected_id,
            payer_id=payer_id,
            amount=amount,
            currency=currency,
            due=first_due + timedelta(days=number * days_between),
        )
        for (affected_id, currency), total in lost.items()
        for number, amount in enumerate(_parts(total, parts))
    )


def check_payment(
    ledger: Ledger, instalment: Instalment, amount: Decimal
) -> MoreThanPlanned | NegativeAmount | None:
    """Whether so much can be recorded as paid; never more than was planned."""
    if amount < 0 or (amount == 0 and instalment.amount > 0):
        return NegativeAmount()
    open_amount = ledger.open_amount(instalment)
    if amount > open_amount or ledger.is_paid(instalment):
        return MoreThanPlanned(max(open_amount, Decimal(0)))
    return None


def advance(state: CaseState, ledger: Ledger) -> tuple[CaseState, tuple[CaseAct, ...]]:
    """How far the money alone brings a case with a plan, and by which acts."""
    done: list[CaseAct] = []

    def go(act: CaseAct) -> None:
        nonlocal state
        state = CASE[state, act]
        done.append(act)

    if state is CaseState.PLAN_AGREED and ledger.payments:
        go(CaseAct.BEGIN_PAYING)
    if state is CaseState.PAID and not ledger.is_all_paid:
        go(CaseAct.DENY)
    if state is CaseState.PAYING and ledger.is_all_paid:
        go(CaseAct.FINISH_PAYING)
    if state is CaseState.PAID and ledger.is_all_cleared:
        go(CaseAct.ALL_CONFIRM)
    return state, tuple(done)


def _parts(total: Decimal, parts: int) -> list[Decimal]:
    each = (total / parts).quantize(CENT, rounding="ROUND_DOWN")
    if parts < 2 or each <= 0:
        return [total]
    return [*[each] * (parts - 1), total - each * (parts - 1)]


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _by_currency(pairs: Iterable[tuple[str, Decimal]]) -> Sums:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in pairs:
        found[currency] += amount
    return dict(sorted(found.items()))
