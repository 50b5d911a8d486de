"""When a cost schedule lets a vacancy be published."""

from decimal import Decimal

import pytest

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.schedule import CostSchedule, asked_categories
from portal.compliance.domain import Terms
from portal.compliance.rules.costs import judge_costs


def test_a_schedule_that_says_of_everything_that_it_does_not_arise_is_fine() -> None:
    assert CostSchedule.with_all_else_absent([]).unanswered == ()


def test_what_nobody_has_spoken_of_is_named() -> None:
    silent = CostSchedule(absent=frozenset(one.code for one in asked_categories()) - {"COST-TRAVEL"})

    assert silent.unanswered == ("COST-TRAVEL",)


@pytest.mark.parametrize("code", [code for code in cost_categories() if not code.startswith("OUT-")])
def test_no_cost_but_those_outside_recruitment_may_be_borne_by_the_worker(code: str) -> None:
    found = judge_costs(Terms(costs=(CostLine(category=code, payer=Payer.WORKER),)))

    assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize("code", ["ILL-BOND", "FLAG-LOAN", "FEE-RECOVER"])
def test_what_nobody_may_pay_is_refused_even_of_the_employer(code: str) -> None:
    assert judge_costs(Terms(costs=(CostLine(category=code, payer=Payer.EMPLOYER),)))


def test_the_sum_of_a_payer_counts_amounts_in_the_currency_only() -> None:
    schedule = CostSchedule(
        lines=(
            CostLine(category="COST-TRAVEL", payer=Payer.EMPLOYER, amount=Decimal("120.50"), currency="GBP"),
            CostLine(category="COST-ADMIN", payer=Payer.EMPLOYER, amount=Decimal(80), currency="EUR"),
            CostLine(category="COST-SKILLS", payer=Payer.AGENCY, amount=Decimal(60), currency="GBP"),
            CostLine(category="COST-MEDICAL", payer=Payer.EMPLOYER),
        )
    )

    assert schedule.borne_by(Payer.EMPLOYER, "GBP") == Decimal("120.50")
