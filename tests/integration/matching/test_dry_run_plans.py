"""Plans against every plan there is, and their flow in a process of its own."""

from itertools import product

import numpy as np
import pytest

from portal.matching import allocation
from portal.matching.allocation import AllocationTask, Policy, allocate
from portal.matching.solver import (
    QUESTIONS,
    AllocationTookTooLong,
    AllocationTookTooMuchMemory,
    Limits,
    ask,
)
from tests.unit.matching.tasks import fits, random_task, task


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many small tasks are solved without a process for each."""
    monkeypatch.setattr(allocation, "ask", lambda question, network, _limits: QUESTIONS[question](**network))


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


def small_network() -> dict[str, np.ndarray]:
    one = np.array([1])
    return {"tails": one - 1, "heads": one, "capacities": one, "costs": one, "supplies": np.array([1, -1])}


def test_a_plan_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(AllocationTookTooLong):
        ask("cheapest", small_network(), Limits(seconds=0.001))


def test_a_plan_that_needs_more_memory_than_is_allowed_is_given_up() -> None:
    arcs = np.ones(3_000_000, np.int64)
    network = small_network() | {"tails": arcs - 1, "heads": arcs, "capacities": arcs, "costs": arcs}
    with pytest.raises(AllocationTookTooMuchMemory):
        ask("cheapest", network, Limits(seconds=60, megabytes=400))


def test_a_network_that_cannot_be_solved_is_a_fault_and_says_so() -> None:
    network = small_network() | {"supplies": np.array([2, -2])}
    with pytest.raises(RuntimeError, match="no best flow"):
        ask("cheapest", network, Limits())


def plans_of(one: AllocationTask) -> list[np.ndarray]:
    every = (np.array(heads, np.int64) for heads in product(*(range(most + 1) for most in one.most.tolist())))
    return [heads for heads in every if fits(one, heads)]


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("seed", range(20))
def test_even_sectors_fill_the_least_filled_as_far_as_any_plan(seed: int) -> None:
    one = random_task(300 + seed)
    if not len(one.lots):
        return

    def shares(heads: np.ndarray) -> list[float]:
        filled = np.bincount(one.vacancies, heads, minlength=len(one.vacancy_heads))
        return sorted((filled / one.vacancy_heads).tolist())

    plan = allocate(one, Policy.EVEN_SECTORS)
    fairest = max(shares(heads) for heads in plans_of(one))
    assert shares(plan.heads)[0] == fairest[0]
    assert plan.objective == max(
        int(heads @ one.worths) for heads in plans_of(one) if shares(heads) >= shares(plan.heads)
    )


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("seed", range(20))
def test_the_programme_comes_first_and_then_everyone(seed: int) -> None:
    one = random_task(400 + seed)
    if not len(one.lots):
        return
    of_programme = one.programme[one.lots]

    def worth(heads: np.ndarray) -> tuple[int, int]:
        return int(heads[of_programme] @ one.worths[of_programme]), int(heads @ one.worths)

    assert worth(allocate(one, Policy.PROGRAMME_FIRST).heads) == max(worth(heads) for heads in plans_of(one))


def test_even_sectors_are_found_in_a_process_of_their_own() -> None:
    one = task([4], [4, 4], [(0, 0, 1.0), (0, 1, 0.1)], sectors=[0, 1])
    assert allocate(one, Policy.EVEN_SECTORS).heads.tolist() == [2, 2]


def test_nothing_to_allocate_gives_an_empty_plan() -> None:
    assert allocate(task([3], [2], []), Policy.OPTIMAL).objective == 0
    assert allocate(task([], [], []), Policy.OPTIMAL).heads.tolist() == []
