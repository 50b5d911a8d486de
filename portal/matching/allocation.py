"""Plans: how many heads of which lot serve which vacancy, under a policy."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from portal.matching.flow import best_flow, even_floors
from portal.matching.index.arrays import Bools, Floats, Ids, Ints


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
            heads = _best(task, task.worths)
        case Policy.EVEN_SECTORS:
            heads = _even_sectors(task)
        case Policy.PROGRAMME_FIRST:
            heads = _programme_first(task)
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


def _best(task: AllocationTask, worths: Ints, floors: Ints | None = None) -> Ints:
    """The most that a plan can be worth, as a flow of least cost: lots, pairs, vacancies, sectors, sink.

    What no vacancy takes goes from its lot straight to the sink; so a plan never takes a pair only
    to place more heads. `floors` are the heads that must reach each sector.
    """
    lots, vacancies, demands = len(task.lot_heads), len(task.vacancy_heads), _demands(task)
    least = np.zeros(len(demands), np.int64) if floors is None else floors
    sink = lots + vacancies + len(demands)
    tails, heads, capacities = _arcs(task)
    unplaced = np.arange(lots, dtype=np.int64)
    flows = best_flow(
        tails=np.concatenate((tails, np.arange(lots + vacancies, sink), unplaced)),
        heads=np.concatenate((heads, np.full(len(demands) + lots, sink))),
        capacities=np.concatenate((capacities, demands - least, task.lot_heads)),
        costs=np.concatenate((-worths, np.zeros(vacancies + len(demands) + lots, np.int64))),
        supplies=np.concatenate(
            (
                task.lot_heads,
                np.zeros(vacancies, np.int64),
                -least,
                [least.sum() - task.lot_heads.sum()],
            )
        ),
    )
    return flows[: len(task.lots)]


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
    demands = np.zeros(int(task.sectors.max()) + 1 if len(task.sectors) else 0, np.int64)
    np.add.at(demands, task.sectors, task.vacancy_heads)
    return demands


def _even_sectors(task: AllocationTask) -> Ints:
    """The least filled sector filled as far as can be, then the next; under that, the best plan."""
    if not len(task.lots):
        return np.zeros(0, np.int64)
    lots, demands = len(task.lot_heads), _demands(task)
    first_sector = lots + len(task.vacancy_heads)
    source, sink = first_sector + len(demands), first_sector + len(demands) + 1
    tails, heads, capacities = _arcs(task)
    floors = even_floors(
        tails=np.concatenate((np.full(lots, source), tails, np.arange(first_sector, source))),
        heads=np.concatenate((np.arange(lots), heads, np.full(len(demands), sink))),
        capacities=np.concatenate((task.lot_heads, capacities, demands)),
        source=np.asarray(source),
        sink=np.asarray(sink),
        demands=demands,
    )
    return _best(task, task.worths, floors)


def _programme_first(task: AllocationTask) -> Ints:
    """The best plan for the programme's lots, and among all such plans the best for everyone.

    The programme's worth outweighs all that the others could gain together, so that it is never
    traded. A network too large for such figures raises ValueError.
    """
    worths = task.worths
    gain_of_all = int(worths.max(initial=0)) * int(min(task.lot_heads.sum(), task.vacancy_heads.sum()))
    return _best(task, np.where(task.programme[task.lots], (gain_of_all + 2) * worths, worths))
