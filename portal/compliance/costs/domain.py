"""What a fee or cost of recruitment is, and one line of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Payer(StrEnum):
    """Who bears a cost."""

    EMPLOYER = "employer"
    AGENCY = "agency"
    PUBLIC = "public"
    WORKER = "worker"


class CostBasis(StrEnum):
    """What an amount is counted by."""

    PER_WORKER = "per-worker"
    PER_WEEK = "per-week"
    ONCE = "once"


class CostKind(StrEnum):
    """What a category is in the ILO's definition of recruitment fees and related costs (2019)."""

    FEE = "fee"
    SERVICE = "service"
    RELATED_COST = "related cost"
    ILLEGITIMATE = "illegitimate"
    RISK_FLAG = "risk flag"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class CostCategory:
    """A category of fees and costs: what it covers, who may pay it, and what to do instead."""

    code: str
    kind: CostKind
    covers: str
    examples: str
    payers: frozenset[Payer]
    """Who may pay; empty where nobody may."""
    paragraph: str
    """Of the ILO's definition; empty where it has none."""
    verified: bool
    """The paragraph was checked against the source."""
    instead: str

    def may_be_paid_by(self, payer: Payer) -> bool:
        """An agency or public funds may bear what somebody may bear; a worker only what is outside."""
        if not self.payers:
            return False
        return payer is not Payer.WORKER or Payer.WORKER in self.payers


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One fee or cost of recruitment as it was declared. No amount means that none was named."""

    category: str
    payer: Payer
    amount: Decimal | None = None
    currency: str | None = None
    basis: CostBasis = CostBasis.PER_WORKER
    why: str = ""
    label: str = ""
