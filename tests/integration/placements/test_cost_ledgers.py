"""Costs as they were, and how each comes to be known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.availability import service as lots
from portal.availability.domain import LotSplit, PaidByWorkers
from portal.availability.queries import availability
from portal.compliance.costs.answers import AnswerStands, AnswerTaken
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostBasis,
    CostLine,
    CostStage,
    FeeException,
    Initiator,
    Payer,
    Standing,
)
from portal.compliance.costs.exceptions import (
    AlreadySo,
    CategoryNotCovered,
    ExceptionIsOff,
    Grant,
    NotDisclosed,
    attach_exception,
    can_have_exception,
    fee_exceptions,
    known_exceptions,
    switch_exception,
    take_exception_off,
)
from portal.compliance.costs.ledger import CostLedger
from portal.compliance.costs.queries import costs_of, ledger_of
from portal.compliance.costs.service import (
    NoProof,
    NoSuchLine,
    attach_evidence,
    confirm_refund,
    mark_proof_seen,
    note_refund,
    save_costs,
)
from portal.compliance.rules.sets import rules_on
from portal.infra import clock as our_clock
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.placements import queries
from portal.placements.ledgers import ledger_of_match
from portal.placements.service.paid import say_paid
from portal.vacancies.service import edit_vacancy, prove_cost
from tests.builders.placements import COSTS, LOT, VACANCY, Matched, a_party, accepted, agreed, code, offered

UK = "gb-conduct-2003-reg-26"
EVERYTHING = CostLine(
    category="COST-MEDICAL",
    payer=Payer.WORKER,
    amount=Decimal("40.50"),
    currency="EUR",
    basis=CostBasis.ONCE,
    why="asked for at the border",
    label="PCR test",
    collected_by="a driver",
    collection=Collection.CASH,
    stage=CostStage.TRAVEL,
    initiated_by=Initiator.RECRUITER,
    required=True,
    in_recruitment=True,
    proof="Receipt 7",
    reimbursed=Decimal("10.25"),
    reimbursed_on=date(2027, 2, 1),
    worker_confirmed=False,
    choice=Choice(optional=False, itemised=None, at_cost=True, weekly_cap=Decimal("77.70")),
)
FEE = CostLine(
    category="FEE-MATCH",
    payer=Payer.WORKER,
    amount=Decimal(200),
    currency="GBP",
    collected_by="the man at the bus",
    collection=Collection.CASH,
    stage=CostStage.RECRUITMENT,
)


def ledger(at: Matched, kind: str, object_id: UUID, version: int | None = None, **more: object) -> CostLedger:
    with at.reading() as session:
        return ledger_of(session, Ref(kind, object_id), version, **more)  # type: ignore[arg-type]


def placed(at: Matched, *lines: str) -> list[tuple[str, UUID]]:
    """Workers who accepted: the code of each, and the placement."""
    made = accepted(at, agreed(at), *lines)
    with at.reading() as session:
        found = [(code(one), queries.placement_of_offer(session, one.id)) for one in made]
    return [(word, placement.id) for word, placement in found if placement]


def position(found: CostLedger, category: str) -> int:
    return next(one.position for one in found.lines if one.line.category == category)


def standing(found: CostLedger, category: str) -> Standing:
    return next(one.standing for one in found.lines if one.line.category == category)


def actions(at: Matched, about: UUID) -> list[str]:
    with at.reading() as session:
        wanted = select(AuditEvent.action).where(AuditEvent.object_id == about).order_by(AuditEvent.id)
        return [one for one in session.scalars(wanted) if one.startswith("compliance:cost")]


def test_every_field_of_a_line_comes_back_for_each_version(at: Matched) -> None:
    ref = Ref("availability", UUID(int=7))
    at.do(save_costs, ref, [EVERYTHING])
    at.do(save_costs, ref, [FEE], version=2)
    with at.reading() as session:
        assert costs_of(session, ref, 1) == (EVERYTHING,)
        assert costs_of(session, ref) == (FEE,)
        assert ledger_of(session, ref).rule_set == rules_on(our_clock.today()).number


def test_a_version_without_any_line_hides_those_of_the_version_before(at: Matched) -> None:
    ref = Ref("availability", UUID(int=7))
    at.do(save_costs, ref, [FEE])
    at.do(save_costs, ref, [], version=2)
    with at.reading() as session:
        assert costs_of(session, ref) == ()


def test_a_proof_stays_with_a_line_that_stays_and_goes_with_one_that_changes(at: Matched) -> None:
    boots = position(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT")
    proven = {"proof": "Invoice 12", "on": date(2027, 2, 3)}
    assert at.do(prove_cost, at.employer.organisation_id, at.vacancy_id, boots, by=at.employer, **proven)
    assert standing(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT") is Standing.EVIDENCED

    edit(at, 1, COSTS)
    assert standing(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT") is Standing.EVIDENCED
    first, *others = COSTS.lines
    edit(at, 2, replace(COSTS, lines=(replace(first, amount=Decimal(10)), *others)))
    assert standing(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT") is Standing.DECLARED
    assert standing(ledger(at, "vacancy", at.vacancy_id, 2), "COST-EQUIPMENT") is Standing.EVIDENCED


def test_the_same_cost_said_twice_is_proven_once(at: Matched) -> None:
    at.do(attach_evidence, at.vacancy, 0, "Invoice 12", by=at.employer)
    first, *others = COSTS.lines
    edit(at, 1, replace(COSTS, lines=(first, first, *others)))
    found = [one.line.proof for one in ledger(at, "vacancy", at.vacancy_id).lines]
    assert found[:2] == ["Invoice 12", ""]


def edit(at: Matched, seen: int, costs: object, **changes: object) -> None:
    done = at.do(
        edit_vacancy,
        at.employer.organisation_id,
        at.vacancy_id,
        seen,
        terms=replace(VACANCY, **changes),
        costs=costs,
        by=at.employer,
    )
    assert done == at.vacancy_id, done


def test_another_organisations_cost_cannot_be_proven(at: Matched) -> None:
    stranger = a_party(at.app, "Elsewhere", supplies=False)
    told = {"proof": "Invoice 12", "on": date(2027, 2, 3)}
    at.do(prove_cost, stranger.organisation_id, at.vacancy_id, 0, by=stranger, **told)
    assert standing(ledger(at, "vacancy", at.vacancy_id), "COST-EQUIPMENT") is Standing.DECLARED


def test_staff_note_a_proof_that_they_saw_and_only_where_there_is_one(at: Matched) -> None:
    ref = at.vacancy
    assert isinstance(at.do(mark_proof_seen, ref, 0, by=at.employer), NoProof)
    assert isinstance(at.do(mark_proof_seen, ref, 99, by=at.employer), NoSuchLine)
    at.do(attach_evidence, ref, 0, "Invoice 12", by=at.employer)
    assert at.do(mark_proof_seen, ref, 0, by=at.employer) is True
    assert at.do(mark_proof_seen, ref, 0, by=at.employer) is False
    assert actions(at, at.vacancy_id) == ["compliance:cost:prove", "compliance:cost:see-proof"]
    at.do(attach_evidence, ref, 0, "Invoice 13", by=at.employer)
    assert not ledger(at, "vacancy", at.vacancy_id).lines[0].is_proof_seen


def test_an_offer_keeps_the_costs_as_they_were_when_it_was_made(at: Matched) -> None:
    at.do(save_costs, at.lot, [FEE])
    [offer] = offered(at, agreed(at), "Ana Petrova")
    first, *others = COSTS.lines
    edit(at, 1, replace(COSTS, lines=(replace(first, amount=Decimal(10)), *others)))

    found = ledger(at, "offer", offer.id)

    amounts = {one.line.category: one.line.amount for one in found.lines}
    assert amounts == {"COST-EQUIPMENT": Decimal(60), "COST-TRAINING": Decimal(85), "FEE-MATCH": Decimal(200)}
    assert [one.line.category for one in found.already_paid] == ["FEE-MATCH"]
    assert found.unproven == ()


def test_a_proof_given_later_shows_on_the_offer_too(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova")
    at.do(attach_evidence, at.vacancy, 0, "Invoice 12", by=at.employer)
    found = ledger(at, "offer", offer.id)
    assert [one.standing for one in found.lines] == [Standing.EVIDENCED, Standing.DECLARED]


def test_the_ledger_of_a_match_has_both_posts_as_they_were_judged(at: Matched) -> None:
    at.do(save_costs, at.lot, [FEE])
    with at.reading() as session:
        match = matching.match(session, at.match_id)
        assert match
        found = ledger_of_match(session, match)
    assert [(one.line.category, one.origin) for one in found.lines] == [
        ("COST-EQUIPMENT", "vacancy"),
        ("COST-TRAINING", "vacancy"),
        ("FEE-MATCH", "availability"),
    ]
    assert len(found.costs) == 3


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


def test_what_workers_paid_stands_on_both_lots_of_a_split_and_through_an_edit_without_a_word(
    at: Matched,
) -> None:
    terms = replace(LOT, paid_by_workers=PaidByWorkers.YES, tickets=("b1",), headcount=10)
    who = at.provider
    lot = at.do(lots.publish_availability, who.organisation_id, terms, paid=(FEE,), by=who)
    assert isinstance(lot, UUID), lot
    into = LotSplit(heads=4, lacking=frozenset({"b1"}))
    parts = at.do(lots.split_availability, who.organisation_id, lot, 1, into, by=who)
    assert isinstance(parts, tuple), parts
    with at.reading() as session:
        for one in parts:
            row = availability(session, one)
            assert row
            assert costs_of(session, Ref("availability", one), row.version) == (FEE,)
            assert costs_of(session, Ref("availability", one)) == (FEE,)


def test_all_exceptions_are_off_until_an_operator_enables_one(at: Matched) -> None:
    with at.reading() as session:
        assert not any(one.enabled for one in fee_exceptions(session).values())
    assert not any(one.is_verified for one in known_exceptions().values())
    refused = at.do(attach_exception, at.vacancy, [FEE], UK, disclosed=True, reason="actors")
    assert isinstance(refused, ExceptionIsOff)


def test_an_exception_is_switched_with_a_reason_and_the_trail_keeps_both(at: Matched) -> None:
    def switch(enabled: bool, reason: str) -> object:
        return at.do(switch_exception, UK, enabled=enabled, reason=reason, by=at.employer)

    switch(True, "read the regulation")
    assert switch(True, "again") == AlreadySo(True)
    with at.reading() as session:
        assert fee_exceptions(session)[UK].enabled
    switch(False, "a mistake")
    with at.reading() as session:
        assert not fee_exceptions(session)[UK].enabled
        kept = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("%exception%")))
        assert sorted(kept) == ["compliance:exception:disable", "compliance:exception:enable"]


def test_only_staff_attach_an_exception_and_only_with_all_its_conditions(at: Matched) -> None:
    at.do(switch_exception, UK, enabled=True, reason="read", by=at.employer)
    with at.reading() as session:
        typed = fee_exceptions(session)[UK]
    sent_by_a_member = replace(FEE, exception=replace(typed, disclosed=True))
    at.do(save_costs, at.vacancy, [sent_by_a_member], version=2)
    assert ledger(at, "vacancy", at.vacancy_id).costs[0].exception is None

    def attach(category: str = "FEE-MATCH", *, disclosed: bool = True) -> object:
        told = {"disclosed": disclosed, "reason": "actors for a film"}
        lines = [replace(FEE, category=category)]
        return at.do(attach_exception, at.vacancy, lines, UK, **told, by=at.employer)

    assert isinstance(attach(disclosed=False), NotDisclosed)
    assert attach("COST-TRAVEL") == CategoryNotCovered("COST-TRAVEL")
    assert attach("ILL-BOND") == CategoryNotCovered("ILL-BOND")
    assert isinstance(attach(), Grant)
    [line] = ledger(at, "vacancy", at.vacancy_id).costs
    assert line.exception
    assert line.exception.clears("FEE-MATCH", date(2027, 3, 1))

    at.do(switch_exception, UK, enabled=False, reason="stopped", by=at.employer)
    [line] = ledger(at, "vacancy", at.vacancy_id).costs
    assert line.exception
    assert not line.exception.clears("FEE-MATCH", date(2027, 3, 1))
    at.do(take_exception_off, at.vacancy, "FEE-MATCH", "no actors", by=at.employer)
    assert ledger(at, "vacancy", at.vacancy_id).costs[0].exception is None


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": FEE.amount + 1},
        {"amount": None},
        {"currency": "PLN"},
        {"basis": CostBasis.PER_WEEK},
        {"label": "another name"},
        {"category": "FEE-DIRECT"},
    ],
    ids=str,
)
def test_an_exception_holds_only_for_the_line_that_staff_saw(at: Matched, changed: dict[str, object]) -> None:
    at.do(switch_exception, UK, enabled=True, reason="read", by=at.employer)
    at.do(save_costs, at.vacancy, [FEE], version=2)
    told = {"disclosed": True, "reason": "actors for a film"}
    at.do(attach_exception, at.vacancy, [FEE], UK, **told, by=at.employer)

    def exception(line: CostLine, version: int) -> FeeException | None:
        at.do(save_costs, at.vacancy, [line], version=version)
        return ledger(at, "vacancy", at.vacancy_id).costs[0].exception

    assert exception(replace(FEE, why="said in other words"), 3)
    assert exception(replace(FEE, **changed), 4) is None
    assert exception(FEE, 5)


@pytest.mark.parametrize("category", ["ILL-BRIBE", "ILL-BOND", "FLAG-LOAN", "no such"])
def test_what_nobody_may_ever_pay_has_no_exception(category: str) -> None:
    assert not can_have_exception(category)
