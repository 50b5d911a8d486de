"""Plans: how many heads of which lot serve which vacancy, under a policy."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from portal.matching.cells import Ids
from portal.matching.flow import best_flow
from portal.matching.numbers import Ints
from portal.matching.packing import Floats


class Policy(StrEnum):
    OPTIMAL = "optimal"
    FIRST_COME = "first-come"
    GREEDY = "greedy"
    STABLE = "stable"


@dataclass(frozen=True)
class AllocationTask:
    """What a plan is made of: lots and vacancies, each side with the oldest first, and their pairs."""

    lot_heads: Ints
    vacancy_heads: Ints
    priorities: Ints
    """Of each vacancy: 1 is the most urgent, 3 the least."""
    lots: Ids
    """Of each pair that passes the gates: its lot."""
    vacancies: Ids
    scores: Floats
    most: Ints
    """Of each pair: the heads that both have free in the days it covers."""

    @property
    def worths(self) -> Ints:
        """What one head is worth on each pair: 1000·p + round(1000·score), p 3 for the most urgent."""
        worths: Ints = 1000 * (4 - self.priorities[self.vacancies]) + np.rint(1000 * self.scores).astype(
            np.int64
        )
        return worths


@dataclass(frozen=True)
class Plan:
    """A proposal: the heads that go to each pair of the task, and what they are worth together."""

    policy: Policy
    heads: Ints
    objective: int


def allocate(task: AllocationTask, policy: Policy) -> Plan:
    """The plan that a policy makes. A plan may give a pair fewer heads than its least group.

    Raises AllocationTookTooLong when the optimum was not found in time.
    """
    match policy:
        case Policy.OPTIMAL:
            heads = _optimal(task)
        case Policy.GREEDY:
            heads = _in_turn(task, np.lexsort((task.lots, task.vacancies, -task.scores, -task.worths)))
        case Policy.FIRST_COME:
            heads = _in_turn(task, np.lexsort((task.lots, -task.scores, task.vacancies)))
        case Policy.STABLE:
            heads = _stable(task)
    return Plan(policy, heads, int(heads @ task.worths))


def _stable(task: AllocationTask) -> Ints:
    """Deferred acceptance where both sides rank by the same score, the older first among equals.

    Then no proposal is ever withdrawn when pairs are taken best first: whoever refuses a pair is
    full of pairs that it ranks higher, so that no two sides would both rather have each other.
    """
    return _in_turn(task, np.lexsort((task.lots, task.vacancies, -task.scores)))


def _in_turn(task: AllocationTask, turns: NDArray[np.int64]) -> Ints:
    """Each pair in its turn takes all that both sides still have."""
    lots, vacancies = task.lot_heads.tolist(), task.vacancy_heads.tolist()
    heads = np.zeros(len(task.lots), np.int64)
    order = zip(
        turns.tolist(),
        task.lots[turns].tolist(),
        task.vacancies[turns].tolist(),
        task.most[turns].tolist(),
        strict=True,
    )
    for pair, lot, vacancy, most in order:
        taken = min(lots[lot], vacancies[vacancy], most)
        if taken > 0:
            heads[pair] = taken
            lots[lot] -= taken
            vacancies[vacancy] -= taken
    return heads


def _optimal(task: AllocationTask) -> Ints:
    """The most that a plan can be worth, as a flow of least cost from lots over pairs to vacancies.

    What no vacancy takes, and what a vacancy received, ends in one sink; so a plan never takes a
    pair only to place more heads.
    """
    lots, vacancies = len(task.lot_heads), len(task.vacancy_heads)
    sink = lots + vacancies
    tails = np.concatenate((task.lots, np.arange(lots), lots + np.arange(vacancies)))
    heads = np.concatenate((lots + task.vacancies, np.full(lots + vacancies, sink)))
    capacities = np.concatenate((task.most, task.lot_heads, task.vacancy_heads))
    costs = np.concatenate((-task.worths, np.zeros(lots + vacancies, np.int64)))
    supplies = np.concatenate((task.lot_heads, np.zeros(vacancies, np.int64), [-task.lot_heads.sum()]))
    return best_flow(tails, heads, capacities, costs, supplies)[: len(task.lots)]
