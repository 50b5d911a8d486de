"""What a worker is asked on day 7 and day 30: is it the job you were promised, did anyone ask for money?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.kernel.outcomes import Refusal

FIRST, SECOND = 7, 30
"""Days after the first day of work."""
ASKED_AGAIN_AFTER = 3
"""Days of silence before one reminder."""
CALLED_AFTER = 5
"""Days of silence, the reminder included, before a person calls."""
ASKED_FOR = 7
"""Days in which the question is mailed at all, and in which somebody who left is still asked."""


class Differs(StrEnum):
    """What is not as it was promised."""

    PAY = "pay"
    HOURS = "hours"
    WORK = "work"
    HOUSING = "housing"
    TRANSPORT = "transport"
    OTHER = "other"


class Covers(StrEnum):
    """For how long a payslip is."""

    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"

    @property
    def weeks(self) -> Decimal:
        """A month is a twelfth of 52 weeks."""
        return {
            Covers.WEEK: Decimal(1),
            Covers.TWO_WEEKS: Decimal(2),
            Covers.MONTH: Decimal(52) / Decimal(12),
        }[self]


@dataclass(frozen=True, kw_only=True)
class FirstPayslip:
    """What the worker typed from it. Money in one currency; the deductions as they are labelled there."""

    covers: Covers
    gross: Decimal
    hours: Decimal
    deductions: tuple[tuple[str, Decimal], ...]
    net: Decimal | None
    currency: str

    @property
    def pay(self) -> Decimal:
        """Per hour."""
        return (self.gross / self.hours).quantize(Decimal("0.01"))

    @property
    def weekly_hours(self) -> Decimal:
        return (self.hours / self.covers.weeks).quantize(Decimal("0.1"))

    def weekly_deductions(self, named: Collection[str]) -> Decimal:
        """What is taken off a week under labels that offer or contract name too, in small letters.

        Tax stands on most payslips and in no offer: as a sum of everything it would always look worse.
        """
        return (self.taken(named) / self.covers.weeks).quantize(Decimal("0.01"))

    def taken(self, named: Collection[str]) -> Decimal:
        """What is taken off under these labels, in small letters, in all."""
        found = (amount for label, amount in self.deductions if label.strip().casefold() in named)
        return sum(found, Decimal(0))


@dataclass(frozen=True, kw_only=True)
class CheckInAnswers:
    """What one worker says. Nobody at the provider or the employer reads any of it."""

    as_promised: bool
    differs: tuple[Differs, ...] = ()
    words: str = ""
    asked_for_money: bool
    paid: Decimal | None = None
    """None where nothing was paid, or nobody said how much."""
    currency: str = ""
    to_whom: str = ""
    hours_worked: Decimal | None = None
    payslip: FirstPayslip | None = None

    @property
    def needs_a_case(self) -> bool:
        return self.asked_for_money or not self.as_promised


@dataclass(frozen=True)
class AnsweredJustNow(Refusal):
    """The very same answer came a moment ago: a second click, and not a second answer."""


def day_of(started_on: date, today: date) -> int:
    """Which of the two questions an answer belongs to."""
    return SECOND if (today - started_on).days >= SECOND else FIRST


@dataclass(frozen=True)
class Question:
    """A question to mail now: on which day of work, and whether it is the second time."""

    day: int
    again: bool


def to_ask(started_on: date, today: date) -> Question | None:
    """What is mailed on a day to somebody who has not answered; nothing long after."""
    worked = (today - started_on).days
    for day in (FIRST, SECOND):
        if day <= worked < day + ASKED_FOR:
            return Question(day, again=worked >= day + ASKED_AGAIN_AFTER)
    return None


def needs_a_call(day: int, started_on: date, today: date) -> bool:
    """Whether a worker who has not answered one of the two questions is to be called now.

    Until then the reminder may still be answered; long after, nobody calls about a day that is past.
    """
    return day + CALLED_AFTER <= (today - started_on).days < day + 2 * ASKED_FOR
