"""A cost schedule as people read it: who pays for what."""

from dataclasses import dataclass
from decimal import Decimal

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import Payer
from portal.compliance.costs.forms import basis_words, payer_words
from portal.compliance.costs.schedule import CostSchedule


@dataclass(frozen=True)
class CostInWords:
    """One line: what the money is for, who pays, how much and how often."""

    covers: str
    payer: str
    by_worker: bool
    amount: Decimal | None
    currency: str
    basis: str
    why: str


@dataclass(frozen=True)
class CostsInWords:
    """The whole schedule; `absent` are the costs that do not arise."""

    lines: tuple[CostInWords, ...]
    absent: tuple[str, ...]


def costs_in_words(schedule: CostSchedule, currency: str) -> CostsInWords:
    """Every declared line in words, and what was said not to arise."""
    known = cost_categories()
    return CostsInWords(
        lines=tuple(
            CostInWords(
                covers=line.label or known[line.category].covers,
                payer=payer_words(line.payer),
                by_worker=line.payer is Payer.WORKER,
                amount=line.amount,
                currency=line.currency or currency,
                basis=basis_words(line.basis),
                why=line.why,
            )
            for line in schedule.lines
        ),
        absent=tuple(known[code].covers for code in known if code in schedule.absent),
    )
