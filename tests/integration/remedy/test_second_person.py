"""No single person of compliance ends a case, or takes back a loss, while money is open."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.audit import queries as audit
from portal.kernel.events import Ref
from portal.kernel.outcomes import NeedsSecondPerson
from portal.remedy import queries
from portal.remedy.domain.states import CASE, CaseState
from portal.remedy.service import scope, steps
from portal.remedy.service.proposing import AlreadyProposed, Proposed
from portal.remedy.service.seconding import NoSuchProposal, ProposalMet, decide
from tests.builders.placements import TODAY, Party
from tests.builders.remedy import (
    Crew,
    a_colleague,
    affected,
    answered,
    by_staff,
    case_of,
    confirmed,
    loss,
    paid,
    planned,
    quantified,
    reported,
    triaged,
)

S = CaseState
Taken = Callable[[Crew, UUID], Any]


def a_loss(crew: Crew, case_id: UUID) -> None:
    confirmed(crew, case_id)
    by_staff(crew, scope.establish, case_id, [1], loss())


def disputed(crew: Crew, case_id: UUID) -> None:
    quantified(crew, case_id)
    by_staff(crew, steps.dispute, case_id, "They say otherwise.")


def escalated(crew: Crew, case_id: UUID) -> None:
    quantified(crew, case_id)
    by_staff(crew, steps.escalate, case_id, "To the labour inspectorate.")


def half_paid(crew: Crew, case_id: UUID) -> None:
    paid(crew, case_id, TODAY, first_due=TODAY)
    answered(crew, case_id, came=False)


WITH_MONEY: dict[CaseState, Taken] = {
    S.CONFIRMED: a_loss,
    S.QUANTIFIED: quantified,
    S.PLAN_AGREED: lambda crew, case_id: planned(crew, case_id, first_due=TODAY),
    S.PAYING: half_paid,
    S.PAID: lambda crew, case_id: paid(crew, case_id, TODAY, first_due=TODAY),
    S.DISPUTED: disputed,
    S.ESCALATED: escalated,
}


def is_open(crew: Crew, case_id: UUID) -> bool:
    with crew.at.reading() as session:
        return queries.ledger(session, case_id).is_open


def everything_one_person_can_try(crew: Crew, case_id: UUID) -> Iterator[Any]:
    """Each act of staff that ends a case or leads towards it, and seconding oneself after each."""

    def do(use_case: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        yield crew.at.do(use_case, case_id, *args, **kwargs, by=crew.officer)
        with crew.at.reading() as session:
            waiting = queries.proposals(session, case_id)
        for one in waiting:
            yield crew.at.do(decide, case_id, one.id, agrees=True, reason="Because.", by=crew.officer)

    everybody = [one.number for one in affected(crew, case_id)]
    ending = {"root_cause": "-", "change": "-", "months": 6, "next_check": TODAY + timedelta(days=30)}
    tried = [steps.dispute, steps.find_unfounded, steps.close_unfounded, steps.confirm]
    for _ in range(2):
        for act in tried:
            yield from do(act, "Because.")
        with crew.at.reading() as session:
            sums = queries.amounts(session, case_id)
        for one in sums:
            yield from do(scope.remove_amount, one.id, "Because.")
        yield from do(scope.lost_nothing, everybody)
        yield from do(steps.quantify, "Because.")
        yield from do(steps.close, **ending)
        for act in (steps.escalate, *tried, steps.reopen):
            yield from do(act, "Because.")


def test_every_state_in_which_money_can_be_open_is_tried() -> None:
    no_loss_yet = {S.REPORTED, S.TRIAGED, S.UNFOUNDED}
    over = {S.WORKER_CONFIRMED, S.CLOSED}
    assert set(WITH_MONEY) == {state for state, _ in CASE} - no_loss_yet - over


@pytest.mark.parametrize("state", WITH_MONEY, ids=lambda one: one.value)
def test_whatever_one_person_does_the_case_stays_open_and_the_loss_stands(
    crew: Crew, state: CaseState
) -> None:
    case_id = reported(crew)
    WITH_MONEY[state](crew, case_id)
    assert case_of(crew, case_id).state is state
    outcomes = []
    for outcome in everything_one_person_can_try(crew, case_id):
        outcomes.append(outcome)
        assert is_open(crew, case_id), outcome
        assert case_of(crew, case_id).state not in {S.UNFOUNDED, S.CLOSED, S.WORKER_CONFIRMED}, outcome
    assert any(isinstance(one, Proposed) for one in outcomes)
    assert NeedsSecondPerson() in outcomes


def proposed_unfounded(crew: Crew) -> tuple[UUID, Proposed, Party]:
    case_id = reported(crew)
    disputed(crew, case_id)
    proposed = by_staff(crew, steps.find_unfounded, case_id, "Nobody can show it.")
    assert isinstance(proposed, Proposed)
    return case_id, proposed, a_colleague(crew)


def test_two_people_find_a_case_unfounded_and_the_trail_names_both(crew: Crew) -> None:
    case_id, proposed, colleague = proposed_unfounded(crew)
    again = crew.at.do(steps.find_unfounded, case_id, "Again.", by=crew.officer)
    assert again == AlreadyProposed()
    met = crew.at.do(decide, case_id, proposed.id, agrees=True, reason="I read it.", by=colleague)
    assert met == ProposalMet(agrees=True)
    assert case_of(crew, case_id).state is S.UNFOUNDED
    with crew.at.reading() as session:
        trail = audit.trail(session, [Ref("case", case_id)])
    said = [(one.actor, one.facts["reason"]) for one in trail if one.action.startswith("remedy:proposal")]
    assert said == [
        (crew.officer.person_id, "Nobody can show it."),
        (colleague.person_id, "I read it."),
    ]


def test_a_second_person_can_reject_and_the_case_stays_as_it_is(crew: Crew) -> None:
    case_id, proposed, colleague = proposed_unfounded(crew)
    crew.at.do(decide, case_id, proposed.id, agrees=False, reason="Ask the bank.", by=colleague)
    assert case_of(crew, case_id).state is S.DISPUTED
    again = crew.at.do(decide, case_id, proposed.id, agrees=True, reason="Hm.", by=colleague)
    assert again == NoSuchProposal()


def test_a_proposal_lapses_when_the_case_goes_on(crew: Crew) -> None:
    case_id, proposed, colleague = proposed_unfounded(crew)
    by_staff(crew, steps.confirm, case_id, "A receipt came to light.")
    late = crew.at.do(decide, case_id, proposed.id, agrees=True, reason="Yes.", by=colleague)
    assert late == NoSuchProposal()
    assert case_of(crew, case_id).state is S.CONFIRMED


def test_one_person_is_enough_where_nobody_lost_anything(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew))
    assert by_staff(crew, steps.find_unfounded, case_id, "Nothing was paid.") is S.UNFOUNDED


def test_what_every_worker_confirmed_is_closed_by_one(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    assert is_open(crew, case_id)
    assert answered(crew, case_id) is S.WORKER_CONFIRMED
    assert not is_open(crew, case_id)
