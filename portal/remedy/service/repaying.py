"""The plan, what payers say they paid, and what workers say came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy import queries
from portal.remedy.domain.money import (
    MOST_INSTALMENTS,
    Established,
    Instalment,
    Ledger,
    MoreThanPlanned,
    NegativeAmount,
    NothingEstablished,
    PaymentState,
    PlanDoesNotAddUp,
    WrongPayer,
    check_payment,
    check_plan,
    spread,
)
from portal.remedy.domain.states import PAYABLE, CaseAct, CaseState, NotPossibleNow, may
from portal.remedy.events import PaymentConfirmed, PaymentDenied, PaymentRecorded, PlanAgreed
from portal.remedy.models import Case, CaseAffected, CaseInstalment, CasePayment
from portal.remedy.service.life import NoSuchCase, let_money_decide, locked, step
from portal.remedy.service.parties import StatementMissing, show

LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class DueOutside(Refusal):
    """A plan begins today or later and is over within a year."""

    earliest: date
    latest: date


@dataclass(frozen=True)
class PaidLater(Refusal):
    """A payment is recorded once it was made, not before."""


@dataclass(frozen=True)
class PaymentsRecorded:
    payments: int


@dataclass(frozen=True)
class NothingToPay(Refusal):
    """None of what was chosen is open for this organisation."""


@dataclass(frozen=True)
class AlreadyAnswered(Refusal):
    """The worker has said before whether it came."""

    state: PaymentState


@dataclass(frozen=True)
class NoSuchPayment(Refusal):
    """The payment is not one of this worker's."""


PlanRefused = (
    NoSuchCase
    | NotPossibleNow
    | StatementMissing
    | DueOutside
    | PlanDoesNotAddUp
    | NothingEstablished
    | WrongPayer
    | NegativeAmount
)


def agree_plan(
    work: Work, case_id: UUID, *, payer_id: UUID, parts: int, first_due: date, days_between: int
) -> CaseState | PlanRefused:
    """One organisation pays everybody what is still owed to them, in equal parts.

    What an earlier plan has brought already stays; the employer pays first and recovers from the recruiter.
    """
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    today = work.now.date()
    last = first_due + timedelta(days=days_between * (parts - 1))
    if not (1 <= parts <= MOST_INSTALMENTS and today <= first_due and last <= today + LONGEST):
        return DueOutside(today, today + LONGEST)
    books = queries.ledger(work.session, case.id)
    rest = still_owed(books)
    fresh = spread(
        rest,
        payer_id=payer_id,
        parts=parts,
        first_due=first_due,
        days_between=days_between,
        ids=(work.new_id() for _ in range(len(rest) * parts)),
    )
    return put_plan(work, case_id, fresh)


