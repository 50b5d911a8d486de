"""From triage to closed: whom a case is about, what they lost, what may be said of it, and how it ends."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import time_machine

from portal.compliance.holds import queries as holds
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.remedy import queries
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.money import (
    NothingEstablished,
    NotSettled,
)
from portal.remedy.domain.reporting import StatementNamesWorker, StatementQuotesReport
from portal.remedy.domain.states import CaseState, NotPossibleNow
from portal.remedy.service import parties, scope, steps
from portal.remedy.service.life import NoSuchCase
from portal.remedy.service.proposing import AlreadyProposed
from portal.remedy.service.seconding import ProposalMet, decide
from tests.builders.placements import NOW, TODAY, a_match, agreed, offered
from tests.builders.remedy import (
    STATEMENT,
    Crew,
    a_colleague,
    affected,
    answered,
    by_staff,
    case_of,
    confirmed,
    loss,
    paid,
    quantified,
    reported,
    stated,
    triaged,
)

DUE = TODAY + timedelta(days=14)


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
    assert crew.at.do(scope.remove_amount, case_id, one.id, "?", by=crew.officer) == refused


def test_a_wrong_amount_is_taken_back_before(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [1], loss("2500"))
    with crew.at.reading() as session:
        [one] = queries.amounts(session, case_id)
    proposed = by_staff(crew, scope.remove_amount, case_id, one.id, "Typed twice.")
    assert crew.at.do(scope.remove_amount, case_id, one.id, "?", by=crew.officer) == AlreadyProposed()
    agreed = crew.at.do(decide, case_id, proposed.id, agrees=True, reason="It was.", by=a_colleague(crew))
    assert agreed == ProposalMet(agrees=True)
    with crew.at.reading() as session:
        assert queries.amounts(session, case_id) == []
    assert crew.at.do(scope.remove_amount, case_id, one.id, "?", by=crew.officer) == scope.NoSuchAmount()


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


def test_a_case_is_closed_with_a_cause_and_watched(crew: Crew, clock: time_machine.Traveller) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=DUE)
    answered(crew, case_id)

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
