"""Which part of the money that came back belongs to which cost of the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from portal.remedy.domain.money import Ledger

Cost = tuple[str, str]
"""A category of the cost ledger, and a currency."""


@dataclass(frozen=True)
class Refund:
    """What payers say they gave back of one cost, and how much of it the worker has confirmed."""

    paid: Decimal
    confirmed: Decimal

    @property
    def is_confirmed(self) -> bool:
        return self.paid > 0 and self.confirmed >= self.paid


def refunds_of(books: Ledger, affected_id: UUID) -> dict[Cost, Refund]:
    """By cost: what one worker got back of it.

    Money fills first what belongs to no cost of the ledger (another loss, the interest of a loan), then
    the costs by their codes: no cost is cleared by money that was owed for something else.
    """
    wanted: dict[Cost, Decimal] = defaultdict(Decimal)
    for one in books.established:
        if one.affected_id == affected_id and one.category:
            wanted[one.category, one.currency] += one.amount
    found = {}
    for currency in {currency for _, currency in wanted}:
        key = (affected_id, currency)
        own = [one for one in books.instalments if (one.affected_id, one.currency) == key]
        lost = [one.total for one in books.established if (one.affected_id, one.currency) == key]
        costs = sorted(cost for cost in wanted if cost[1] == currency)
        others = sum(lost, Decimal(0)) - sum(wanted[cost] for cost in costs)
        paid = sum(map(books.paid, own), -others)
        confirmed = sum(map(books.confirmed, own), -others)
        for cost in costs:
            found[cost] = Refund(_part(paid, wanted[cost]), _part(confirmed, wanted[cost]))
            paid, confirmed = paid - wanted[cost], confirmed - wanted[cost]
    return found


def shared_refund(refunds: Iterable[Refund]) -> Refund:
    """What every one of several workers got back of a cost that each of them paid."""
    each = list(refunds)
    return Refund(min(one.paid for one in each), min(one.confirmed for one in each))


def _part(money: Decimal, most: Decimal) -> Decimal:
    return max(Decimal(0), min(money, most))
