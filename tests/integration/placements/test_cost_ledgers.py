"""Costs as they were, on posts, offers and matches, and their proofs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from portal.availability import service as lots
from portal.availability.domain import LotSplit, PaidByWorkers
from portal.availability.queries import availability
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostBasis,
    CostLine,
    CostStage,
    Initiator,
    Payer,
    Standing,
)
from portal.compliance.costs.queries import costs_of, ledger_of
from portal.compliance.costs.service import (
    NoProof,
    NoSuchLine,
    attach_evidence,
    mark_proof_seen,
    save_costs,
)
from portal.compliance.rules.sets import rules_on
from portal.infra import clock as our_clock
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.placements.ledgers import ledger_of_match
from portal.vacancies.service import prove_cost
from tests.builders.costs import FEE, actions, edit, ledger, position, standing
from tests.builders.placements import COSTS, LOT, Matched, a_party, agreed, offered

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
