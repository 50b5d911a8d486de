"""What a job cost workers, in months of their earnings (in the style of SDG 10.7.1); the target is zero.

The official indicator counts recent international migrants; this one counts every placement, at home too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

LEAST_WORKERS = 5
"""A smaller group is not shown: it would tell what single people paid."""
WEEKS_A_MONTH = Decimal(52) / 12


@dataclass(frozen=True, order=True)
class Group:
    """A corridor (two countries, ISO 3166), a sector (division of NACE) and a quarter ("2027-Q1")."""

    origin: str
    destination: str
    sector: str
    quarter: str


@dataclass(frozen=True)
class Placed:
    """One worker who got a job: what it cost them, by currency, and what they earn a month."""

    group: Group
    cost: tuple[tuple[str, Decimal], ...]
    monthly: Decimal | None
    """None where the guaranteed hours are not known."""
    currency: str

    @property
    def ratio(self) -> Decimal | None:
        """The cost in months of earnings; none where it cannot be compared without an exchange rate."""
        paid = [(code, amount) for code, amount in self.cost if amount > 0]
        if not paid:
            return Decimal(0)
        if not self.monthly or any(code != self.currency for code, _ in paid):
            return None
        return sum((amount for _, amount in paid), Decimal(0)) / self.monthly


@dataclass(frozen=True)
class Line:
    """One group's figure; `months` and `paying` are none where too few workers could be counted."""

    group: Group
    workers: int | None
    paying: int | None
    """How many of them paid anything at all."""
    months: Decimal | None
    """The mean cost of a job, in months of earnings."""
    not_compared: int | None
    """Workers left out, whose cost is in another currency or whose hours are not known."""

    @property
    def is_suppressed(self) -> bool:
        return self.workers is None


def indicator(placed: Iterable[Placed]) -> tuple[Line, ...]:
    """The figure of each group, in the groups' order; groups of fewer than five workers say nothing."""
    groups: dict[Group, list[Placed]] = defaultdict(list)
    for one in placed:
        groups[one.group].append(one)
    return tuple(_line(group, groups[group]) for group in sorted(groups))


def _line(group: Group, members: list[Placed]) -> Line:
    ratios = [ratio for one in members if (ratio := one.ratio) is not None]
    if len(ratios) < LEAST_WORKERS:
        return Line(group, None, None, None, None)
    mean = sum(ratios, Decimal(0)) / len(ratios)
    left_out = len(members) - len(ratios)
    return Line(
        group=group,
        workers=len(ratios),
        paying=sum(1 for one in ratios if one > 0),
        months=mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN),
        not_compared=left_out if left_out == 0 or left_out >= LEAST_WORKERS else None,
    )


def quarter_of(day: date) -> str:
    """The quarter of a day, like "2027-Q1"."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def monthly_earnings(pay_per_hour: Decimal, hours_per_week: Decimal | None) -> Decimal | None:
    """What the guaranteed hours bring in a month, before tax; none where no hours were named."""
    return pay_per_hour * hours_per_week * WEEKS_A_MONTH if hours_per_week else None
