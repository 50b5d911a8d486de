"""By when each step is due, and who is reminded when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.remedy.domain.deadlines import (
    REMIND_BEFORE,
    Deadline,
    Due,
    Milestones,
    Reminder,
    end_of,
    months_after,
    next_deadline,
    reminder_due,
    working_days_after,
)
from portal.remedy.domain.states import CaseState

MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
AT = Milestones(
    reported_at=MONDAY,
    triaged_at=MONDAY + timedelta(hours=1),
    confirmed_at=MONDAY + timedelta(days=2),
    paid_at=MONDAY + timedelta(days=30),
    remedied_at=MONDAY + timedelta(days=33),
    next_payment=date(2027, 3, 20),
    next_check=date(2027, 9, 1),
)


@pytest.mark.parametrize(
    ("state", "due", "at"),
    [
        (CaseState.REPORTED, Due.TRIAGE, MONDAY + timedelta(hours=4)),
        (CaseState.TRIAGED, Due.DECIDE, MONDAY + timedelta(days=7, hours=1)),
        (CaseState.DISPUTED, Due.DECIDE, MONDAY + timedelta(days=7, hours=1)),
        (CaseState.CONFIRMED, Due.PLAN, MONDAY + timedelta(days=16)),
        (CaseState.QUANTIFIED, Due.PLAN, MONDAY + timedelta(days=16)),
        (CaseState.PLAN_AGREED, Due.PAY, end_of(date(2027, 3, 20))),
        (CaseState.PAYING, Due.PAY, end_of(date(2027, 3, 20))),
        (CaseState.PAID, Due.ASK_WORKERS, MONDAY + timedelta(days=37)),
        (CaseState.WORKER_CONFIRMED, Due.CLOSE, MONDAY + timedelta(days=47)),
        (CaseState.CLOSED, Due.CHECK, end_of(date(2027, 9, 1))),
    ],
)
def test_each_state_has_its_deadline(state: CaseState, due: Due, at: datetime) -> None:
    assert next_deadline(state, AT) == Deadline(due, at)


@pytest.mark.parametrize("state", [CaseState.UNFOUNDED, CaseState.ESCALATED])
def test_nothing_is_due_while_others_decide(state: CaseState) -> None:
    assert next_deadline(state, AT) is None


def test_five_working_days_leave_out_the_weekend() -> None:
    friday = MONDAY + timedelta(days=4)
    assert working_days_after(friday, 5) == friday + timedelta(days=7)
    saturday = MONDAY + timedelta(days=5)
    assert working_days_after(saturday, 1) == MONDAY + timedelta(days=7)


@pytest.mark.parametrize("due", Due)
def test_one_reminder_before_and_one_after_each_deadline(due: Due) -> None:
    deadline = Deadline(due, MONDAY)
    early = MONDAY - REMIND_BEFORE[due]
    assert reminder_due(deadline, None, early - timedelta(minutes=1)) is None
    assert reminder_due(deadline, None, early) is Reminder.SOON
    assert reminder_due(deadline, Reminder.SOON, MONDAY - timedelta(minutes=1)) is None
    assert reminder_due(deadline, Reminder.SOON, MONDAY) is Reminder.LATE
    assert reminder_due(deadline, None, MONDAY) is Reminder.LATE
    assert reminder_due(deadline, Reminder.LATE, MONDAY + timedelta(days=9)) is None


def test_staff_are_reminded_of_everything_but_payments() -> None:
    assert [one for one in Due if not one.is_of_staff] == [Due.PAY]


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2027, 3, 1), 6, date(2027, 9, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_one(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after
