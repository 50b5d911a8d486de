"""An employer takes a worker over as its own: proposed by the employer, answered by the worker alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY
from portal.placements.work.domain.placements import DayOutside, NotStarted, PlacementState

SILENT_AFTER = timedelta(days=7)
"""After so long a proposal that nobody answered has lapsed."""


class TransferState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class TransferTerms:
    """What the employer proposes, in its own few words."""

    from_day: date
    """First day as the employer's own worker."""
    pay: str
    hours: str
    contract_form: str


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One proposal and what became of it."""

    terms: TransferTerms
    state: TransferState
    proposed_at: datetime
    answer_by: datetime
    answered_at: datetime | None

    def waits(self, now: datetime) -> bool:
        """Whether the worker can still answer."""
        return self.state is TransferState.PROPOSED and now < self.answer_by


@dataclass(frozen=True)
class AlreadyProposed(Refusal):
    """A proposal waits for its answer, or the worker has given one: nobody is asked twice."""

    state: TransferState


@dataclass(frozen=True)
class NothingProposed(Refusal):
    """There is no proposal that waits: none was made, it has lapsed or it was answered."""

    state: TransferState | None


def may_propose(
    before: TransferState | None, placement: PlacementState, from_day: date, *, today: date, last: date
) -> AlreadyProposed | NotStarted | DayOutside | None:
    """Whether a worker may be asked: once, while at work, from tomorrow until the day after the last one."""
    if before not in {None, TransferState.LAPSED}:
        return AlreadyProposed(before)
    if placement is not PlacementState.STARTED:
        return NotStarted()
    first, latest = today + ONE_DAY, last + ONE_DAY
    return None if first <= from_day <= latest else DayOutside(first, latest)


def answer_by(from_day: date, now: datetime) -> datetime:
    """Until when the worker can answer, which is never later than the day itself."""
    return min(now + SILENT_AFTER, datetime.combine(from_day, time(), UTC))
