"""Flows through networks, found by OR-tools in a process of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.matching.index.arrays import Ids, Ints

MOST_SECONDS = 300
_ROOT = Path(__file__).parents[2]
_SHARES = 1_000_000


class AllocationTookTooLong(Exception):
    """The best flow was not found within the time allowed."""


def best_flow(*, seconds: float = MOST_SECONDS, **network: NDArray[Any]) -> Ints:
    """`cheapest_flow` in a child, so that its memory is given back and a time limit holds."""
    return _in_child("cheapest", network, seconds)


def even_floors(*, seconds: float = MOST_SECONDS, **network: NDArray[Any]) -> Ints:
    """`fairest_floors` in a child."""
    return _in_child("fairest", network, seconds)


def _in_child(question: str, network: Mapping[str, Any], seconds: float) -> Ints:
    asked = io.BytesIO()
    np.savez(asked, **dict(network))
    try:
        child = subprocess.run(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-m", "portal.matching.flow", question],
            input=asked.getvalue(),
            stdout=subprocess.PIPE,
            timeout=seconds,
            env=os.environ | {"PYTHONPATH": str(_ROOT)},
            check=True,
        )
    except subprocess.TimeoutExpired as late:
        raise AllocationTookTooLong from late
    answer: Ints = np.load(io.BytesIO(child.stdout))
    return answer


def cheapest_flow(tails: Ids, heads: Ids, capacities: Ints, costs: Ints, supplies: Ints) -> Ints:
    """The flow on each arc, whole and proven to be of least cost; `supplies` sum up to nothing."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    if not len(tails):
        return np.zeros(0, np.int64)
    network = SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    network.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = network.solve()
    if status != network.OPTIMAL:
        raise ValueError(f"the network has no best flow: {status}")
    flows: Ints = network.flows(arcs)
    return flows


def fairest_floors(  # noqa: PLR0917 - a network has as many parts
    tails: Ids, heads: Ids, capacities: Ints, source: Ints, sink: Ints, demands: Ints
) -> Ints:
    """How much can reach each sector, so that the least share of a demand that is met is the largest.

    Then the second least, and so on. The arcs into the sink come last, one for each demand.
    """
    reaches = _reaching(tails, heads, capacities, int(source), int(sink))
    floors = np.zeros(len(demands), np.int64)
    settled = demands == 0
    while not settled.all():
        floors = _raised_together(reaches, floors, settled, demands)
        stuck = [
            at for at in np.flatnonzero(~settled).tolist() if not reaches(_one_more(floors, at), demands)
        ]
        if not stuck:  # each alone could have one head more, but not all: the least share gets it
            open_ones = np.flatnonzero(~settled)
            least = int(open_ones[np.argmin((floors[open_ones] + 1) / demands[open_ones])])
            floors, stuck = _one_more(floors, least), [least]
        settled[stuck] = True
    return floors


def _raised_together(
    reaches: Callable[[Ints, Ints], bool], floors: Ints, settled: NDArray[np.bool_], demands: Ints
) -> Ints:
    """The unsettled floors at the largest share that all of them can have."""

    def at(share: int) -> Ints:
        return np.where(settled, floors, np.maximum(floors, -(-share * demands // _SHARES)))

    low, high = 0, _SHARES + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reaches(at(middle), demands) else (low, middle)
    return at(low)


def _one_more(floors: Ints, at: int) -> Ints:
    raised = floors.copy()
    raised[at] += 1
    return raised


def _reaching(
    tails: Ids, heads: Ids, capacities: Ints, source: int, sink: int
) -> Callable[[Ints, Ints], bool]:
    from ortools.graph.python.max_flow import SimpleMaxFlow

    network = SimpleMaxFlow()
    arcs = network.add_arcs_with_capacity(tails, heads, capacities)

    def reaches(floors: Ints, demands: Ints) -> bool:
        if (floors > demands).any():
            return False
        network.set_arcs_capacity(arcs[-len(floors) :], floors)
        network.solve(source, sink)
        return int(network.optimal_flow()) == int(floors.sum())

    return reaches


QUESTIONS: Mapping[str, Callable[..., Ints]] = {"cheapest": cheapest_flow, "fairest": fairest_floors}


def _main() -> None:
    asked = np.load(io.BytesIO(sys.stdin.buffer.read()))
    np.save(sys.stdout.buffer, QUESTIONS[sys.argv[1]](**dict(asked)))


if __name__ == "__main__":
    _main()
