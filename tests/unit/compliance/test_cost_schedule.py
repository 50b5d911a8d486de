"""When a cost schedule lets a vacancy be published."""

from decimal import Decimal

import pytest

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.schedule import CostSchedule, CostsUnanswered, asked_categories
from portal.compliance.rules.costs import CostsNotAllowed, judge_schedule


def test_a_schedule_that_says_of_everything_that_it_does_not_arise_is_fine() -> None:
    assert judge_schedule(CostSchedule.with_all_else_absent([])) is None


def test_what_nobody_has_spoken_of_is_named() -> None:
    silent = CostSchedule(absent=frozenset(one.code for one in asked_categories()) - {"COST-TRAVEL"})

    assert judge_schedule(silent) == CostsUnanswered(("COST-TRAVEL",))


@pytest.mark.parametrize("code", [code for code in cost_categories() if not code.startswith("OUT-")])
def test_no_cost_but_those_outside_recruitment_may_be_borne_by_the_worker(code: str) -> None:
    refused = judge_schedule(CostSchedule.with_all_else_absent([CostLine(category=code, payer=Payer.WORKER)]))

    assert isinstance(refused, CostsNotAllowed)
    assert [finding.code for finding in refused.findings] == [code]


@pytest.mark.parametrize("code", ["ILL-BOND", "FLAG-LOAN", "FEE-RECOVER"])
def test_what_nobody_may_pay_is_refused_even_of_the_employer(code: str) -> None:
    line = CostLine(category=code, payer=Payer.EMPLOYER)

    assert isinstance(judge_schedule(CostSchedule.with_all_else_absent([line])), CostsNotAllowed)


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
