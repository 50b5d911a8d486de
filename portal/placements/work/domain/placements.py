"""A worker who accepted: expected, started, and how it ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import Side


class PlacementState(StrEnum):
    EXPECTED = "expected"
    STARTED = "started"
    NO_SHOW = "no-show"
    LEFT = "left"
    RECALLED = "recalled"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NOT_RECORDED = "not recorded"
    """The last day has passed and nobody said whether the worker ever came."""

    TRANSFERRED = "transferred"
    """The employer took the worker over as its own, as the worker agreed."""

    UNDONE = "undone"
    """The worker took the acceptance back within the hour; the offer is open again."""

    @property
    def takes_place(self) -> bool:
        """Whether the worker fills a place that nobody else can have."""
        return self in {PlacementState.EXPECTED, PlacementState.STARTED}

    @property
    def may_be_offered_again(self) -> bool:
        """Whether the worker may have the same work once more: not whoever is the employer's own by now."""
        return not self.takes_place and self is not PlacementState.TRANSFERRED


class PlacementAct(StrEnum):
    START = "start"
    MISS = "not come"
    LEAVE = "leave"
    RECALL = "recall"
    CANCEL = "cancel"
    EXTEND = "extend"
    SHORTEN = "shorten"
    FINISH = "finish"
    TRANSFER = "transfer"
    UNDO = "undo"


_S, _A = PlacementState, PlacementAct

PLACEMENT: dict[tuple[PlacementState, PlacementAct], PlacementState] = {
    (_S.EXPECTED, _A.START): _S.STARTED,
    (_S.EXPECTED, _A.MISS): _S.NO_SHOW,
    (_S.EXPECTED, _A.LEAVE): _S.LEFT,
    (_S.EXPECTED, _A.RECALL): _S.RECALLED,
    (_S.EXPECTED, _A.CANCEL): _S.CANCELLED,
    (_S.EXPECTED, _A.EXTEND): _S.EXPECTED,
    (_S.EXPECTED, _A.SHORTEN): _S.EXPECTED,
    (_S.EXPECTED, _A.UNDO): _S.UNDONE,
    (_S.EXPECTED, _A.FINISH): _S.NOT_RECORDED,
    (_S.STARTED, _A.LEAVE): _S.LEFT,
    (_S.STARTED, _A.RECALL): _S.RECALLED,
    (_S.STARTED, _A.CANCEL): _S.CANCELLED,
    (_S.STARTED, _A.EXTEND): _S.STARTED,
    (_S.STARTED, _A.SHORTEN): _S.STARTED,
    (_S.STARTED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.STARTED, _A.FINISH): _S.COMPLETED,
}


@dataclass(frozen=True)
class PlacementNotPossible(Refusal):
    """The placement has gone on meanwhile; this act does not fit its state."""

    state: PlacementState


@dataclass(frozen=True)
class NotYetDayOne(Refusal):
    """The roll-call opens on the first day."""

    first: date


@dataclass(frozen=True)
class NoticeTooShort(Refusal):
    """The agreed notice allows this day at the earliest."""

    earliest: date
    notice_days: int


@dataclass(frozen=True)
class DayOutside(Refusal):
    """The day is before today or after the last day of work."""

    first: date
    last: date


@dataclass(frozen=True)
class NotStarted(Refusal):
    """The employer needs somebody no more who has not started: that is a cancellation, with its notice."""


@dataclass(frozen=True)
class NobodyChosen(Refusal):
    """No worker was chosen, or none of those chosen is placed here."""


def after(state: PlacementState, act: PlacementAct) -> PlacementState | PlacementNotPossible:
    """What a placement becomes."""
    return PLACEMENT.get((state, act)) or PlacementNotPossible(state)


def roll_call(
    state: PlacementState, *, came: bool, first: date, today: date
) -> PlacementState | PlacementNotPossible | NotYetDayOne:
    """The employer says, on day one or later, whether an expected worker came."""
    if today < first:
        return NotYetDayOne(first)
    return after(state, PlacementAct.START if came else PlacementAct.MISS)


def recall_from(
    day: date, *, today: date, last: date, notice_days: int
) -> date | NoticeTooShort | DayOutside:
    """From which day the provider has its workers back: not before the agreed notice is over."""
    earliest = today + timedelta(days=notice_days)
    if day < earliest:
        return NoticeTooShort(earliest, notice_days)
    return _within(day, today, last)


def cancel_from(day: date, *, today: date, last: date) -> date | DayOutside:
    """From which day the employer needs the workers no more.

    A fire or a flood keeps no notice, so a short one is not refused; `notice_kept` says so on the record.
    """
    return _within(day, today, last)


def notice_kept(day: date, *, today: date, notice_days: int) -> bool:
    """Whether the employer gave the notice that was agreed."""
    return (day - today).days >= notice_days


def left(state: PlacementState, *, by: Side) -> PlacementState | PlacementNotPossible | NotStarted:
    """A worker left, as a side records; to the employer only somebody who started can leave."""
    if by is Side.EMPLOYER and state is PlacementState.EXPECTED:
        return NotStarted()
    return after(state, PlacementAct.LEAVE)


def _within(day: date, first: date, last: date) -> date | DayOutside:
    return day if first <= day <= last else DayOutside(first, last)
