"""By when the next step of a case is due, and when whoever must take it is reminded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.remedy.domain.states import CaseState

TRIAGE = timedelta(hours=4)
SILENCE = timedelta(hours=4)
"""Nothing goes to provider or employer so soon after a report that it points at the reporter."""
DECIDE_WORKING_DAYS = 5
PLAN = timedelta(days=14)
ASK_WORKERS = timedelta(days=7)
FIND_CAUSE = timedelta(days=14)
REPLY = timedelta(days=5)
"""Right of reply: so long an organisation has for its word."""
MONITOR_LEAST, MONITOR_MOST = 6, 12
"""Months."""


class Due(StrEnum):
    """What is due."""

    TRIAGE = "triage"
    DECIDE = "decide"
    PLAN = "plan"
    PAY = "pay"
    ASK_WORKERS = "ask the workers"
    CLOSE = "close"
    CHECK = "check"

    @property
    def is_of_staff(self) -> bool:
        """Whether staff must act; a payment is due from whoever pays."""
        return self is not Due.PAY


REMIND_BEFORE = {
    Due.TRIAGE: timedelta(hours=1),
    Due.DECIDE: timedelta(days=1),
    Due.PLAN: timedelta(days=2),
    Due.PAY: timedelta(days=3),
    Due.ASK_WORKERS: timedelta(days=1),
    Due.CLOSE: timedelta(days=2),
    Due.CHECK: timedelta(days=7),
}
FURTHEST = max(REMIND_BEFORE.values())


@dataclass(frozen=True)
class Deadline:
    """What is due, and by when."""

    due: Due
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """When a case reached what its deadlines count from."""

    reported_at: datetime
    triaged_at: datetime | None = None
    confirmed_at: datetime | None = None
    paid_at: datetime | None = None
    remedied_at: datetime | None = None
    next_payment: date | None = None
    next_check: date | None = None


def next_deadline(state: CaseState, at: Milestones) -> Deadline | None:
    """By when the next step is due; none while nothing is, as with an outside body."""
    match state:
        case CaseState.REPORTED:
            return Deadline(Due.TRIAGE, at.reported_at + TRIAGE)
        case CaseState.TRIAGED | CaseState.DISPUTED:
            start = at.triaged_at or at.reported_at
            return Deadline(Due.DECIDE, working_days_after(start, DECIDE_WORKING_DAYS))
        case CaseState.CONFIRMED | CaseState.QUANTIFIED:
            return Deadline(Due.PLAN, (at.confirmed_at or at.reported_at) + PLAN)
        case CaseState.PLAN_AGREED | CaseState.PAYING:
            return Deadline(Due.PAY, end_of(at.next_payment)) if at.next_payment else None
        case CaseState.PAID:
            return Deadline(Due.ASK_WORKERS, (at.paid_at or at.reported_at) + ASK_WORKERS)
        case CaseState.WORKER_CONFIRMED:
            return Deadline(Due.CLOSE, (at.remedied_at or at.reported_at) + FIND_CAUSE)
        case CaseState.CLOSED:
            return Deadline(Due.CHECK, end_of(at.next_check)) if at.next_check else None
        case CaseState.UNFOUNDED | CaseState.ESCALATED:
            return None


def working_days_after(start: datetime, days: int) -> datetime:
    """The same hour so many working days later; Saturdays and Sundays do not count."""
    found = start
    while days:
        found += timedelta(days=1)
        days -= found.weekday() < 5
    return found


def end_of(day: date) -> datetime:
    """The last moment of a day in UTC, to the minute."""
    return datetime.combine(day, time(23, 59), UTC)


class Reminder(StrEnum):
    """Which reminder of one deadline."""

    SOON = "soon"
    LATE = "late"


def reminder_due(deadline: Deadline, sent: Reminder | None, now: datetime) -> Reminder | None:
    """The reminder to send now: one shortly before, one once it is over, each once."""
    if now >= deadline.at:
        return None if sent is Reminder.LATE else Reminder.LATE
    if sent is None and now >= deadline.at - REMIND_BEFORE[deadline.due]:
        return Reminder.SOON
    return None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
