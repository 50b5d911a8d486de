"""How many heads of a post are free, day by day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from portal.kernel.periods import Commitment, Period, committed_on, free_heads, most_committed, released

START = date(2027, 3, 1)
DAYS = 25


def day(n: int) -> date:
    return START + timedelta(days=n)


days = some.integers(0, DAYS - 1).map(day)
periods = some.tuples(days, days).map(lambda two: Period(min(two), max(two)))
commitments = some.lists(some.builds(Commitment, periods, some.integers(1, 9)), max_size=8)


@given(commitments, periods, some.integers(1, 40))
def test_free_heads_are_what_the_fullest_day_leaves(
    taken: list[Commitment], within: Period, headcount: int
) -> None:
    fullest = max(committed_on(taken, day(n)) for n in range(DAYS) if within.first <= day(n) <= within.last)

    assert most_committed(taken, within) == fullest
    assert free_heads(headcount, taken, within) == max(0, headcount - fullest)


@given(commitments, some.integers(1, 20), days)
def test_released_heads_are_free_from_that_day_and_not_before(
    taken: list[Commitment], heads: int, from_day: date
) -> None:
    kept = released(taken, heads, from_day)

    for n in range(DAYS):
        before = committed_on(taken, day(n))
        expected = before if day(n) < from_day else max(0, before - heads)
        assert committed_on(kept, day(n)) == expected


@given(commitments, some.integers(1, 20), days)
def test_what_stays_committed_is_told_once_for_each_day(
    taken: list[Commitment], heads: int, from_day: date
) -> None:
    kept = released(taken, heads, from_day)

    for earlier, later in pairwise(kept):
        assert earlier.period.last < later.period.first