def put_plan(work: Work, case_id: UUID, fresh: Sequence[Instalment]) -> CaseState | PlanRefused:
    """Put these instalments in the place of those that brought nothing; together they must add up."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if not may(case.state, CaseAct.AGREE_PLAN):
        return NotPossibleNow(case.state)
    if not case.statement:
        return StatementMissing()
    books = queries.ledger(work.session, case.id)
    payers = frozenset(one for one in (case.provider_id, case.employer_id) if one)
    kept = [_cut(one, books) for one in books.instalments if _has_brought(one, books)]
    wrong = check_plan(books.established, [*kept, *fresh], payers | {one.payer_id for one in kept})
    if wrong is None and any(one.payer_id not in payers for one in fresh):
        wrong = WrongPayer()
    if wrong is not None:
        return wrong
    _replace(work, case, books, fresh)
    for payer_id in dict.fromkeys(one.payer_id for one in fresh):
        show(work, case, payer_id)
        _tell_plan(work, case, payer_id, [one for one in fresh if one.payer_id == payer_id])
    reached = step(work, case, CaseAct.AGREE_PLAN)
    return reached if isinstance(reached, Refusal) else let_money_decide(work, case)


def still_owed(books: Ledger) -> tuple[Established, ...]:
    """What was established, less what the workers have by an earlier plan; by worker and currency."""
    owed: dict[tuple[UUID, str], Decimal] = {}
    for line in books.established:
        key = (line.affected_id, line.currency)
        owed[key] = owed.get(key, Decimal(0)) + line.total
    kept = {(one.affected_id, one.currency) for one in books.instalments if _has_brought(one, books)}
    for one in books.instalments:
        if _has_brought(one, books):
            owed[one.affected_id, one.currency] -= books.paid(one)
    return tuple(
        Established(affected_id, amount, currency)
        for (affected_id, currency), amount in owed.items()
        if amount > 0 or (affected_id, currency) not in kept
    )


def record_payments(
    work: Work,
    organisation_id: UUID,
    case_id: UUID,
    instalment_ids: Sequence[UUID],
    *,
    paid_on: date,
    proof: str,
    amount: Decimal | None = None,
) -> (
    PaymentsRecorded
    | NoSuchCase
    | NotPossibleNow
    | NothingToPay
    | PaidLater
    | MoreThanPlanned
    | NegativeAmount
):
    """The payer says that it paid these instalments; a part only where an amount is named.

    It clears nothing: each worker is asked whether the money came.
    """
    case = locked(work, case_id)
    if case is None or queries.case_asking(work.session, organisation_id, case_id) is None:
        return NoSuchCase()
    if case.state not in PAYABLE:
        return NotPossibleNow(case.state)
    if paid_on > work.now.date():
        return PaidLater()
    books = queries.ledger(work.session, case.id)
    chosen = [
        one
        for one in books.instalments
        if one.id in instalment_ids and one.payer_id == organisation_id and not books.is_paid(one)
    ]
    if not chosen:
        return NothingToPay()
    for one in chosen:
        paid = books.open_amount(one) if amount is None else amount
        if refused := check_payment(books, one, paid):
            return refused
        _record(work, case, one, amount=paid, paid_on=paid_on, proof=proof)
    let_money_decide(work, case)
    return PaymentsRecorded(len(chosen))


def answer_payment(
    work: Work, affected_id: UUID, payment_id: UUID, *, came: bool
) -> CaseState | NoSuchPayment | AlreadyAnswered:
    """The worker says whether the money came; nobody else can say it."""
    listed = work.session.get(CaseAffected, affected_id)
    case = locked(work, listed.case_id) if listed else None
    payment = work.session.get(CasePayment, payment_id, with_for_update=True)
    instalment = work.session.get(CaseInstalment, payment.instalment_id) if payment else None
    if case is None or payment is None or instalment is None or instalment.affected_id != affected_id:
        return NoSuchPayment()
    if payment.state is not PaymentState.CLAIMED:
        return AlreadyAnswered(payment.state)
    payment.state = PaymentState.CONFIRMED if came else PaymentState.DENIED
    payment.answered_at = work.now
    kind = PaymentConfirmed if came else PaymentDenied
    work.emit(
        kind(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            payment_id=payment.id,
            affected_id=affected_id,
            payer_id=instalment.payer_id,
            amount=payment.amount,
            currency=instalment.currency,
        )
    )
    return let_money_decide(work, case)


def _has_brought(instalment: Instalment, books: Ledger) -> bool:
    """Something of it was paid and not denied."""
    return books.paid(instalment) > 0 or books.is_paid(instalment)


def _cut(instalment: Instalment, books: Ledger) -> Instalment:
    return Instalment(
        id=instalment.id,
        affected_id=instalment.affected_id,
        payer_id=instalment.payer_id,
        amount=books.paid(instalment),
        currency=instalment.currency,
        due=instalment.due,
    )


def _replace(work: Work, case: Case, books: Ledger, fresh: Sequence[Instalment]) -> None:
    for one in books.instalments:
        row = work.session.get_one(CaseInstalment, one.id)
        if _has_brought(one, books):
            row.amount = books.paid(one)
        else:
            row.voided_at = work.now
    for one in fresh:
        work.session.add(
            CaseInstalment(
                id=one.id,
                case_id=case.id,
                affected_id=one.affected_id,
                payer_id=one.payer_id,
                amount=one.amount,
                currency=one.currency,
                due=one.due,
                voided_at=None,
            )
        )
    work.session.flush()


def _tell_plan(work: Work, case: Case, payer_id: UUID, own: Sequence[Instalment]) -> None:
    work.emit(
        PlanAgreed(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            payer_id=payer_id,
            instalments=len(own),
            sums=dict(Ledger(instalments=tuple(own)).planned_sums()),
            first_due=min(one.due for one in own),
        )
    )


def _record(
    work: Work, case: Case, instalment: Instalment, *, amount: Decimal, paid_on: date, proof: str
) -> None:
    payment = CasePayment(
        id=work.new_id(),
        case_id=case.id,
        instalment_id=instalment.id,
        amount=amount,
        paid_on=paid_on,
        proof=proof,
        recorded_at=work.now,
        recorded_by=work.actor,
        state=PaymentState.CLAIMED,
        answered_at=None,
    )
    work.session.add(payment)
    work.emit(
        PaymentRecorded(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            payment_id=payment.id,
            affected_id=instalment.affected_id,
            payer_id=instalment.payer_id,
            amount=amount,
            currency=instalment.currency,
        )
    )
