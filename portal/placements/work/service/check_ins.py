"""A worker says on day 7 or 30 how the job is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.compliance.costs.domain import CostBasis, CostLine, Payer
from portal.compliance.domain import Statement
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.fairness import judge_afterwards
from portal.placements.models import Placement
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.offers.service.paid import say_paid
from portal.placements.telling import of_placement
from portal.placements.work.domain.check_ins import AnsweredJustNow, CheckInAnswers, FirstPayslip, day_of
from portal.placements.work.domain.placements import NotStarted
from portal.placements.work.events import CheckedIn
from portal.placements.work.models import CheckIn
from portal.placements.work.statements import Named, named_deductions

A_MOMENT = timedelta(minutes=5)


def check_in(
    work: Work, code: str, answers: CheckInAnswers, language: str
) -> UUID | NoSuchOffer | NotOpened | NotStarted | AnsweredJustNow:
    """Keep the answer, put what was paid on the ledger, and hold the payslip against advert and offer."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    if placed is None or placed.started_on is None:
        return NotStarted()
    if _is_repeated(work, placed, answers):
        return AnsweredJustNow()
    check_in_id, day = work.new_id(), day_of(placed.started_on, work.now.date())
    work.session.add(
        CheckIn(
            id=check_in_id,
            placement_id=placed.id,
            worker_id=placed.worker_id,
            day=day,
            as_promised=answers.as_promised,
            differs=[one.value for one in answers.differs],
            words=answers.words,
            asked_for_money=answers.asked_for_money,
            hours_worked=answers.hours_worked,
            payslip=_plain(answers.payslip) if answers.payslip else None,
            language=language,
            answered_at=work.now,
        )
    )
    work.session.flush()
    work.emit(CheckedIn(**of_placement(work, row, placed), day=day))
    if answers.paid:
        say_paid(work, code, _line(answers))
    if answers.payslip:
        named = named_deductions(work.session, offer.id)
        judge_afterwards(work, check_in_id, placed, row, _statement(answers.payslip, named))
    return check_in_id


def _is_repeated(work: Work, placed: Placement, answers: CheckInAnswers) -> bool:
    """These forms carry no token against repeats, which would be kept with the address and its code."""
    wanted = select(CheckIn).where(
        CheckIn.placement_id == placed.id, CheckIn.answered_at > work.now - A_MOMENT
    )
    return any(
        (row.as_promised, row.asked_for_money, row.words, row.differs)
        == (
            answers.as_promised,
            answers.asked_for_money,
            answers.words,
            [one.value for one in answers.differs],
        )
        for row in work.session.scalars(wanted)
    )


def _line(answers: CheckInAnswers) -> CostLine:
    return CostLine(
        category="ILL-EXTRA",
        payer=Payer.WORKER,
        amount=answers.paid,
        currency=answers.currency,
        basis=CostBasis.PER_WORKER,
        collected_by=answers.to_whom,
    )


def _statement(payslip: FirstPayslip, named: Named) -> Statement:
    return Statement(
        name="payslip",
        currency=payslip.currency,
        pay=payslip.pay,
        hours=payslip.weekly_hours,
        deductions=payslip.weekly_deductions(named.weekly),
        taken_once=payslip.taken(named.once),
    )


def _plain(payslip: FirstPayslip) -> dict[str, Any]:
    return {
        "covers": payslip.covers.value,
        "gross": str(payslip.gross),
        "hours": str(payslip.hours),
        "deductions": [[label, str(amount)] for label, amount in payslip.deductions],
        "net": str(payslip.net) if payslip.net is not None else None,
        "currency": payslip.currency,
    }
