"""Two sides that said yes to each other: for how many heads, for which days, how it goes on."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period


class IntroductionState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class IntroductionAct(StrEnum):
    WITHDRAW = "withdraw"
    GIVE_BACK = "give places back"
    EXTEND = "extend"
    END = "end"


_S, _A = IntroductionState, IntroductionAct

INTRODUCTION: dict[tuple[IntroductionState, IntroductionAct], IntroductionState] = {
    (_S.OPEN, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.OPEN, _A.GIVE_BACK): _S.OPEN,
    (_S.OPEN, _A.EXTEND): _S.OPEN,
    (_S.OPEN, _A.END): _S.ENDED,
}


@dataclass(frozen=True)
class IntroductionOver(Refusal):
    """It was withdrawn or has ended; nothing more can be done in it."""

    state: IntroductionState


@dataclass(frozen=True)
class SomebodyAccepted(Refusal):
    """Workers rely on it: it can no longer be withdrawn, only recalled or cancelled."""

    accepted: int


@dataclass(frozen=True)
class NoDaysInCommon(Refusal):
    """The two posts share no day from today on."""


@dataclass(frozen=True)
class NotEnoughPlaces(Refusal):
    """Fewer places are unfilled than were to be given back."""

    unfilled: int


@dataclass(frozen=True)
class NotLonger(Refusal):
    """An extension must end after the last day agreed so far."""

    last: date


@dataclass(frozen=True)
class NothingProposed(Refusal):
    """There is no extension of the other side to agree to."""


def days_covered(
    *, starts: date, ends: date, available_from: date, available_to: date | None, today: date
) -> Period | NoDaysInCommon:
    """The days that an introduction is for: `max(starts, from, today)` to `min(ends, to)`."""
    first = max(starts, available_from, today)
    last = min(ends, available_to or ends)
    return Period(first, last) if first <= last else NoDaysInCommon()


def heads_introduced(provider: int, employer: int, free_availability: int, free_vacancy: int) -> int:
    """The least of both sides' heads and of what is free on both posts."""
    return max(0, min(provider, employer, free_availability, free_vacancy))


def withdraw(
    state: IntroductionState, accepted: int
) -> IntroductionState | IntroductionOver | SomebodyAccepted:
    """Take an introduction back, which either side may while nobody has accepted an offer."""
    after = INTRODUCTION.get((state, IntroductionAct.WITHDRAW))
    if after is None:
        return IntroductionOver(state)
    return SomebodyAccepted(accepted) if accepted else after


def give_back(
    state: IntroductionState, places: int, unfilled: int
) -> IntroductionState | IntroductionOver | NotEnoughPlaces:
    """Let others have places that nobody fills."""
    after = INTRODUCTION.get((state, IntroductionAct.GIVE_BACK))
    if after is None:
        return IntroductionOver(state)
    return after if 1 <= places <= unfilled else NotEnoughPlaces(unfilled)


def extension(state: IntroductionState, last: date, new_last: date) -> Period | IntroductionOver | NotLonger:
    """The further days when the work goes on until `new_last`."""
    if (state, IntroductionAct.EXTEND) not in INTRODUCTION:
        return IntroductionOver(state)
    return Period(last + timedelta(days=1), new_last) if new_last > last else NotLonger(last)
