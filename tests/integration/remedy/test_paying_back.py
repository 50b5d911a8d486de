"""The plan, the payments, and the workers' own word on each."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.remedy import queries
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.money import (
    Instalment,
    MoreThanPlanned,
    PaymentState,
    PlanDoesNotAddUp,
    WrongPayer,
)
from portal.remedy.domain.states import CaseState
from portal.remedy.service import parties, repaying, steps
from portal.remedy.service.life import NoSuchCase
from tests.builders.placements import TODAY
from tests.builders.remedy import (
    Crew,
    affected,
    answered,
    by_staff,
    case_of,
    paid,
    planned,
    quantified,
    reported,
    stated,
)

DUE = TODAY + timedelta(days=14)


def test_a_plan_waits_for_the_neutral_statement(crew: Crew) -> None:
    case_id = quantified(crew, reported(crew))
    outcome = crew.at.do(
        repaying.agree_plan,
        case_id,
        payer_id=crew.at.employer.organisation_id,
        parts=1,
        first_due=DUE,
        days_between=30,
        by=crew.officer,
    )
    assert outcome == parties.StatementMissing()


def test_a_plan_adds_up_for_each_worker_or_is_refused(crew: Crew) -> None:
    case_id = stated(crew, quantified(crew, reported(crew)))
    employer = crew.at.employer.organisation_id
    people = [one.id for one in affected(crew, case_id)]

    def plan(*amounts: str, payer: UUID = employer) -> Any:
        fresh = [
            Instalment(uuid4(), who, payer, Decimal(amount), "GBP", DUE)
            for who, amount in zip(people, amounts, strict=True)
        ]
        return crew.at.do(repaying.put_plan, case_id, fresh, by=crew.officer)

    assert isinstance(plan("250", "250", "249.99"), PlanDoesNotAddUp)
    assert isinstance(plan("249", "250", "251"), PlanDoesNotAddUp)
    assert plan("250", "250", "250", payer=uuid4()) == WrongPayer()
    assert plan("250", "250", "250") is CaseState.PLAN_AGREED


@pytest.mark.parametrize("first", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_plan_begins_today_or_later_and_ends_within_a_year(crew: Crew, first: date) -> None:
    case_id = stated(crew, quantified(crew, reported(crew)))
    outcome = crew.at.do(
        repaying.agree_plan,
        case_id,
        payer_id=crew.at.employer.organisation_id,
        parts=1,
        first_due=first,
        days_between=30,
        by=crew.officer,
    )
    assert isinstance(outcome, repaying.DueOutside)


def test_nobody_sees_the_case_before_it_is_shown_and_then_the_payer_alone(crew: Crew) -> None:
    case_id = stated(crew, quantified(crew, reported(crew)))
    employer, provider = crew.at.employer.organisation_id, crew.at.provider.organisation_id
    with crew.at.reading() as session:
        assert queries.cases_asking(session, employer) == queries.cases_asking(session, provider) == []
    refused = crew.at.do(
        repaying.record_payments, employer, case_id, [], paid_on=TODAY, proof="x", by=crew.at.employer
    )
    assert refused == NoSuchCase()
    by_staff(
        crew,
        repaying.agree_plan,
        case_id,
        payer_id=employer,
        parts=1,
        first_due=DUE,
        days_between=30,
    )
    with crew.at.reading() as session:
        assert [one.id for one in queries.cases_asking(session, employer)] == [case_id]
        assert queries.case_asking(session, provider, case_id) is None


def test_the_payers_claim_never_clears(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    row = case_of(crew, case_id)
    assert (row.state, row.due) == (CaseState.PAID, Due.ASK_WORKERS)
    assert answered(crew, case_id) is CaseState.WORKER_CONFIRMED
    with crew.at.reading() as session:
        books = queries.ledger(session, case_id)
    assert books.established_sums() == books.planned_sums() == {"GBP": Decimal(750)}
    assert books.paid_sums() == books.confirmed_sums() == {"GBP": Decimal(750)}


def test_a_denied_payment_is_asked_for_again(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    assert answered(crew, case_id, came=False) is CaseState.PAYING
    row = case_of(crew, case_id)
    assert row.due is Due.PAY
    with crew.at.reading() as session:
        assert queries.ledger(session, case_id).paid_sums() == {"GBP": Decimal(0)}


def test_nobody_answers_for_another_worker_or_twice(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    ana, ben, _ = affected(crew, case_id)
    with crew.at.reading() as session:
        plan = {one.affected_id: one.id for one in queries.instalments(session, case_id)}
        payment = next(one for one in queries.payments(session, case_id) if one.instalment_id == plan[ana.id])
    answer = repaying.answer_payment
    assert crew.at.do(answer, ben.id, payment.id, came=True) == repaying.NoSuchPayment()
    assert crew.at.do(answer, ana.id, payment.id, came=True) is CaseState.PAID
    again = crew.at.do(answer, ana.id, payment.id, came=False)
    assert again == repaying.AlreadyAnswered(PaymentState.CONFIRMED)


def test_payments_are_recorded_by_the_payer_for_days_gone_by_and_never_twice(crew: Crew) -> None:
    case_id = planned(crew, reported(crew), first_due=DUE)
    with crew.at.reading() as session:
        plan = [one.id for one in queries.instalments(session, case_id)]

    def record(organisation_id: UUID, day: date = TODAY, **kw: Any) -> Any:
        return crew.at.do(
            repaying.record_payments,
            organisation_id,
            case_id,
            plan[:1],
            paid_on=day,
            proof="transfer",
            by=crew.at.employer,
            **kw,
        )

    employer = crew.at.employer.organisation_id
    assert record(crew.at.provider.organisation_id) == NoSuchCase()
    assert record(employer, TODAY + timedelta(days=1)) == repaying.PaidLater()
    assert record(employer, amount=Decimal("250.01")) == MoreThanPlanned(Decimal(250))
    assert record(employer, amount=Decimal(100)) == repaying.PaymentsRecorded(1)
    assert record(employer, amount=Decimal("150.01")) == MoreThanPlanned(Decimal(150))
    assert record(employer) == repaying.PaymentsRecorded(1)
    assert record(employer) == repaying.NothingToPay()
    assert case_of(crew, case_id).state is CaseState.PAYING


def test_a_plan_in_parts_is_due_part_by_part(crew: Crew) -> None:
    case_id = planned(crew, reported(crew), parts=3, first_due=DUE)
    row = case_of(crew, case_id)
    assert row.due_at is not None
    assert row.due_at.date() == DUE
    with crew.at.reading() as session:
        assert len(queries.instalments(session, case_id)) == 9
        assert queries.ledger(session, case_id).planned_sums() == {"GBP": Decimal(750)}


def test_a_dispute_keeps_what_was_paid_and_the_next_plan_asks_for_the_rest(crew: Crew) -> None:
    case_id = planned(crew, reported(crew), parts=2, first_due=DUE)
    employer = crew.at.employer.organisation_id
    with crew.at.reading() as session:
        first = queries.instalments(session, case_id)[0]
    crew.at.do(
        repaying.record_payments,
        employer,
        case_id,
        [first.id],
        paid_on=TODAY,
        proof="transfer",
        amount=Decimal(25),
        by=crew.at.employer,
    )
    by_staff(crew, steps.dispute, case_id, "They say that one of them never paid.")
    by_staff(crew, steps.confirm, case_id, "He did.")
    by_staff(crew, steps.quantify, case_id, "As before.")
    by_staff(
        crew,
        repaying.agree_plan,
        case_id,
        payer_id=crew.at.provider.organisation_id,
        parts=1,
        first_due=DUE,
        days_between=30,
    )
    with crew.at.reading() as session:
        books = queries.ledger(session, case_id)
    assert books.planned_sums() == {"GBP": Decimal(750)}
    assert books.paid_sums() == {"GBP": Decimal(25)}
    assert sum(one.amount for one in books.instalments if one.payer_id == employer) == 25
    assert case_of(crew, case_id).state is CaseState.PAYING
