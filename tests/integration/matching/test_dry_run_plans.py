"""Plans against every plan there is, and their flow in a process of its own."""

from itertools import product

import numpy as np
import pytest

from portal.matching import allocation
from portal.matching.allocation import Policy, allocate
from portal.matching.flow import AllocationTookTooLong, best_flow, solve
from tests.unit.matching.tasks import fits, random_task, task


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small tasks are solved without a process for each."""
    monkeypatch.setattr(allocation, "best_flow", solve)


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("seed", range(25))
def test_the_optimal_plan_is_worth_as_much_as_the_best_of_all_plans(seed: int) -> None:
    one = random_task(seed)
    plans = (np.array(heads) for heads in product(*(range(most + 1) for most in one.most.tolist())))
    best = (
        max((int(heads @ one.worths) for heads in plans if fits(one, heads)), default=0)
        if len(one.lots)
        else 0
    )
    assert allocate(one, Policy.OPTIMAL).objective == best


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("seed", range(12))
def test_no_plan_gives_more_heads_than_there_are_nor_beats_the_optimum(seed: int, policy: Policy) -> None:
    one = random_task(100 + seed)
    plan = allocate(one, policy)
    assert fits(one, plan.heads) if len(one.lots) else plan.objective == 0
    assert ((plan.heads >= 0) & (plan.heads <= one.most)).all()
    assert plan.objective <= allocate(one, Policy.OPTIMAL).objective


@pytest.mark.usefixtures("_here")
def test_more_heads_are_not_placed_at_the_price_of_worth() -> None:
    one = task([1, 1], [1, 1], [(0, 0, 1.0), (0, 1, 0.0), (1, 0, 0.0)], [1, 3])
    # 4000 alone against 1000 and 3000 together: equal worth, so either is best
    assert allocate(one, Policy.OPTIMAL).objective == 4000


def test_the_optimum_is_found_in_a_process_of_its_own() -> None:
    one = task([5], [5, 5], [(0, 0, 1.0), (0, 1, 0.1)], [3, 1])
    assert allocate(one, Policy.OPTIMAL).heads.tolist() == [0, 5]


def test_a_plan_that_takes_too_long_is_given_up() -> None:
    ends = np.array([0], np.int64), np.array([1], np.int64)
    with pytest.raises(AllocationTookTooLong):
        best_flow(*ends, np.array([1]), np.array([0]), np.array([1, -1]), seconds=0.001)


def test_nothing_to_allocate_gives_an_empty_plan() -> None:
    assert allocate(task([3], [2], []), Policy.OPTIMAL).objective == 0
    assert allocate(task([], [], []), Policy.OPTIMAL).heads.tolist() == []
