"""A case goes from state to state by the table, and by nothing else."""

from itertools import product

import pytest

from portal.remedy.domain.states import CASE, PLANNED, CaseAct, CaseState, NotPossibleNow, after, may

S, A = CaseState, CaseAct
PAIRS = list(product(CaseState, CaseAct))


@pytest.mark.parametrize(("state", "act"), PAIRS, ids=lambda one: one.value)
def test_every_pair_is_in_the_table_or_refused_with_the_state(state: CaseState, act: CaseAct) -> None:
    reached = after(state, act)
    if (state, act) in CASE:
        assert may(state, act)
        assert reached is CASE[state, act]
    else:
        assert not may(state, act)
        assert reached == NotPossibleNow(state)


def test_every_state_can_be_reached_and_every_act_leads_somewhere() -> None:
    assert set(CASE.values()) | {S.REPORTED} == set(CaseState)
    assert {act for _, act in CASE} == set(CaseAct)


def test_the_road_of_a_remedied_case() -> None:
    state = S.REPORTED
    seen = [state]
    road = (
        *(A.TRIAGE, A.CONFIRM, A.QUANTIFY, A.AGREE_PLAN, A.BEGIN_PAYING),
        *(A.FINISH_PAYING, A.ALL_CONFIRM, A.CLOSE),
    )
    for act in road:
        reached = after(state, act)
        assert isinstance(reached, CaseState)
        state = reached
        seen.append(state)
    assert [one.value for one in seen] == [
        "reported",
        "triaged",
        "confirmed",
        "quantified",
        "plan agreed",
        "paying",
        "paid",
        "worker confirmed",
        "closed",
    ]


def test_nothing_but_the_workers_own_word_leads_to_worker_confirmed() -> None:
    assert [pair for pair, reached in CASE.items() if reached is S.WORKER_CONFIRMED] == [
        (S.PAID, A.ALL_CONFIRM)
    ]


def test_a_case_is_closed_only_when_the_workers_confirmed_or_nothing_was_found() -> None:
    assert {state for (state, _), reached in CASE.items() if reached is S.CLOSED} == {
        S.WORKER_CONFIRMED,
        S.UNFOUNDED,
    }


def test_nothing_leads_out_of_a_closed_case() -> None:
    assert not [act for state, act in CASE if state is S.CLOSED]


def test_money_is_asked_only_after_a_plan() -> None:
    assert {
        reached for (state, _), reached in CASE.items() if reached in PLANNED and state not in PLANNED
    } == {S.PLAN_AGREED}
