"""Plans: how many heads of which lot serve which vacancy, under a policy and around what people fixed."""

from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from portal.kernel.outcomes import Refusal
from portal.matching.index.arrays import Bools, Floats, Ids, Ints
from portal.matching.solver import Limits, ask

FREE = -1
"""The heads of a pair on which nobody decided by hand."""


class Policy(StrEnum):
    OPTIMAL = "optimal"
    FIRST_COME = "first-come"
    GREEDY = "greedy"
    EVEN_SECTORS = "even-sectors"
    PROGRAMME_FIRST = "programme-first"
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
    sectors: Ints
    """Of each vacancy: the number of its sector, from 0 without gaps."""
    programme: Bools
    """Of each lot: whether a skills partnership for women or youth registered it as such."""
    locked: Ints
    """Of each pair: the heads that people fixed by hand, FREE where the policy decides."""

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


@dataclass(frozen=True)
class Overlocked(Refusal):
    """People fixed more heads of a lot, of a vacancy or of a pair than are free; by its place in the task."""

    of: str
    at: int
    locked: int
    free: int


def overlocked(task: AllocationTask) -> Overlocked | None:
    """What is fixed by hand beyond the heads there are; none where every lock can be honoured."""
    held = np.maximum(task.locked, 0)
    sides = (
        ("lot", _sums(task.lots, held, len(task.lot_heads)), task.lot_heads),
        ("vacancy", _sums(task.vacancies, held, len(task.vacancy_heads)), task.vacancy_heads),
        ("pair", held, task.most),
    )
    for of, fixed, free in sides:
        if (over := np.flatnonzero(fixed > free)).size:
            at = int(over[0])
            return Overlocked(of, at, int(fixed[at]), int(free[at]))
    return None


def allocate(task: AllocationTask, policy: Policy, limits: Limits = Limits()) -> Plan:  # noqa: B008 - frozen
    """The plan that a policy makes. A plan may give a pair fewer heads than its least group.

    Locks are kept and count in the objective; the policy decides about the rest. Raises
    AllocationGivenUp when the optimum was not found within the limits, which hold for all its searches
    together; ValueError for locks that cannot be honoured (ask `overlocked` before).
    """
    if overlocked(task):
        raise ValueError("more heads are fixed than there are")
    open_ones = np.flatnonzero(task.locked == FREE)
    heads = np.maximum(task.locked, 0)
    heads[open_ones] = _decided(_around_locks(task, open_ones), policy, limits)
    return Plan(policy, heads, int(heads @ task.worths))


def shares_filled(task: AllocationTask, heads: Ints) -> tuple[Ints, Ints]:
    """Of each sector: the heads that its vacancies ask for, and those that the plan gives them."""
    sectors = int(task.sectors.max()) + 1 if len(task.sectors) else 0
    given = _sums(task.vacancies, heads, len(task.vacancy_heads))
    return _sums(task.sectors, task.vacancy_heads, sectors), _sums(task.sectors, given, sectors)


@dataclass(frozen=True)
class _Rest:
    """What locks leave over: the open pairs, the heads still free, and what each sector has already."""

    task: AllocationTask
    filled: Ints


def _around_locks(task: AllocationTask, open_ones: Ids) -> _Rest:
    held = np.maximum(task.locked, 0)
    given = _sums(task.vacancies, held, len(task.vacancy_heads))
    rest = replace(
        task,
        lot_heads=task.lot_heads - _sums(task.lots, held, len(task.lot_heads)),
        vacancy_heads=task.vacancy_heads - given,
        lots=task.lots[open_ones],
        vacancies=task.vacancies[open_ones],
        scores=task.scores[open_ones],
        most=task.most[open_ones],
        locked=task.locked[open_ones],
    )
    return _Rest(rest, _sums(task.sectors, given, len(_demands(task))))


def _sums(of: Ids, figures: Ints, count: int) -> Ints:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, of, figures)
    return sums


