"""What workers say that they paid, or did not, and what came back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import time_machine

from portal.compliance.costs.answers import AnswerStands, AnswerTaken
from portal.compliance.costs.domain import (
    Standing,
)
from portal.compliance.costs.service import (
    confirm_refund,
    note_refund,
)
from portal.infra import clock as our_clock
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.placements.ledgers import ledger_of_match
from portal.placements.offers.service.paid import say_paid
from tests.builders.costs import FEE, actions, edit, ledger, placed, position, standing
from tests.builders.placements import COSTS, Matched, agreed, code, offered


def test_workers_who_paid_nothing_confirm_what_others_pay_two_of_three(
    at: Matched, clock: time_machine.Traveller
) -> None:
    workers = placed(at)
    for word, _ in workers[:2]:
        assert at.do(say_paid, word, None) == AnswerTaken(paid=False, is_new=True)
    assert at.do(say_paid, workers[0][0], None) == AnswerTaken(paid=False, is_new=False)

    now = ledger(at, "vacancy", at.vacancy_id)
    assert [(one.line.confirmed_by, one.line.asked) for one in now.lines] == [(2, 3), (2, 3)]
    assert standing(now, "COST-TRAINING") is Standing.CONFIRMED
    assert standing(ledger(at, "placement", workers[2][1]), "COST-TRAINING") is Standing.CONFIRMED
    assert actions(at, workers[0][1]) == ["compliance:cost:confirm"]


def test_members_see_an_answer_only_when_it_can_no_longer_be_changed(
    at: Matched, clock: time_machine.Traveller
) -> None:
    [(word, _)] = placed(at, "Ana Petrova")
    at.do(say_paid, word, None)
    with at.reading() as session:
        match = matching.match(session, at.match_id)
        assert match
        early = ledger_of_match(session, match, seen_by_members_at=our_clock.now())
        clock.shift(timedelta(days=1, minutes=1))
        later = ledger_of_match(session, match, seen_by_members_at=our_clock.now())
    assert [one.line.confirmed_by for one in early.lines] == [0, 0]
    assert [one.line.confirmed_by for one in later.lines] == [1, 1]


def test_a_line_that_was_changed_meanwhile_is_not_confirmed_by_who_never_saw_it(at: Matched) -> None:
    [(word, _)] = placed(at, "Ana Petrova")
    at.do(say_paid, word, None)
    first, *others = COSTS.lines
    edit(at, 1, replace(COSTS, lines=(replace(first, amount=Decimal(10)), *others)))
    now = ledger(at, "vacancy", at.vacancy_id)
    assert [(one.line.category, one.line.confirmed_by) for one in now.lines] == [
        ("COST-EQUIPMENT", 0),
        ("COST-TRAINING", 1),
    ]


def test_a_worker_who_paid_makes_a_line_on_the_placement_and_the_trail_knows(at: Matched) -> None:
    [(word, placement_id)] = placed(at, "Ana Petrova")
    assert at.do(say_paid, word, FEE) == AnswerTaken(paid=True, is_new=True)
    assert at.do(say_paid, word, FEE) == AnswerTaken(paid=True, is_new=False)

    found = ledger(at, "placement", placement_id)
    assert found.version == 2
    [own] = found.reported
    assert own.line == FEE
    assert ledger(at, "placement", placement_id, 1).reported == ()
    assert actions(at, placement_id) == ["compliance:cost:report"]
    assert standing(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT") is Standing.DECLARED


def test_an_answer_can_be_changed_for_a_day_and_stands_then(
    at: Matched, clock: time_machine.Traveller
) -> None:
    [(word, placement_id)] = placed(at, "Ana Petrova")
    at.do(say_paid, word, None)
    clock.shift(timedelta(hours=23))
    more = replace(FEE, amount=Decimal(300))
    assert at.do(say_paid, word, FEE) == AnswerTaken(paid=True, is_new=True)
    assert at.do(say_paid, word, more) == AnswerTaken(paid=True, is_new=True)
    assert [one.line.amount for one in ledger(at, "placement", placement_id).reported] == [Decimal(300)]
    clock.shift(timedelta(hours=2))
    assert at.do(say_paid, word, None) == AnswerStands(paid=True)
    assert len(ledger(at, "placement", placement_id).reported) == 1


def test_a_report_can_be_taken_back_within_the_day(at: Matched) -> None:
    [(word, placement_id)] = placed(at, "Ana Petrova")
    at.do(say_paid, word, FEE)
    at.do(say_paid, word, None)
    assert ledger(at, "placement", placement_id).reported == ()
    assert len(ledger(at, "placement", placement_id, 2).reported) == 1
    assert actions(at, placement_id)[1:] == ["compliance:cost:take-back", "compliance:cost:confirm"]


def test_nobody_answers_for_an_offer_that_was_not_accepted(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    assert type(at.do(say_paid, code(offer), None)).__name__ == "NoSuchOffer"


def test_money_counts_as_paid_back_once_the_worker_says_so(at: Matched) -> None:
    [(word, placement_id)] = placed(at, "Ana Petrova")
    at.do(say_paid, word, FEE)
    ref = Ref("placement", placement_id)
    own = position(ledger(at, "placement", placement_id), "FEE-MATCH")
    at.do(note_refund, ref, own, Decimal(200), date(2027, 3, 1))
    assert not ledger(at, "placement", placement_id).reported[0].line.is_paid_back
    at.do(confirm_refund, ref, own)
    assert ledger(at, "placement", placement_id).reported[0].line.is_paid_back
