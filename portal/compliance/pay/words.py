"""A worked payslip as people read it, line by line."""

from flask_babel import gettext

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.words import BED, BUS
from portal.compliance.domain import Payslip
from portal.posts.words import plain_amount, plain_money


def payslip_words(slip: Payslip, costs: tuple[CostLine, ...]) -> tuple[tuple[str, str], ...]:
    """Gross, each deduction, what is left; whether tax is in it is said, never left to guess."""
    reckoned = gettext(
        "%(hours)s hours at %(pay)s",
        hours=plain_amount(slip.hours),
        pay=plain_money(slip.rate, slip.currency),
    )
    left = gettext("You keep") if _counts_tax(costs) else gettext("Left, before tax")
    return (
        (reckoned, plain_money(slip.gross, slip.currency)),
        *(
            (deduction_words(label), f"− {plain_money(amount, slip.currency)}")
            for label, amount in slip.deductions
        ),
        (left, plain_money(slip.net, slip.currency)),
    )


def _counts_tax(costs: tuple[CostLine, ...]) -> bool:
    """Whether tax and contributions were declared as a weekly amount."""
    return any(
        line.category == "OUT-STATUTORY" and line.payer is Payer.WORKER and bool(line.amount)
        for line in costs
    )


def deduction_words(label: str) -> str:
    """What is taken off the pay, as a worker reads it."""
    match label:
        case str() if label == BED:
            return gettext("A bed, if you choose it")
        case str() if label == BUS:
            return gettext("The way to work, if you choose it")
        case _:
            return label