def _decided(rest: _Rest, policy: Policy, limits: Limits) -> Ints:
    task = rest.task
    match policy:
        case Policy.OPTIMAL:
            return _best(task, limits)
        case Policy.EVEN_SECTORS:
            return _even_sectors(rest, limits)
        case Policy.PROGRAMME_FIRST:
            return _programme_first(task, limits)
        case Policy.GREEDY:
            return _in_turn(task, np.lexsort((task.lots, task.vacancies, -task.scores, -task.worths)))
        case Policy.FIRST_COME:
            return _in_turn(task, np.lexsort((task.lots, -task.scores, task.vacancies)))
        case Policy.STABLE:
            return _stable(task)


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


def _best(task: AllocationTask, limits: Limits, floors: Ints | None = None) -> Ints:
    """The most that a plan can be worth, as a flow of least cost: lots, pairs, vacancies, sectors, sink.

    What no vacancy takes goes from its lot straight to the sink; so a plan never takes a pair only
    to place more heads. `floors` are the heads that must reach each sector.
    """
    lots, vacancies, demands = len(task.lot_heads), len(task.vacancy_heads), _demands(task)
    least = np.zeros(len(demands), np.int64) if floors is None else floors
    sink = lots + vacancies + len(demands)
    tails, heads, capacities = _arcs(task)
    unplaced = np.arange(lots, dtype=np.int64)
    given_and_asked = (np.zeros(vacancies, np.int64), -least, [least.sum() - task.lot_heads.sum()])
    network = {
        "tails": np.concatenate((tails, np.arange(lots + vacancies, sink), unplaced)),
        "heads": np.concatenate((heads, np.full(len(demands) + lots, sink))),
        "capacities": np.concatenate((capacities, demands - least, task.lot_heads)),
        "costs": np.concatenate((-task.worths, np.zeros(vacancies + len(demands) + lots, np.int64))),
        "supplies": np.concatenate((task.lot_heads, *given_and_asked)),
    }
    return ask("cheapest", network, limits)[: len(task.lots)]


def _arcs(task: AllocationTask) -> tuple[Ids, Ids, Ints]:
    """Tails, heads and capacities of the arcs from lots to vacancies and from these to sectors."""
    lots, vacancies = len(task.lot_heads), len(task.vacancy_heads)
    at = lots + np.arange(vacancies, dtype=np.int64)
    return (
        np.concatenate((task.lots, at)),
        np.concatenate((lots + task.vacancies, lots + vacancies + task.sectors)),
        np.concatenate((task.most, task.vacancy_heads)),
    )


def _demands(task: AllocationTask) -> Ints:
    """The heads that the vacancies of each sector ask for together."""
    return _sums(task.sectors, task.vacancy_heads, int(task.sectors.max()) + 1 if len(task.sectors) else 0)


def _even_sectors(rest: _Rest, limits: Limits) -> Ints:
    """The least filled sector filled as far as can be, then the next; under that, the best plan.

    What people fixed counts as filled: it reaches its sector by an arc of its own.
    """
    task = rest.task
    if not len(task.lots):
        return np.zeros(0, np.int64)
    lots, demands = len(task.lot_heads), _demands(task) + rest.filled
    first_sector = lots + len(task.vacancy_heads)
    source, sink = first_sector + len(demands), first_sector + len(demands) + 1
    sectors = np.arange(first_sector, source)
    tails, heads, capacities = _arcs(task)
    network = {
        "tails": np.concatenate((np.full(lots, source), tails, np.full(len(sectors), source), sectors)),
        "heads": np.concatenate((np.arange(lots), heads, sectors, np.full(len(demands), sink))),
        "capacities": np.concatenate((task.lot_heads, capacities, rest.filled, demands)),
        "source": np.asarray(source),
        "sink": np.asarray(sink),
        "demands": demands,
    }
    began = monotonic()
    floors = ask("fairest", network, limits)
    return _best(task, limits.after(monotonic() - began), np.maximum(floors - rest.filled, 0))


def _programme_first(task: AllocationTask, limits: Limits) -> Ints:
    """The best plan for the programme's lots, and among all such plans the best for everyone."""
    network = {
        "lots": task.lots,
        "vacancies": task.vacancies,
        "most": task.most,
        "worths": task.worths,
        "lot_heads": task.lot_heads,
        "vacancy_heads": task.vacancy_heads,
        "first": task.programme,
    }
    return ask("first rank first", network, limits)
