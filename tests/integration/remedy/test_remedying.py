"""From triage to closed: scope, amounts, plan, payments, and the workers' own word."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine

from portal.compliance.holds import queries as holds
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.remedy import queries
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.money import (
    Instalment,
    MoreThanPlanned,
    NothingEstablished,
    NotSettled,
    PaymentState,
    PlanDoesNotAddUp,
    WrongPayer,
)
from portal.remedy.domain.reporting import StatementNamesWorker, StatementQuotesReport
from portal.remedy.domain.states import CaseState, NotPossibleNow
from portal.remedy.service import parties, repaying, scope, steps
from portal.remedy.service.life import NoSuchCase
from tests.builders.placements import NOW, TODAY, a_match, agreed, offered
from tests.builders.remedy import (
    STATEMENT,
    Crew,
    affected,
    by_staff,
    case_of,
    confirmed,
    loss,
    paid,
    planned,
    quantified,
    reported,
    stated,
    triaged,
)

DUE = TODAY + timedelta(days=14)


def answer_all(crew: Crew, case_id: UUID, *, came: bool = True) -> CaseState:
    with crew.at.reading() as session:
        owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
        waiting = [one for one in queries.payments(session, case_id) if one.state is PaymentState.CLAIMED]
    for one in waiting:
        crew.at.do(repaying.answer_payment, owner[one.instalment_id], one.id, came=came)
    return case_of(crew, case_id).state


def test_the_whole_channel_is_affected_former_workers_and_later_ones_too(crew: Crew) -> None:
    offered(crew.at, crew.introduction_id, "Dan Later, 07700 900125")
    other = a_match(crew.at.app)  # another channel
    offered(other, agreed(other, 2), "Eve Elsewhere, 07700 900126")
    case_id = confirmed(crew, reported(crew, by=2))
    listed = affected(crew, case_id)
    assert [one.number for one in listed] == [1, 2, 3, 4]
    assert [one.worker_id for one in listed][:3] == [one.worker_id for one in crew.offers]


def test_a_job_in_words_is_linked_by_its_vacancys_number(crew: Crew) -> None:
    from portal.vacancies import queries as vacancies

    case_id = reported(crew, by=None)
    wrong = crew.at.do(steps.triage, case_id, is_critical=True, note_text="?", vacancy="V-1", by=crew.officer)
    assert wrong == steps.NoSuchJob()
    with crew.at.reading() as session:
        job = vacancies.vacancy(session, crew.at.vacancy_id)
    assert job is not None
    triaged(crew, case_id, vacancy=job.number.lower())
    row = case_of(crew, case_id)
    assert (row.vacancy_id, row.provider_id, row.employer_id) == (
        crew.at.vacancy_id,
        crew.at.provider.organisation_id,
        crew.at.employer.organisation_id,
    )


def test_a_case_about_nobody_known_is_not_confirmed(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew, by=None))
    assert crew.at.do(steps.confirm, case_id, "yes", by=crew.officer) == steps.JobUnknown()


def test_an_unfounded_case_lets_go_what_it_held(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew))
    by_staff(crew, steps.find_unfounded, case_id, "Nothing was paid.")
    with crew.at.reading() as session:
        assert holds.open_hold(session, Ref("organisation", crew.at.provider.organisation_id)) is None
    assert case_of(crew, case_id).state is CaseState.UNFOUNDED
    by_staff(crew, steps.reopen, case_id, "A receipt came to light.")
    assert case_of(crew, case_id).state is CaseState.TRIAGED


def test_what_two_grave_reports_hold_stays_held_until_the_second_is_over(crew: Crew) -> None:
    first, second = triaged(crew, reported(crew, by=1)), triaged(crew, reported(crew, by=2))
    provider = Ref("organisation", crew.at.provider.organisation_id)
    for case_id, is_held in ((first, True), (second, False)):
        by_staff(crew, steps.find_unfounded, case_id, "Nothing was paid.")
        with crew.at.reading() as session:
            assert (holds.open_hold(session, provider) is not None) is is_held


def test_amounts_stand_without_receipts_with_the_method(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [1, 2], loss("250", interest=Decimal("12.50")))
    by_staff(crew, scope.lost_nothing, case_id, [3])
    with crew.at.reading() as session:
        found = queries.amounts(session, case_id)
    assert [(one.total, one.method.value) for one in found] == [(Decimal("262.50"), "worker's word")] * 2
    by_staff(crew, steps.quantify, case_id, "Asked them all.")
    assert case_of(crew, case_id).state is CaseState.QUANTIFIED


def test_a_case_is_quantified_only_when_everybody_is_known(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    quantify = (steps.quantify, case_id, "done")
    assert crew.at.do(*quantify, by=crew.officer) == NothingEstablished()
    by_staff(crew, scope.establish, case_id, [1], loss())
    assert crew.at.do(*quantify, by=crew.officer) == NotSettled(2)


def test_amounts_do_not_move_after_they_are_settled(crew: Crew) -> None:
    case_id = quantified(crew, reported(crew))
    refused = NotPossibleNow(CaseState.QUANTIFIED)
    assert crew.at.do(scope.establish, case_id, [1], loss(), by=crew.officer) == refused
    assert crew.at.do(scope.add_person, case_id, by=crew.officer) == refused
    with crew.at.reading() as session:
        one = queries.amounts(session, case_id)[0]
    assert crew.at.do(scope.remove_amount, case_id, one.id, by=crew.officer) == refused


def test_a_wrong_amount_is_taken_back_before(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [1], loss("2500"))
    with crew.at.reading() as session:
        [one] = queries.amounts(session, case_id)
    by_staff(crew, scope.remove_amount, case_id, one.id)
    with crew.at.reading() as session:
        assert queries.amounts(session, case_id) == []
    assert crew.at.do(scope.remove_amount, case_id, uuid4(), by=crew.officer) == scope.NobodyChosen()


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


def test_a_statement_may_not_quote_or_name(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew))

    def write(text: str) -> Any:
        return crew.at.do(parties.write_statement, case_id, text, is_confirmed=True, by=crew.officer)

    assert isinstance(write("He wanted two hundred and fifty pounds"), StatementQuotesReport)
    assert isinstance(write("Ana was asked for money"), StatementNamesWorker)
    assert write(STATEMENT) == parties.StatementKept(3)


def test_a_small_crew_needs_the_second_reading(crew: Crew) -> None:
    from portal.remedy.domain.reporting import SmallCrewNotConfirmed

    case_id = triaged(crew, reported(crew))
    outcome = crew.at.do(parties.write_statement, case_id, STATEMENT, is_confirmed=False, by=crew.officer)
    assert outcome == SmallCrewNotConfirmed(3)


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


def test_right_of_reply(crew: Crew, clock: time_machine.Traveller) -> None:
    case_id = stated(crew, triaged(crew, reported(crew)))
    provider = crew.at.provider.organisation_id
    ask = (parties.ask_for_word, case_id, provider)
    from portal.remedy.service.holding import StillSilent

    assert crew.at.do(*ask, by=crew.officer) == StillSilent(NOW.replace(hour=12))
    clock.move_to(NOW.replace(hour=13))
    by_staff(crew, *ask)
    assert (
        crew.at.do(parties.give_word, provider, case_id, "It was a deposit.", by=crew.at.provider) == case_id
    )
    with crew.at.reading() as session:
        asked = queries.case_asking(session, provider, case_id)
    assert asked is not None
    assert (asked.reply, asked.statement) == ("It was a deposit.", STATEMENT)
    again = crew.at.do(parties.give_word, provider, case_id, "And more.", by=crew.at.provider)
    assert again == parties.NotAsked()
    stranger = crew.at.do(parties.give_word, uuid4(), case_id, "Hm.", by=crew.at.provider)
    assert stranger == NoSuchCase()


def test_the_payers_claim_never_clears(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    row = case_of(crew, case_id)
    assert (row.state, row.due) == (CaseState.PAID, Due.ASK_WORKERS)
    assert answer_all(crew, case_id) is CaseState.WORKER_CONFIRMED
    with crew.at.reading() as session:
        books = queries.ledger(session, case_id)
    assert books.established_sums() == books.planned_sums() == {"GBP": Decimal(750)}
    assert books.paid_sums() == books.confirmed_sums() == {"GBP": Decimal(750)}


def test_a_denied_payment_is_asked_for_again(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    assert answer_all(crew, case_id, came=False) is CaseState.PAYING
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


def test_a_case_is_closed_with_a_cause_and_watched(crew: Crew, clock: time_machine.Traveller) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    answer_all(crew, case_id)

    def close(months: int, day: date) -> Any:
        return crew.at.do(
            steps.close,
            case_id,
            root_cause="A sub-agent kept a list.",
            change="The sub-agent is gone.",
            months=months,
            next_check=day,
            by=crew.officer,
        )

    soon = TODAY + timedelta(days=90)
    assert isinstance(close(5, soon), steps.MonitoringOutOfRange)
    assert isinstance(close(13, soon), steps.MonitoringOutOfRange)
    assert isinstance(close(6, TODAY + timedelta(days=300)), steps.MonitoringOutOfRange)
    assert close(6, soon) is CaseState.CLOSED
    row = case_of(crew, case_id)
    assert (row.due, row.next_check, row.monitored_until) == (Due.CHECK, soon, date(2027, 9, 1))
    assert row.held_id is None
    by_staff(crew, steps.check, case_id, finding="Nobody paid.", next_check=None)
    assert case_of(crew, case_id).due is None


def test_an_unfounded_case_is_closed_without_a_cause(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew))
    by_staff(crew, steps.find_unfounded, case_id, "No.")
    refused = crew.at.do(
        steps.close,
        case_id,
        root_cause="-",
        change="-",
        months=6,
        next_check=TODAY + timedelta(days=9),
        by=crew.officer,
    )
    assert refused == NotPossibleNow(CaseState.UNFOUNDED)
    by_staff(crew, steps.close_unfounded, case_id, "Nothing found.")
    assert case_of(crew, case_id).state is CaseState.CLOSED


def test_steps_that_do_not_fit_are_refused_and_leave_nothing(crew: Crew) -> None:
    case_id = reported(crew)
    before = case_of(crew, case_id)
    for outcome in (
        crew.at.do(steps.confirm, case_id, "x", by=crew.officer),
        crew.at.do(steps.quantify, case_id, "x", by=crew.officer),
        crew.at.do(steps.dispute, case_id, "x", by=crew.officer),
        crew.at.do(steps.confirm, uuid4(), "x", by=crew.officer),
    ):
        assert isinstance(outcome, Refusal)
    assert case_of(crew, case_id) == before


def test_somebody_without_an_offer_is_listed_by_hand_and_paid_like_anybody(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.add_person, case_id)
    listed = affected(crew, case_id)
    assert [(one.number, one.worker_id is None) for one in listed] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert len({one.code_hash for one in listed}) == 4
