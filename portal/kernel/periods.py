"""Spans of days, both ends included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """From the first to the last day, both included. Raises ValueError when it ends before it starts."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it starts: {self.first} to {self.last}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlap(self, other: "Period") -> "Period | None":
        """The days in both, or none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None


@dataclass(frozen=True)
class Commitment:
    """Heads that are taken on every day of a period."""

    period: Period
    heads: int


def free_periods(within: Period, taken: Iterable[Period]) -> tuple[Period, ...]:
    """The days of `within` on which nothing is taken, as periods, the earliest first."""
    free, first = [], within.first
    for one in sorted(shared for each in taken if (shared := each.overlap(within))):
        if first < one.first:
            free.append(Period(first, one.first - ONE_DAY))
        first = max(first, one.last + ONE_DAY)
    if first <= within.last:
        free.append(Period(first, within.last))
    return tuple(free)


def most_committed(commitments: Iterable[Commitment], within: Period) -> int:
    """The highest number of heads taken on any one day of `within` (matching rules, section 1)."""
    steps: dict[date, int] = {}
    for one in commitments:
        if shared := one.period.overlap(within):
            steps[shared.first] = steps.get(shared.first, 0) + one.heads
            if shared.last < within.last:
                after = shared.last + ONE_DAY
                steps[after] = steps.get(after, 0) - one.heads
    return max(accumulate(steps[day] for day in sorted(steps)), default=0)


def free_heads(headcount: int, commitments: Iterable[Commitment], within: Period) -> int:
    """Heads still free on every day of `within`; never below zero."""
    return max(0, headcount - most_committed(commitments, within))


def committed_on(commitments: Iterable[Commitment], day: date) -> int:
    """Heads that are taken on one day."""
    return sum(one.heads for one in commitments if one.period.first <= day <= one.period.last)


def released(commitments: Iterable[Commitment], heads: int, from_day: date) -> tuple[Commitment, ...]:
    """What stays committed when so many heads are free again from that day on.

    On each day before `from_day` as many heads stay taken as were; from it on `heads` fewer, at
    least none. The answer's periods do not overlap, the earliest first.
    """
    given = tuple(commitments)
    edges = {from_day}
    for one in given:
        edges |= {one.period.first, one.period.last + ONE_DAY}
    days = sorted(edges)
    kept = []
    for first, after in pairwise(days):
        taken = committed_on(given, first)
        if first >= from_day:
            taken = max(0, taken - heads)
        if taken:
            kept.append(Commitment(Period(first, after - ONE_DAY), taken))
    return tuple(kept)
