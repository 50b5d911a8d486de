"""Deadlines and news of a case go to whom they concern, and to nobody else; no report stands in any mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.kernel.events import SYSTEM
from portal.kernel.viewer import MemberRole
from portal.notifications import rendering
from portal.notifications.models import Mail
from portal.organisations.service.registration import join
from portal.remedy import queries
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.service import parties, repaying, report_by_staff, steps, writing
from portal.remedy.service.reminding import remind
from tests.builders.accounts import a_person, an_operator, transactor_of
from tests.builders.placements import NOW, TODAY, job
from tests.builders.remedy import (
    ASKED,
    Crew,
    affected,
    by_staff,
    case_of,
    paid,
    planned,
    quantified,
    reported,
    stated,
    triaged,
    word_hash,
)

Told = set[tuple[str, str]]
QUIET = Report(complaint=Complaint.NOT_AS_PROMISED, words=ASKED.words)
DUE = TODAY + timedelta(days=14)


@pytest.fixture(autouse=True)
def bystanders(app: Flask, crew: Crew) -> None:
    """Colleagues who are no administrators, and an operator: none of them is told anything."""
    an_operator(app)
    for party in (crew.at.provider, crew.at.employer):
        colleague = a_person(app, name="Mo Member")
        transactor_of(app).perform(join, SYSTEM, party.organisation_id, colleague, MemberRole.MEMBER)


def mails_of(crew: Crew, act: Callable[[], Any]) -> list[Mail]:
    with crew.at.reading() as session:
        before = set(session.scalars(select(Mail.id)))
    act()
    with crew.at.reading() as session:
        return [one for one in session.scalars(select(Mail)) if one.id not in before]


def told(crew: Crew, act: Callable[[], Any]) -> Told:
    """Who is told what by an act: compliance, provider, employer, a worker, or somebody who should not be."""
    return {(_who(crew, one.recipient), one.template) for one in mails_of(crew, act)}


def _who(crew: Crew, recipient: str) -> str:
    kind, _, found = recipient.partition(":")
    if kind == "worker":
        return "worker"
    return {
        crew.officer.person_id: "compliance",
        crew.at.provider.person_id: "provider",
        crew.at.employer.person_id: "employer",
    }.get(UUID(found), "somebody who should not be told")


def test_a_report_is_told_to_compliance_alone(crew: Crew) -> None:
    assert told(crew, lambda: reported(crew, report=QUIET)) == {("compliance", "remedy/case_opened")}
    assert told(crew, lambda: reported(crew, by=None)) == {("compliance", "remedy/case_opened")}


def test_what_staff_wrote_down_is_told_to_nobody(crew: Crew) -> None:
    assert told(crew, lambda: by_staff(crew, report_by_staff, ASKED, word_hash())) == set()


def test_a_held_provider_reads_of_a_check_and_of_nothing_else(crew: Crew) -> None:
    found = mails_of(crew, lambda: reported(crew))
    held = [one for one in found if one.template == "placements/held"]
    assert {_who(crew, one.recipient) for one in held} >= {"provider"}
    assert {one.facts["why"] for one in held} == {"Compliance check in progress"}
    others = {one.template for one in found} - {"placements/held", "placements/offer_held"}
    assert others == {"remedy/case_opened"}


def test_triage_reminders_go_to_compliance_alone(crew: Crew, clock: time_machine.Traveller) -> None:
    reported(crew, report=QUIET)
    assert told(crew, lambda: job(crew.at, remind)) == set()
    clock.move_to(NOW + timedelta(hours=3))
    assert told(crew, lambda: job(crew.at, remind)) == {("compliance", "remedy/case_due")}
    assert told(crew, lambda: job(crew.at, remind)) == set()
    clock.move_to(NOW + timedelta(hours=4))
    assert told(crew, lambda: job(crew.at, remind)) == {("compliance", "remedy/case_due")}
    clock.move_to(NOW + timedelta(hours=9))
    assert told(crew, lambda: job(crew.at, remind)) == set()


def test_confirming_and_planning_are_reminded_of_in_compliance_alone(
    crew: Crew, clock: time_machine.Traveller
) -> None:
    case_id = triaged(crew, reported(crew, report=QUIET))
    clock.move_to(NOW + timedelta(days=6, hours=1))
    assert told(crew, lambda: job(crew.at, remind)) == {("compliance", "remedy/case_due")}
    by_staff(crew, steps.confirm, case_id, "yes")
    clock.move_to(NOW + timedelta(days=19))
    assert told(crew, lambda: job(crew.at, remind)) == {("compliance", "remedy/case_due")}


def test_payments_are_reminded_of_at_the_payers_administrators_alone(
    crew: Crew, clock: time_machine.Traveller
) -> None:
    planned(crew, reported(crew, report=QUIET), first_due=DUE)
    clock.move_to(NOW + timedelta(days=10))
    assert told(crew, lambda: job(crew.at, remind)) == set()
    clock.move_to(NOW + timedelta(days=12))
    assert told(crew, lambda: job(crew.at, remind)) == {("employer", "remedy/payment_due")}
    clock.move_to(NOW + timedelta(days=15))
    assert told(crew, lambda: job(crew.at, remind)) == {("employer", "remedy/payment_due")}


def test_a_plan_is_told_to_whoever_pays(crew: Crew) -> None:
    case_id = stated(crew, quantified(crew, reported(crew, report=QUIET)))

    def plan() -> None:
        by_staff(
            crew,
            repaying.agree_plan,
            case_id,
            payer_id=crew.at.provider.organisation_id,
            parts=1,
            first_due=DUE,
            days_between=30,
        )

    assert told(crew, plan) == {("provider", "remedy/plan_agreed")}


def test_a_word_is_asked_of_one_side_and_given_to_compliance(
    crew: Crew, clock: time_machine.Traveller
) -> None:
    case_id = stated(crew, triaged(crew, reported(crew, report=QUIET)))
    clock.move_to(NOW + timedelta(hours=5))
    employer = crew.at.employer.organisation_id
    asked = told(crew, lambda: by_staff(crew, parties.ask_for_word, case_id, employer))
    assert asked == {("employer", "remedy/word_asked")}
    given = told(crew, lambda: crew.at.do(parties.give_word, employer, case_id, "No.", by=crew.at.employer))
    assert given == {("compliance", "remedy/word_given")}


def test_a_recorded_payment_asks_the_workers_alone(crew: Crew) -> None:
    case_id = planned(crew, reported(crew, report=QUIET), first_due=DUE)
    with crew.at.reading() as session:
        plan = [one.id for one in queries.instalments(session, case_id)]
    record = repaying.record_payments
    found = mails_of(
        crew,
        lambda: crew.at.do(
            record,
            crew.at.employer.organisation_id,
            case_id,
            plan,
            paid_on=TODAY,
            proof="transfer",
            by=crew.at.employer,
        ),
    )
    assert {(_who(crew, one.recipient), one.template) for one in found} == {("worker", "remedy/repayment")}
    assert len(found) == 3


def test_a_denial_is_told_to_the_payer_and_the_last_yes_to_whoever_was_asked(crew: Crew) -> None:
    case_id = paid(crew, reported(crew, report=QUIET), TODAY, first_due=DUE)
    with crew.at.reading() as session:
        owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
        [first, second, third] = queries.payments(session, case_id)

    def answer(one: Any, *, came: bool) -> Told:
        who = owner[one.instalment_id]
        return told(crew, lambda: crew.at.do(repaying.answer_payment, who, one.id, came=came))

    assert answer(first, came=True) == set()
    assert answer(second, came=False) == {("employer", "remedy/payment_denied")}
    assert answer(third, came=True) == set()


def test_workers_who_have_not_answered_are_asked_once_more(crew: Crew, clock: time_machine.Traveller) -> None:
    paid(crew, reported(crew, report=QUIET), TODAY, first_due=DUE)
    clock.move_to(NOW + timedelta(days=6))
    assert told(crew, lambda: job(crew.at, remind)) == {
        ("compliance", "remedy/case_due"),
        ("worker", "remedy/repayment"),
    }
    clock.move_to(NOW + timedelta(days=8))
    assert told(crew, lambda: job(crew.at, remind)) == {("compliance", "remedy/case_due")}


def test_messages_of_the_reporter_reach_compliance_and_those_of_staff_nobodys_mailbox(crew: Crew) -> None:
    case_id = reported(crew, report=QUIET)
    assert told(crew, lambda: crew.at.do(writing.write_as_reporter, case_id, "There is more.")) == {
        ("compliance", "remedy/case_message")
    }
    assert told(crew, lambda: by_staff(crew, writing.write_as_staff, case_id, "Thank you.")) == set()


def test_no_mail_of_a_whole_case_repeats_the_report_or_says_who_reported(
    crew: Crew, clock: time_machine.Traveller
) -> None:
    def whole() -> None:
        case_id = paid(
            crew, reported(crew, name="Zebedee", contact="zeb@finch.example"), TODAY, first_due=DUE
        )
        clock.move_to(NOW + timedelta(days=6))
        job(crew.at, remind)
        with crew.at.reading() as session:
            owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
            waiting = queries.payments(session, case_id)
        for one in waiting:
            crew.at.do(repaying.answer_payment, owner[one.instalment_id], one.id, came=True)
        assert case_of(crew, case_id).state.value == "worker confirmed"

    found = mails_of(crew, whole)
    assert len(found) > 8
    for one in found:
        written = rendering.write(
            one.template, one.facts, name="Sam", language="en", unsubscribe_url="http://x.test/stop"
        )
        said = f"{one.facts} {written.subject} {written.text}".casefold()
        for telling in ("canteen", "white van", "zebedee", "finch"):
            assert telling not in said, one.template
        if _who(crew, one.recipient) in {"provider", "employer"}:
            for telling in ("ana", "ben", "cleo"):
                assert f" {telling} " not in said.replace(",", " "), one.template


def test_the_code_in_a_workers_mail_is_not_stored(crew: Crew) -> None:
    case_id = paid(crew, reported(crew, report=QUIET), TODAY, first_due=DUE)
    with crew.at.reading() as session:
        facts = [one.facts for one in session.scalars(select(Mail)) if one.template == "remedy/repayment"]
    assert {one["code_hash"] for one in facts} == {one.code_hash for one in affected(crew, case_id)}
    assert all("url" not in one for one in facts)
