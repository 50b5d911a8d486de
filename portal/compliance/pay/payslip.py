"""The worked example of a payslip: gross from guaranteed hours, each deduction, net."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostBasis, CostLine, Payer
from portal.compliance.domain import Payslip

_CENT = Decimal("0.01")


def example_payslip(
    pay: Decimal | None, hours_per_week: Decimal | None, currency: str | None, costs: Iterable[CostLine]
) -> Payslip | None:
    """A week on the guaranteed hours, less what the worker bears every week by law or by choice.

    None where pay or hours are not known. Only amounts that were declared are deducted; a cost in
    another currency cannot be, and none of it is converted.
    """
    if pay is None or hours_per_week is None or not currency:
        return None
    gross = (pay * hours_per_week).quantize(_CENT, ROUND_HALF_UP)
    deductions = tuple(
        (line.label or cost_categories()[line.category].covers, line.amount.quantize(_CENT, ROUND_HALF_UP))
        for line in costs
        if line.payer is Payer.WORKER
        and line.basis is CostBasis.PER_WEEK
        and line.amount
        and line.currency in (None, currency)
    )
    return Payslip(
        hours=hours_per_week,
        rate=pay,
        gross=gross,
        deductions=deductions,
        net=gross - sum((amount for _, amount in deductions), Decimal(0)),
        currency=currency,
    )
