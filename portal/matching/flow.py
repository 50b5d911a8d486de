"""The flow of least cost through a network, found by OR-tools in a process of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from portal.matching.cells import Ids
from portal.matching.numbers import Ints

MOST_SECONDS = 300
_ROOT = Path(__file__).parents[2]


class AllocationTookTooLong(Exception):
    """The best flow was not found within the time allowed."""


def best_flow(
    tails: Ids, heads: Ids, capacities: Ints, costs: Ints, supplies: Ints, *, seconds: float = MOST_SECONDS
) -> Ints:
    """The flow on each arc, whole and proven to be of least cost; `supplies` sum up to nothing.

    OR-tools runs in a child, so that its memory is given back and a time limit holds.
    """
    if not len(tails):
        return np.zeros(0, np.int64)
    asked = io.BytesIO()
    np.savez(asked, tails=tails, heads=heads, capacities=capacities, costs=costs, supplies=supplies)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "portal.matching.flow"],
            input=asked.getvalue(),
            stdout=subprocess.PIPE,
            timeout=seconds,
            env=os.environ | {"PYTHONPATH": str(_ROOT)},
            check=True,
        )
    except subprocess.TimeoutExpired as late:
        raise AllocationTookTooLong from late
    flows: Ints = np.load(io.BytesIO(child.stdout))
    return flows


def solve(tails: Ids, heads: Ids, capacities: Ints, costs: Ints, supplies: Ints) -> Ints:
    """The flow of least cost, found in this process."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    network = SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    network.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = network.solve()
    if status != network.OPTIMAL:
        raise ValueError(f"the network has no best flow: {status}")
    flows: Ints = network.flows(arcs)
    return flows


def _main() -> None:
    asked = np.load(io.BytesIO(sys.stdin.buffer.read()))
    flows = solve(*(asked[name] for name in ("tails", "heads", "capacities", "costs", "supplies")))
    np.save(sys.stdout.buffer, flows)


if __name__ == "__main__":
    _main()
