"""The cost schedule of a vacancy: who bears which fee or cost, as somebody declared it line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostCategory, CostKind, CostLine, Payer
from portal.kernel.outcomes import Refusal

VOLUNTARY = "OUT-VOLUNTARY"
"""Housing and transport that a worker may choose and pay for."""
ASKED_KINDS = (CostKind.FEE, CostKind.SERVICE, CostKind.RELATED_COST, CostKind.OUTSIDE)
"""What everybody is asked line by line; what nobody may ever pay is only added where it occurs."""


@dataclass(frozen=True)
class CostSchedule:
    """The declared lines, and the categories of which was said that they do not arise."""

    lines: tuple[CostLine, ...] = ()
    absent: frozenset[str] = frozenset()

    @classmethod
    def with_all_else_absent(cls, lines: Iterable[CostLine]) -> "CostSchedule":
        """These lines, while every other category that is asked for was said not to arise."""
        kept = tuple(lines)
        named = {line.category for line in kept}
        return cls(kept, frozenset(one.code for one in asked_categories() if one.code not in named))

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Categories of which nobody has said anything, in the order of the ILO's definition."""
        answered = self.absent | {line.category for line in self.lines}
        return tuple(one.code for one in asked_categories() if one.code not in answered)

    def borne_by(self, payer: Payer, currency: str) -> Decimal:
        """The sum of the amounts named in a currency that one party bears."""
        amounts = (
            line.amount
            for line in self.lines
            if line.payer is payer and line.amount is not None and line.currency in (None, currency)
        )
        return sum(amounts, Decimal(0))


@dataclass(frozen=True)
class CostsUnanswered(Refusal):
    """Of these categories nobody has said who bears them, or that they do not arise."""

    categories: tuple[str, ...]


def asked_categories() -> tuple[CostCategory, ...]:
    """The categories of a cost schedule's form, in the order of the ILO's definition (2019)."""
    return tuple(one for one in cost_categories().values() if one.kind in ASKED_KINDS)
