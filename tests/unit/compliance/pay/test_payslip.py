"""The worked payslip: what is left of a week on the guaranteed hours."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.costs.domain import CostBasis, CostLine, Payer
from portal.compliance.domain import RuleOutcome, Terms
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.rules.pay import payslip_adds_up

BED = CostLine(
    category="OUT-VOLUNTARY",
    payer=Payer.WORKER,
    amount=Decimal("60.00"),
    currency="GBP",
    basis=CostBasis.PER_WEEK,
    label="Bed",
)


def test_a_week_less_the_bed() -> None:
    slip = example_payslip(Decimal("12.60"), Decimal(39), "GBP", [BED])
    assert slip is not None
    assert (slip.gross, slip.deductions, slip.net) == (
        Decimal("491.40"),
        (("Bed", Decimal("60.00")),),
        Decimal("431.40"),
    )


def test_what_the_employer_pays_is_not_deducted() -> None:
    travel = CostLine(
        category="COST-TRAVEL", payer=Payer.EMPLOYER, amount=Decimal(90), basis=CostBasis.PER_WEEK
    )
    slip = example_payslip(Decimal("12.60"), Decimal(39), "GBP", [travel])
    assert slip is not None
    assert slip.deductions == ()


def test_without_hours_there_is_no_example() -> None:
    assert example_payslip(Decimal("12.60"), None, "GBP", []) is None


money = st.decimals(min_value=0, max_value=5000, places=2)


@given(pay=money, hours=st.decimals(min_value=1, max_value=100, places=2), taken=st.lists(money, max_size=4))
def test_the_example_adds_up_unless_nothing_would_be_left(
    pay: Decimal, hours: Decimal, taken: list[Decimal]
) -> None:
    lines = [
        CostLine(
            category="OUT-VOLUNTARY", payer=Payer.WORKER, amount=one, currency="GBP", basis=CostBasis.PER_WEEK
        )
        for one in taken
    ]
    slip = example_payslip(pay, hours, "GBP", lines)
    assert slip is not None
    [said] = payslip_adds_up(Terms(pay=pay, payslip=slip))
    assert (said.outcome is RuleOutcome.PASS) is (slip.net >= 0)
