"""The cost ledger and the case tell the same of the same money."""

from decimal import Decimal
from itertools import product
from uuid import UUID

import pytest

from portal.compliance.costs.domain import Collection, CostLine, Payer
from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import save_costs
from portal.kernel.events import Ref
from portal.placements import queries as placements
from portal.placements.offers.service.paid import say_paid
from portal.remedy import queries
from portal.remedy.domain.states import CaseState
from portal.remedy.rows import PaymentRow
from portal.remedy.service import open_case_by_rule, repaying, scope, steps
from tests.builders.placements import TODAY, code
from tests.builders.remedy import Crew, affected, by_staff, case_of, confirmed, loss, reported, stated

FEE = CostLine(
    category="FEE-MATCH",
    payer=Payer.WORKER,
    amount=Decimal(250),
    currency="GBP",
    collection=Collection.CASH,
)


def placement_of(crew: Crew, number: int) -> Ref:
    with crew.at.reading() as session:
        placed = placements.placement_of_offer(session, crew.offers[number].id)
    assert placed is not None
    return Ref("placement", placed.id)


def own_line(crew: Crew, ref: Ref) -> CostLine:
    with crew.at.reading() as session:
        [found] = [one.line for one in ledger_of(session, ref).lines if one.line.category == FEE.category]
    return found


def pay(crew: Crew, case_id: UUID, amount: str | None = None, workers: int = 3) -> None:
    """The employer says that it paid the first so many workers."""
    first = {one.id for one in affected(crew, case_id)[:workers]}
    with crew.at.reading() as session:
        plan = [one.id for one in queries.instalments(session, case_id) if one.affected_id in first]
    done = crew.at.do(
        repaying.record_payments,
        crew.at.employer.organisation_id,
        case_id,
        plan,
        paid_on=TODAY,
        proof="bank transfer 88213",
        amount=Decimal(amount) if amount else None,
        by=crew.at.employer,
    )
    assert isinstance(done, repaying.PaymentsRecorded), done


def payments_to(crew: Crew, case_id: UUID, affected_id: UUID) -> list[PaymentRow]:
    with crew.at.reading() as session:
        own = {one.id for one in queries.instalments(session, case_id) if one.affected_id == affected_id}
        made = [one for one in queries.payments(session, case_id) if one.instalment_id in own]
    return sorted(made, key=lambda one: one.amount)


def owed(crew: Crew, category: str | None = FEE.category) -> UUID:
    """A case in which each of the crew lost 250 pounds, with a plan of the employer's."""
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [1, 2, 3], loss(category=category))
    return agreed_upon(crew, case_id)


def agreed_upon(crew: Crew, case_id: UUID) -> UUID:
    by_staff(crew, steps.quantify, case_id, "Everybody was asked.")
    stated(crew, case_id)
    by_staff(
        crew,
        repaying.agree_plan,
        case_id,
        payer_id=crew.at.employer.organisation_id,
        parts=1,
        first_due=TODAY,
        days_between=30,
    )
    return case_id


def test_the_payers_claim_is_noted_and_the_workers_own_word_clears(crew: Crew) -> None:
    crew.at.do(say_paid, code(crew.offers[0]), FEE)
    case_id, ref = owed(crew), placement_of(crew, 0)
    assert own_line(crew, ref).reimbursed is None
    pay(crew, case_id)
    line = own_line(crew, ref)
    assert (line.reimbursed, line.reimbursed_on, line.is_paid_back) == (Decimal(250), TODAY, False)
    ana, ben, _ = affected(crew, case_id)
    [to_ben] = payments_to(crew, case_id, ben.id)
    crew.at.do(repaying.answer_payment, ben.id, to_ben.id, came=True)
    assert not own_line(crew, ref).is_paid_back  # somebody else's word
    [to_ana] = payments_to(crew, case_id, ana.id)
    crew.at.do(repaying.answer_payment, ana.id, to_ana.id, came=True)
    assert own_line(crew, ref).is_paid_back


@pytest.mark.parametrize("answers", list(product([None, False, True], repeat=2)))
def test_a_line_clears_exactly_when_the_worker_confirms_all_of_it(
    crew: Crew, answers: tuple[bool | None, ...]
) -> None:
    crew.at.do(say_paid, code(crew.offers[0]), FEE)
    case_id, ref = owed(crew), placement_of(crew, 0)
    pay(crew, case_id, "100", workers=1)
    pay(crew, case_id, "150", workers=1)
    ana = affected(crew, case_id)[0]
    for payment, came in zip(payments_to(crew, case_id, ana.id), answers, strict=True):
        if came is not None:
            crew.at.do(repaying.answer_payment, ana.id, payment.id, came=came)
    assert own_line(crew, ref).is_paid_back == all(answers)
    said = [Decimal(amount) for amount, came in zip((100, 150), answers, strict=True) if came is not False]
    assert own_line(crew, ref).reimbursed == sum(said)


def test_what_is_about_no_line_changes_no_ledger(crew: Crew) -> None:
    crew.at.do(say_paid, code(crew.offers[0]), FEE)
    case_id, ref = owed(crew, category=None), placement_of(crew, 0)
    pay(crew, case_id)
    ana = affected(crew, case_id)[0]
    [payment] = payments_to(crew, case_id, ana.id)
    crew.at.do(repaying.answer_payment, ana.id, payment.id, came=True)
    assert own_line(crew, ref) == FEE


def test_what_workers_of_a_lot_had_paid_clears_when_each_of_them_says_so(crew: Crew) -> None:
    crew.at.do(save_costs, crew.at.lot, [FEE])
    opened = crew.at.do(open_case_by_rule, "costs.worker-pays", crew.at.lot, {}, by=crew.officer)
    by_staff(crew, steps.triage, opened.id, is_critical=True, note_text="?", vacancy=_number(crew))
    by_staff(crew, steps.confirm, opened.id, "They say so themselves.")
    by_staff(crew, scope.establish, opened.id, [1, 2], loss(category=FEE.category))
    by_staff(crew, scope.lost_nothing, opened.id, [3])
    case_id = agreed_upon(crew, opened.id)
    pay(crew, case_id)
    for one in affected(crew, case_id)[:2]:
        assert not own_line(crew, crew.at.lot).is_paid_back
        [payment] = payments_to(crew, case_id, one.id)
        crew.at.do(repaying.answer_payment, one.id, payment.id, came=True)
    assert own_line(crew, crew.at.lot).is_paid_back
    assert case_of(crew, case_id).state is CaseState.WORKER_CONFIRMED


def _number(crew: Crew) -> str:
    from portal.vacancies import queries as vacancies

    with crew.at.reading() as session:
        job = vacancies.vacancy(session, crew.at.vacancy_id)
    assert job is not None
    return job.number
