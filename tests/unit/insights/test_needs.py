"""What needs somebody first stands first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.insights.domain import (
    FEW,
    MOST_RULES,
    Need,
    NeedKind,
    a_few_of,
    a_few_rules,
    most_urgent_first,
)

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def need(title: str, hours: int | None = None) -> Need:
    due = None if hours is None else NOW + timedelta(hours=hours)
    return Need(NeedKind.ANSWER, "placements_member.match", title=title, due_at=due)


def test_what_is_due_first_stands_first_and_what_is_never_due_stands_last():
    found = most_urgent_first([need("never"), need("later", 20), need("soon", 2)])
    assert [one.title for one in found] == ["soon", "later", "never"]


@given(st.lists(st.none() | st.integers(-100, 100)))
def test_ordering_loses_nothing_and_keeps_the_order_of_what_has_no_deadline(hours):
    given_needs = [need(str(i), h) for i, h in enumerate(hours)]
    found = most_urgent_first(given_needs)
    assert sorted(one.title for one in found) == sorted(one.title for one in given_needs)
    assert [one for one in found if one.due_at is None] == [one for one in given_needs if one.due_at is None]


def test_a_deadline_within_six_hours_is_pressing():
    assert need("x", 5).is_pressing(NOW)
    assert not need("x", 6).is_pressing(NOW)
    assert not need("x").is_pressing(NOW)


def test_a_home_names_a_few_posts_with_matches_and_counts_the_rest():
    looks = [
        Need(NeedKind.LOOK_AT_MATCHES, "placements_member.post_matches", count=n + 1) for n in range(FEW + 3)
    ]
    assert a_few_of(looks[:FEW]) == tuple(looks[:FEW])
    shown = a_few_of(looks)
    assert shown[:FEW] == tuple(looks[:FEW])
    assert [one.kind for one in shown[FEW:]] == [NeedKind.LOOK_AT_ALL]
    assert sum(one.count for one in shown) == sum(one.count for one in looks)


def judging(number: int, due_at: datetime | None = None) -> Need:
    where = {"rule": str(number)}
    return Need(NeedKind.JUDGE_FINDINGS, "compliance_staff.findings", where, number, due_at=due_at)


def test_what_keeps_something_waiting_stands_before_every_deadline():
    waits = Need(NeedKind.JUDGE_FINDINGS, "compliance_staff.findings", is_at_once=True)
    assert most_urgent_first([need("soon", 1), waits])[0] == waits
    assert waits.is_pressing(NOW)


def test_findings_of_many_rules_end_in_one_line_for_all_others():
    judgings = [judging(n + 1) for n in range(MOST_RULES + 1)]
    assert a_few_rules(judgings) == tuple(judgings)
    late = [judging(50, NOW + timedelta(days=9)), judging(60, NOW + timedelta(days=3))]
    shown = a_few_rules([*judgings, *late])
    assert shown[:MOST_RULES] == tuple(judgings[:MOST_RULES])
    [others] = shown[MOST_RULES:]
    assert others.count == MOST_RULES + 1 + 50 + 60
    assert others.due_at == NOW + timedelta(days=3)
    assert not others.values
