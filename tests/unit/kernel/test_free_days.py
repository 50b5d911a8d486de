"""Which days of a period nothing stands in the way of."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from portal.kernel.periods import Period, free_periods

START = date(2027, 3, 1)
days = some.integers(0, 30).map(lambda n: START + timedelta(days=n))
periods = some.tuples(days, days).map(lambda two: Period(min(two), max(two)))


def days_of(*spans: Period) -> list[date]:
    return [span.first + timedelta(days=n) for span in spans for n in range(span.days)]


@given(periods, some.lists(periods, max_size=6))
def test_a_day_is_free_if_and_only_if_nothing_is_taken_on_it(within: Period, taken: list[Period]) -> None:
    busy = set(days_of(*taken))
    assert days_of(*free_periods(within, taken)) == [one for one in days_of(within) if one not in busy]
