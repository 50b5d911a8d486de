"""Day 7 and day 30: who is asked, what is kept, what opens a case, and who never hears of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.audit import queries as audit
from portal.compliance.findings.domain import KeptFinding
from portal.compliance.findings.queries import findings_of
from portal.kernel.events import Ref
from portal.notifications.models import Mail
from portal.placements import queries as placements
from portal.placements.concerned import organisations_concerned
from portal.placements.offers.service.forgetting import AFTER_A_JOB, forget_workers
from portal.placements.rows import OfferRow
from portal.placements.work.check_ins import check_in_counts
from portal.placements.work.domain.check_ins import (
    AnsweredJustNow,
    CheckInAnswers,
    Covers,
    Differs,
    FirstPayslip,
)
from portal.placements.work.domain.placements import NotStarted
from portal.placements.work.models import CheckIn
from portal.placements.work.service.reminding import ask_how_it_is
from portal.remedy import queries
from portal.remedy.domain.reporting import Complaint, Source
from portal.remedy.service import CaseOpened
from portal.remedy.service.checking_in import AllIsWell, check_in_or_report
from tests.builders.at_work import began
from tests.builders.placements import Matched, a_match, accepted, agreed, code, job
from tests.builders.remedy import word_hash

FINE = CheckInAnswers(as_promised=True, asked_for_money=False)
ASKED = CheckInAnswers(
    as_promised=False,
    differs=(Differs.PAY, Differs.HOUSING),
    words="Six of us in one room",
    asked_for_money=True,
    paid=Decimal(200),
    currency="GBP",
    to_whom="the man at the bus",
)
SLIP = FirstPayslip(
    covers=Covers.WEEK,
    gross=Decimal("480.00"),
    hours=Decimal(40),
    deductions=(("Bed", Decimal(60)),),
    net=Decimal(380),
    currency="GBP",
)


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


@pytest.fixture
def made(at: Matched) -> UUID:
    introduction_id = agreed(at, 3)
    accepted(at, introduction_id, "Ana Petrova, , ana@workers.example", "Ben Okoro")
    return introduction_id


def says(at: Matched, offer: OfferRow, answers: CheckInAnswers) -> Any:
    return at.do(check_in_or_report, code(offer), answers, "ro", word_hash())


def mails(at: Matched) -> int:
    with at.reading() as session:
        return len(session.scalars(select(Mail).where(Mail.template == "placements/worker_check_in")).all())


def test_who_began_is_asked_on_day_7_again_on_day_10_and_on_day_30(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    ana, _ben = began(at, made)
    asked = []
    for day in range(1, 45):
        clock.shift(timedelta(days=1))
        before = mails(at)
        job(at, ask_how_it_is)
        job(at, ask_how_it_is)
        if day == 8:
            assert isinstance(says(at, ana, FINE), AllIsWell)
        asked += [day] * (mails(at) - before)
    assert asked == [7, 7, 10, 30, 30, 33, 33]


def test_nobody_answers_before_they_have_begun(at: Matched, made: UUID) -> None:
    with at.reading() as session:
        offer = placements.offers_of(session, made)[0]
    assert says(at, offer, FINE) == NotStarted()


def test_money_or_a_broken_promise_opens_a_case_that_seals_who_said_it(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    ana, ben = began(at, made)
    clock.shift(timedelta(days=7))
    opened = says(at, ana, ASKED)
    assert isinstance(opened, CaseOpened)
    with at.reading() as session:
        case = queries.case(session, opened.id)
    assert case
    assert (case.complaint, case.source, case.language) == (
        Complaint.ASKED_FOR_MONEY,
        Source.WORKER,
        "ro",
    )
    assert case.words == "Not as promised: pay, housing. Six of us in one room"
    other = says(at, ben, CheckInAnswers(as_promised=False, differs=(Differs.WORK,), asked_for_money=False))
    with at.reading() as session:
        second = queries.case(session, other.id)
    assert second
    assert second.complaint is Complaint.NOT_AS_PROMISED


def test_what_was_said_is_in_no_event_and_forgotten_with_the_worker(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    ana, _ben = began(at, made)
    says(at, ana, ASKED)
    with at.reading() as session:
        placed = placements.placement_of_offer(session, ana.id)
        assert placed
        entries = audit.trail(session, [Ref("placement", placed.id)])
        told = [one for one in entries if "check-in" in one.action]
        assert [one.facts.get("day") for one in told] == [7]
        assert "room" not in str(entries)
    clock.shift(AFTER_A_JOB + timedelta(days=120))
    job(at, forget_workers)
    with at.reading() as session:
        assert session.scalars(select(CheckIn)).all() == []


def test_a_payslip_worse_than_the_offer_is_found_and_concerns_no_organisation(
    at: Matched, made: UUID, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=7))
    ana, _ben = began(at, made)
    kept = says(at, ana, CheckInAnswers(as_promised=True, asked_for_money=False, payslip=SLIP))
    ref = Ref("check-in", kept.check_in_id)
    with at.reading() as session:
        found: list[KeptFinding] = findings_of(session, ref)
        assert any("pay" in str(one.finding.facts) for one in found if one.finding.is_open)
        assert organisations_concerned(session, ref) == ()


def test_staff_see_how_many_are_silent(at: Matched, made: UUID, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=7))
    ana, _ben = began(at, made)
    says(at, ana, ASKED)
    with at.reading() as session:
        first, second = check_in_counts(session, made)
    assert (first.day, first.started, first.answered, first.as_promised) == (7, 2, 1, 0)
    assert (second.day, second.answered) == (30, 0)


def test_a_second_click_opens_no_second_case(at: Matched, made: UUID, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=7))
    ana, _ben = began(at, made)
    assert isinstance(says(at, ana, ASKED), CaseOpened)
    assert says(at, ana, ASKED) == AnsweredJustNow()
    clock.shift(timedelta(hours=1))
    assert isinstance(says(at, ana, ASKED), CaseOpened)
