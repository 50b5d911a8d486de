"""Two ranks of lots: the first rank's best plan is kept, whichever of its forms suits the second best."""

from dataclasses import dataclass

import numpy as np

from portal.matching.flow import cheapest_flow
from portal.matching.index.arrays import Bools, Ids, Ints


def first_rank_first(  # noqa: PLR0917 - a task has as many parts
    lots: Ids, vacancies: Ids, most: Ints, worths: Ints, lot_heads: Ints, vacancy_heads: Ints, first: Bools
) -> Ints:
    """The heads on each pair: worth most for the lots of the first rank and, among such plans, for all.

    Two solves. The first is of the first rank alone. What every best plan of it has in common (arcs
    that are empty in all, arcs that are full in all) follows from the prices of places in that plan;
    the second solve keeps exactly that and moves everything else, so that nothing is ever traded.
    """
    of_first = first[lots]
    ranked = _Network.of(lots, vacancies, most, worths, np.where(first, lot_heads, 0), vacancy_heads)
    ranked = ranked.without(~of_first)
    flows = ranked.cheapest()
    empty, full = ranked.settled(flows)
    pairs, exits = len(lots), len(vacancy_heads)
    to_sink = slice(pairs, pairs + exits)
    everyone = _Network.of(lots, vacancies, most, worths, lot_heads, vacancy_heads)
    taken = full[to_sink][vacancies] & ~of_first
    barred = empty[to_sink][vacancies] & of_first
    # a place that the first rank always fills takes nobody else; one that it never uses is free for others
    keep_empty = np.zeros(len(everyone.tails), np.bool_)
    keep_empty[:pairs] = taken | barred | (of_first & empty[:pairs])
    keep_full = np.zeros(len(everyone.tails), np.bool_)
    keep_full[:pairs] = of_first & full[:pairs]
    keep_full[to_sink] = full[to_sink]
    unplaced = slice(pairs + exits, None)
    keep_empty[unplaced] = first & empty[unplaced]
    keep_full[unplaced] = first & full[unplaced]
    return everyone.without(keep_empty).cheapest(keep_full)[:pairs]


@dataclass(frozen=True)
class _Network:
    """Arcs from lots to vacancies, from these to the sink, and from lots to the sink; in this order."""

    tails: Ids
    heads: Ids
    capacities: Ints
    costs: Ints
    supplies: Ints

    @classmethod
    def of(  # noqa: PLR0917
        cls, lots: Ids, vacancies: Ids, most: Ints, worths: Ints, lot_heads: Ints, vacancy_heads: Ints
    ) -> "_Network":
        a, v = len(lot_heads), len(vacancy_heads)
        sink = a + v
        return cls(
            tails=np.concatenate((lots, a + np.arange(v), np.arange(a))),
            heads=np.concatenate((a + vacancies, np.full(v + a, sink))),
            capacities=np.concatenate((most, vacancy_heads, lot_heads)),
            costs=np.concatenate((-worths, np.zeros(v + a, np.int64))),
            supplies=np.concatenate((lot_heads, np.zeros(v, np.int64), [-lot_heads.sum()])),
        )

    def without(self, closed: Bools) -> "_Network":
        """The same with nothing on some arcs; a shorter array names the first ones."""
        capacities = self.capacities.copy()
        capacities[: len(closed)][closed] = 0
        return _Network(self.tails, self.heads, capacities, self.costs, self.supplies)

    def cheapest(self, filled: Bools | None = None) -> Ints:
        """The flow of least cost; arcs that are to be filled carry all they can."""
        given = np.where(filled, self.capacities, 0) if filled is not None else 0 * self.capacities
        supplies = self.supplies.copy()
        np.subtract.at(supplies, self.tails, given)
        np.add.at(supplies, self.heads, given)
        rest = self.capacities - given
        return given + cheapest_flow(self.tails, self.heads, rest, self.costs, supplies)

    def settled(self, flows: Ints) -> tuple[Bools, Bools]:
        """Which arcs are empty, and which full, in every flow of least cost (complementary slackness)."""
        prices = self._prices(flows)
        reduced = self.costs + prices[self.tails] - prices[self.heads]
        return reduced > 0, reduced < 0

    def _prices(self, flows: Ints) -> Ints:
        """Of each node: the shortest way to it through what the flow leaves open, from anywhere.

        A flow of least cost leaves no circle open that would make it cheaper, so the search ends.
        """
        ahead, back = flows < self.capacities, flows > 0
        tails = np.concatenate((self.tails[ahead], self.heads[back]))
        heads = np.concatenate((self.heads[ahead], self.tails[back]))
        costs = np.concatenate((self.costs[ahead], -self.costs[back]))
        prices = np.zeros(len(self.supplies), np.int64)
        for _ in range(len(prices) + 1):
            before = prices.copy()
            np.minimum.at(prices, heads, prices[tails] + costs)
            if (prices == before).all():
                return prices
        raise ValueError("the flow is not of least cost")
