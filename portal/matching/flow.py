"""Flows through networks, whole and proven best, found by OR-tools."""

from collections.abc import Callable
from typing import Any

import numpy as np

from portal.matching.index.arrays import Bools, Ids, Ints

_SHARES = 1_000_000


def cheapest_flow(tails: Ids, heads: Ids, capacities: Ints, costs: Ints, supplies: Ints) -> Ints:
    """The flow on each arc, whole and proven to be of least cost; `supplies` sum up to nothing.

    Arcs that can carry nothing are left out, since the search pays for each.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flows: Ints = np.zeros(len(tails), np.int64)
    open_ones = np.flatnonzero(capacities)
    if not len(open_ones):
        return flows
    network = SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        tails[open_ones], heads[open_ones], capacities[open_ones], costs[open_ones]
    )
    network.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = network.solve()
    if status != network.OPTIMAL:
        raise ValueError(f"the network has no best flow: {status}")
    flows[open_ones] = network.flows(arcs)
    return flows


def fairest_floors(  # noqa: PLR0917 - a network has as many parts
    tails: Ids, heads: Ids, capacities: Ints, source: Ints, sink: Ints, demands: Ints
) -> Ints:
    """How much can reach each sector, so that the least share of a demand that is met is the largest.

    Then the second least, and so on. The arcs into the sink come last, one for each demand.
    """
    flowing = _Flowing(tails, heads, capacities, int(source), int(sink), demands)
    floors = np.zeros(len(demands), np.int64)
    settled = demands == 0
    while not settled.all():
        floors = flowing.raised_together(floors, settled)
        stuck = ~settled & ~flowing.could_have_more(floors)
        if not stuck.any():  # each alone could have one head more, but not all: the least share gets it
            open_ones = np.flatnonzero(~settled)
            least = int(open_ones[np.argmin((floors[open_ones] + 1) / demands[open_ones])])
            floors[least] += 1
            stuck[least] = True
        settled |= stuck
    return floors


class _Flowing:
    """A network whose arcs into the sink ask for a floor each, and whether it can give them."""

    def __init__(  # noqa: PLR0917 - a network has as many parts
        self, tails: Ids, heads: Ids, capacities: Ints, source: int, sink: int, demands: Ints
    ) -> None:
        from ortools.graph.python.max_flow import SimpleMaxFlow

        self._tails, self._heads, self._capacities = tails, heads, capacities.copy()
        self._source, self._sink, self._demands = source, sink, demands
        self._network: Any = SimpleMaxFlow()
        self._arcs = self._network.add_arcs_with_capacity(tails, heads, capacities)
        self._sectors = tails[-len(demands) :]

    def _gives(self, floors: Ints) -> bool:
        self._capacities[-len(floors) :] = floors
        self._network.set_arcs_capacity(self._arcs[-len(floors) :], floors)
        self._network.solve(self._source, self._sink)
        return int(self._network.optimal_flow()) == int(floors.sum())

    def raised_together(self, floors: Ints, settled: Bools) -> Ints:
        """The unsettled floors at the largest share of their demands that all of them can have.

        Where a share is too large, the narrowest cut says which sectors ask for more than can reach
        them; the next share to try is the largest that this cut lets through.
        """

        def at(share: int) -> Ints:
            return np.where(settled, floors, np.maximum(floors, -(-share * self._demands // _SHARES)))

        share = _SHARES
        while not self._gives(at(share)):
            near = np.zeros(self._sink + 1, np.bool_)
            near[self._network.get_source_side_min_cut()] = True
            beyond = ~near[self._sectors]
            crossing = near[self._tails] & ~near[self._heads]
            crossing[-len(floors) :] = False
            through = int(self._capacities[crossing].sum())
            share = _largest(share, lambda one: int(at(one)[beyond].sum()) <= through)  # noqa: B023 - asked at once
        return at(share)

    def could_have_more(self, floors: Ints) -> Bools:
        """For each sector whether one head more than its floor, and no other's, could reach it."""
        self._gives(floors)
        flows = self._network.flows(self._arcs)[: -len(floors)]
        tails, heads = self._tails[: -len(floors)], self._heads[: -len(floors)]
        ahead, back = flows < self._capacities[: -len(floors)], flows > 0
        reached = np.zeros(self._sink + 1, np.bool_)
        reached[self._source] = True
        before = 0
        while before < (before := int(reached.sum())):
            reached[heads[ahead & reached[tails]]] = True
            reached[tails[back & reached[heads]]] = True
        more: Bools = reached[self._sectors] & (floors < self._demands)
        return more


def _largest(below: int, fits: Callable[[int], bool]) -> int:
    """The largest whole number under `below` that fits; 0 always does."""
    low, high = 0, below
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
