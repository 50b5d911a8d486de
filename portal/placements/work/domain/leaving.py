"""A worker leaves, as anybody is free to; what is settled when a worker returns to the home employer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class LeavingReason(StrEnum):
    """Why a worker leaves. It stays with the operator's staff: neither side is told."""

    OTHER_WORK = "other work"
    HOME = "home"
    HEALTH = "health"
    NOT_AS_PROMISED = "not as promised"
    TREATED_BADLY = "treated badly"
    UNPAID = "unpaid"
    UNSAID = "unsaid"

    @property
    def is_complaint(self) -> bool:
        """Whether the worker is shown the way to report."""
        return self in {LeavingReason.NOT_AS_PROMISED, LeavingReason.TREATED_BADLY, LeavingReason.UNPAID}


@dataclass(frozen=True, kw_only=True)
class ReturnSheet:
    """What is settled between a worker and the workplace on the last day. Money in one currency."""

    last_day: date
    wages_owed: Decimal
    holiday_owed: Decimal
    """Pay for holiday that was earned and not taken."""
    currency: str
    paid_by: date
    to_give_back: str
    """Keys, clothes, tools; empty where there is nothing."""
    whom_to_call: str
