"""A worker's word that they paid opens a case, one for all who came the same way."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from portal.compliance.costs.answers import AnswerStands, AnswerTaken
from portal.compliance.costs.domain import Collection, CostBasis, CostLine, Payer
from portal.placements.offers.service.paid import say_paid
from portal.remedy import queries
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.reporting import HOW_TAKEN_BACK, TAKEN_BACK, Source
from portal.remedy.domain.states import CaseState
from portal.remedy.service import steps
from tests.builders.placements import Matched, a_match, accepted, agreed, code

TWO_HUNDRED = CostLine(
    category="FEE-MATCH",
    payer=Payer.WORKER,
    amount=Decimal(200),
    currency="EUR",
    basis=CostBasis.ONCE,
    collected_by="a man named George",
    collection=Collection.CASH,
)


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    return a_match(app)


def test_a_worker_who_says_that_they_paid_opens_a_case_that_names_nobody(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    at.do(say_paid, code(offer), TWO_HUNDRED)
    with at.reading() as session:
        [case] = queries.cases(session)
    assert (case.source, case.provider_id, case.employer_id) == (
        Source.RULE,
        at.provider.organisation_id,
        at.employer.organisation_id,
    )
    assert "George" not in str(case)


def test_two_who_came_the_same_way_are_one_case(at: Matched) -> None:
    for offer in accepted(at, agreed(at), "Ana Petrova", "Ben Okoro"):
        at.do(say_paid, code(offer), TWO_HUNDRED)
    with at.reading() as session:
        assert len(queries.cases(session)) == 1


def test_a_worker_who_paid_nothing_opens_none(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    at.do(say_paid, code(offer), None)
    with at.reading() as session:
        assert list(queries.cases(session)) == []


def test_what_a_worker_paid_replaces_nothing_also_weeks_later_and_opens_a_case(
    at: Matched, clock: time_machine.Traveller
) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    at.do(say_paid, code(offer), None)
    clock.shift(timedelta(weeks=3))
    assert at.do(say_paid, code(offer), TWO_HUNDRED) == AnswerTaken(paid=True, is_new=True)
    assert at.do(say_paid, code(offer), None) == AnswerStands(paid=True)
    with at.reading() as session:
        assert len(queries.cases(session)) == 1


def test_what_a_worker_takes_back_stays_with_staff(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    at.do(say_paid, code(offer), TWO_HUNDRED)
    at.do(say_paid, code(offer), None)
    with at.reading() as session:
        [case] = queries.cases(session)
    assert (case.state, case.due) == (CaseState.REPORTED, Due.TRIAGE)
    assert case.facts == {"category": "FEE-MATCH", "said by": "worker", TAKEN_BACK: HOW_TAKEN_BACK}


def test_a_case_that_was_found_unfounded_is_looked_at_again_when_a_worker_takes_it_back(at: Matched) -> None:
    [offer] = accepted(at, agreed(at), "Ana Petrova")
    at.do(say_paid, code(offer), TWO_HUNDRED)
    with at.reading() as session:
        [case] = queries.cases(session)
    at.do(steps.triage, case.id, is_critical=False, note_text="?")
    at.do(steps.find_unfounded, case.id, "She was not asked.")
    at.do(say_paid, code(offer), None)
    with at.reading() as session:
        [found] = queries.cases(session)
    assert (found.id, found.state) == (case.id, CaseState.TRIAGED)
