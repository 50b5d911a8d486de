"""Every state of a plan with every act."""

import pytest

from portal.plans.domain import PlanAct, PlanNotThere, PlanState, judge_act

LIFE = {
    PlanState.ASKED: {PlanAct.TAKE},
    PlanState.RUNNING: {PlanAct.TAKE, PlanAct.FINISH, PlanAct.FAIL},
    PlanState.READY: {PlanAct.FIX, PlanAct.RUN_AGAIN, PlanAct.PUBLISH},
    PlanState.FAILED: {PlanAct.FIX, PlanAct.RUN_AGAIN},
    PlanState.PUBLISHING: {PlanAct.CARRY_OUT},
    PlanState.PUBLISHED: set(),
}


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("act", PlanAct)
def test_a_plan_can_do_what_its_state_allows_and_nothing_else(state: PlanState, act: PlanAct) -> None:
    following = judge_act(state, act)
    assert isinstance(following, PlanNotThere) is (act not in LIFE[state])
