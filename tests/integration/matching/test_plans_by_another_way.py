"""Plans against linear programmes of the same tasks, solved by simplex instead of flows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from portal.matching import allocation
from portal.matching.allocation import FREE, AllocationTask, Policy, allocate, shares_filled
from portal.matching.solver import QUESTIONS
from tests.unit.matching.tasks import fits, larger_task, task


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Many tasks are solved without a process for each."""
    if "of_its_own" not in request.node.name:
        monkeypatch.setattr(
            allocation, "ask", lambda question, network, _limits: QUESTIONS[question](**network)
        )


class Programme:
    """A task as a linear programme: one column a pair, one row a lot, a vacancy or a demand of the test."""

    def __init__(self, one: AllocationTask) -> None:
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.columns = [
            self.solver.NumVar(*((0, most) if locked == FREE else (locked, locked)), "")
            for most, locked in zip(one.most.tolist(), one.locked.tolist(), strict=True)
        ]
        for side, heads in ((one.lots, one.lot_heads), (one.vacancies, one.vacancy_heads)):
            for at, most in enumerate(heads.tolist()):
                self.solver.Add(self.sum(side == at) <= most)

    def sum(self, which: np.ndarray) -> Any:
        return self.solver.Sum([self.columns[at] for at in np.flatnonzero(which).tolist()])

    def worth(self, one: AllocationTask, which: Callable[[int], bool] = lambda _: True) -> Any:
        worths = one.worths.tolist()
        return self.solver.Sum(
            [w * c for at, (w, c) in enumerate(zip(worths, self.columns, strict=True)) if which(at)]
        )

    def most(self, wanted: Any) -> float:
        self.solver.Maximize(wanted)
        assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
        return float(self.solver.Objective().Value())


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_the_optimal_plan_is_worth_the_optimum_of_the_linear_programme(first: int) -> None:
    for seed in range(first, first + 20):
        one = larger_task(seed)
        programme = Programme(one)
        plan = allocate(one, Policy.OPTIMAL)
        assert plan.objective == pytest.approx(programme.most(programme.worth(one)), abs=1e-3), seed
        assert fits(one, plan.heads)


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_programme_first_is_worth_what_two_linear_programmes_say(first: int) -> None:
    for seed in range(first, first + 20):
        one = larger_task(1000 + seed)
        of_programme = one.programme[one.lots]
        programme = Programme(one)
        best = programme.most(programme.worth(one, lambda at, of=of_programme: bool(of[at])))
        programme.solver.Add(programme.worth(one, lambda at, of=of_programme: bool(of[at])) >= best - 1e-6)
        in_all = programme.most(programme.worth(one))
        plan = allocate(one, Policy.PROGRAMME_FIRST)
        assert int(plan.heads[of_programme] @ one.worths[of_programme]) == pytest.approx(best, abs=1e-3), seed
        assert plan.objective == pytest.approx(in_all, abs=1e-2), seed


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_no_plan_fills_the_least_filled_sector_more_than_even_sectors(first: int) -> None:
    for seed in range(first, first + 20):
        one = larger_task(2000 + seed)
        plan = allocate(one, Policy.EVEN_SECTORS)
        asked, given = shares_filled(one, plan.heads)
        programme = Programme(one)
        share = programme.solver.NumVar(0, 1, "share")
        for at, demand in enumerate(asked.tolist()):
            programme.solver.Add(programme.sum(one.sectors[one.vacancies] == at) >= demand * share)
        # whole heads: the least filled sector lacks less than one head of what fractions would give it
        assert ((given + 1) / asked).min() > programme.most(share) - 1e-6, seed
        assert fits(one, plan.heads)


@pytest.mark.parametrize("policy", Policy)
def test_every_policy_keeps_what_people_fixed_and_the_heads_there_are(policy: Policy) -> None:
    for seed in range(40):
        one = larger_task(3000 + seed)
        heads = allocate(one, policy).heads
        fixed = one.locked != FREE
        assert (heads[fixed] == one.locked[fixed]).all()
        assert fits(one, heads)
        assert heads.dtype == np.int64
        assert ((heads >= 0) & (heads <= one.most)).all()


@pytest.mark.parametrize("policy", [Policy.OPTIMAL, Policy.EVEN_SECTORS, Policy.PROGRAMME_FIRST])
def test_a_child_answers_the_same_in_a_process_of_its_own(policy: Policy) -> None:
    one = larger_task(7)
    programme = Programme(one)
    assert allocate(one, policy).objective <= programme.most(programme.worth(one)) + 1e-3
    assert fits(one, allocate(one, policy).heads)


def test_heads_that_a_lock_gives_a_sector_count_as_filled() -> None:
    one = task([4, 3], [4, 4], [(0, 0, 1.0), (1, 0, 0.5), (1, 1, 0.5)], sectors=[0, 1], locked={0: 3})
    assert allocate(one, Policy.EVEN_SECTORS).heads.tolist() == [3, 0, 3]
