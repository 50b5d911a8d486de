"""Who is affected, and what each of them lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.link_codes import hash_of
from portal.kernel.outcomes import Refusal
from portal.remedy import channel, queries
from portal.remedy.domain.codes import known_code, repayment_code
from portal.remedy.domain.money import Method, NegativeAmount
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import MONEY_MAY_CHANGE, NotPossibleNow
from portal.remedy.events import AmountEstablished, AmountRemoved, CaseScoped
from portal.remedy.models import Case, CaseAffected, CaseAmount
from portal.remedy.service.judging import judge_repayments
from portal.remedy.service.life import NoSuchCase, locked
from portal.remedy.service.proposing import AlreadyProposed, Proposed, propose


@dataclass(frozen=True)
class NobodyChosen(Refusal):
    """No worker was chosen, or none of those chosen is affected by this case."""


@dataclass(frozen=True)
class NoSuchAmount(Refusal):
    """The amount is taken back already, or belongs to another case."""


@dataclass(frozen=True)
class Scoped:
    """So many workers are listed now."""

    workers: int


def list_affected(work: Work, case: Case) -> int:
    """List everybody of the channel who is not listed yet; how many there are in all."""
    listed = queries.affected(work.session, case.id)
    known = {one.worker_id for one in listed}
    found = channel.workers_of_channel(work.session, case.provider_id, case.vacancy_id)
    fresh = [one for one in found if one not in known]
    for number, worker_id in enumerate(fresh, start=len(listed) + 1):
        _add(work, case, number, worker_id)
    work.emit(CaseScoped(at=work.now, by=work.actor, case_id=case.id, workers=len(listed) + len(fresh)))
    return len(listed) + len(fresh)


def add_person(work: Work, case_id: UUID) -> Scoped | NoSuchCase | NotPossibleNow:
    """Staff list somebody who never had an offer here, known by number alone."""
    case = _in_money(work, case_id)
    if isinstance(case, Refusal):
        return case
    listed = queries.affected(work.session, case.id)
    _add(work, case, len(listed) + 1, None)
    work.emit(CaseScoped(at=work.now, by=work.actor, case_id=case.id, workers=len(listed) + 1))
    return Scoped(len(listed) + 1)


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One sum as staff establish it; without a receipt the method says how it is known."""

    what: str
    amount: Decimal
    currency: str
    interest: Decimal = Decimal(0)
    paid_on: date | None = None
    method: Method
    evidence: str = ""
    category: str | None = None
    """Of the line of the cost ledger that it is about; none where it stands on no ledger."""


def establish(
    work: Work, case_id: UUID, numbers: Sequence[int], loss: Loss
) -> Scoped | NoSuchCase | NotPossibleNow | NobodyChosen | NegativeAmount:
    """Write down what each of these workers lost."""
    case = _in_money(work, case_id)
    if isinstance(case, Refusal):
        return case
    if loss.amount < 0 or loss.interest < 0:
        return NegativeAmount()
    chosen = _chosen(work, case, numbers)
    for one in chosen:
        one.lost_nothing = False
        work.session.add(
            CaseAmount(
                id=work.new_id(),
                case_id=case.id,
                affected_id=one.id,
                what=loss.what,
                amount=loss.amount,
                interest=loss.interest,
                currency=loss.currency,
                paid_on=loss.paid_on,
                method=loss.method,
                evidence=loss.evidence,
                category=loss.category,
                at=work.now,
                by=work.actor,
            )
        )
        _tell(work, case, one.id, loss)
    judge_repayments(work, case)
    return Scoped(len(chosen)) if chosen else NobodyChosen()


def lost_nothing(
    work: Work, case_id: UUID, numbers: Sequence[int]
) -> Scoped | NoSuchCase | NotPossibleNow | NobodyChosen:
    """Write down that these workers lost nothing; those with amounts are left as they are."""
    case = _in_money(work, case_id)
    if isinstance(case, Refusal):
        return case
    losers = {one.affected_id for one in queries.amounts(work.session, case.id)}
    chosen = [one for one in _chosen(work, case, numbers) if one.id not in losers]
    for one in chosen:
        one.lost_nothing = True
        _tell(work, case, one.id, None)
    return Scoped(len(chosen)) if chosen else NobodyChosen()


def remove_amount(
    work: Work, case_id: UUID, amount_id: UUID, reason: str
) -> Proposed | AlreadyProposed | NoSuchCase | NotPossibleNow | NoSuchAmount:
    """Propose that an amount was written down wrongly; it is taken back when a second person agrees."""
    case = _in_money(work, case_id)
    if isinstance(case, Refusal):
        return case
    if _amount(work, case, amount_id) is None:
        return NoSuchAmount()
    return propose(work, case, ProposedAct.REMOVE_AMOUNT, reason, amount_id)


def take_amount_off(work: Work, case: Case, amount_id: UUID | None) -> None:
    """Take back what two people agree was wrong; nothing where it is gone already."""
    row = _amount(work, case, amount_id)
    if row is None:
        return
    work.session.delete(row)
    work.emit(
        AmountRemoved(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            affected_id=row.affected_id,
            amount=row.amount,
            currency=row.currency,
        )
    )
    judge_repayments(work, case)


def repayment_code_under(affected_id: UUID, code_hash: str) -> str | None:
    """The code of one worker's repayment page; made anew each time, since only its hash is stored."""
    return known_code(portal_secrets(), affected_id, code_hash)


def _in_money(work: Work, case_id: UUID) -> Case | NoSuchCase | NotPossibleNow:
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    return case if case.state in MONEY_MAY_CHANGE else NotPossibleNow(case.state)


def _amount(work: Work, case: Case, amount_id: UUID | None) -> CaseAmount | None:
    row = work.session.get(CaseAmount, amount_id) if amount_id else None
    return row if row and row.case_id == case.id else None


def _chosen(work: Work, case: Case, numbers: Sequence[int]) -> list[CaseAffected]:
    wanted = select(CaseAffected).where(CaseAffected.case_id == case.id, CaseAffected.number.in_(numbers))
    return list(work.session.scalars(wanted.order_by(CaseAffected.number)))


def _add(work: Work, case: Case, number: int, worker_id: UUID | None) -> None:
    affected_id = work.new_id()
    work.session.add(
        CaseAffected(
            id=affected_id,
            case_id=case.id,
            number=number,
            worker_id=worker_id,
            lost_nothing=False,
            code_hash=hash_of(repayment_code(portal_secrets()[0], affected_id)),
        )
    )


def _tell(work: Work, case: Case, affected_id: UUID, loss: Loss | None) -> None:
    work.emit(
        AmountEstablished(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            affected_id=affected_id,
            amount=loss.amount + loss.interest if loss else None,
            currency=loss.currency if loss else None,
            method=loss.method if loss else None,
        )
    )
