"""What jobs cost workers, in months of earnings."""

from datetime import date
from decimal import Decimal

import pytest

from portal.remedy.domain.indicator import Group, Placed, indicator, monthly_earnings, quarter_of

GROUP = Group("RO", "GB", "01", "2027-Q1")
MONTH = Decimal(2000)


def placed(cost: str | None = None, currency: str = "GBP", group: Group = GROUP) -> Placed:
    lost = ((currency, Decimal(cost)),) if cost else ()
    return Placed(group, lost, MONTH, "GBP")


def test_the_figure_is_the_mean_of_each_workers_ratio() -> None:
    [line] = indicator([placed("1000"), placed("3000"), placed(), placed(), placed()])
    assert line.months == Decimal("0.40")
    assert (line.workers, line.paying, line.not_compared) == (5, 2, 0)


@pytest.mark.parametrize("workers", range(1, 5))
def test_fewer_than_five_workers_say_nothing(workers: int) -> None:
    [line] = indicator([placed("1000")] * workers)
    assert line.is_suppressed
    assert (line.months, line.paying, line.not_compared) == (None, None, None)


def test_a_cost_in_another_currency_is_left_out_not_guessed() -> None:
    [line] = indicator([placed("1000")] * 5 + [placed("90000", "TRY")] * 5)
    assert (line.workers, line.months, line.not_compared) == (5, Decimal("0.50"), 5)


def test_few_workers_left_out_are_not_counted_aloud() -> None:
    [line] = indicator([placed("1000")] * 5 + [placed("90000", "TRY")])
    assert line.not_compared is None


def test_whoever_paid_nothing_counts_even_where_hours_are_unknown() -> None:
    nobody_knows = Placed(GROUP, (), None, "GBP")
    [line] = indicator([nobody_knows] * 5)
    assert (line.months, line.workers) == (Decimal("0.00"), 5)


def test_groups_stand_apart_and_in_order() -> None:
    other = Group("BG", "GB", "01", "2027-Q1")
    lines = indicator([placed()] * 5 + [placed("2000", group=other)] * 5)
    assert [(line.group.origin, line.months) for line in lines] == [
        ("BG", Decimal("1.00")),
        ("RO", Decimal("0.00")),
    ]


def test_a_month_has_a_twelfth_of_a_years_weeks() -> None:
    assert monthly_earnings(Decimal(12), Decimal(40)) == Decimal(480) * 52 / 12
    assert monthly_earnings(Decimal(12), None) is None


def test_quarters() -> None:
    assert [quarter_of(date(2027, month, 1)) for month in (1, 3, 4, 12)] == [
        "2027-Q1",
        "2027-Q1",
        "2027-Q2",
        "2027-Q4",
    ]
