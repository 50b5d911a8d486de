"""What one worker is asked to accept, and what may be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.kernel.link_codes import code_for, known_code_for
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class OfferAct(StrEnum):
    OPEN = "open"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONFIRM = "confirm"
    DENY = "deny"
    """The worker says that they never accepted what the provider recorded."""
    UNDO = "undo"
    """The worker takes an answer back within the hour."""
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_S, _A = OfferState, OfferAct

OFFER: dict[tuple[OfferState, OfferAct], OfferState] = {
    (_S.OPEN, _A.OPEN): _S.OPEN,
    (_S.OPEN, _A.ACCEPT): _S.ACCEPTED,
    (_S.OPEN, _A.DECLINE): _S.DECLINED,
    (_S.OPEN, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.OPEN, _A.EXPIRE): _S.EXPIRED,
    (_S.ACCEPTED, _A.OPEN): _S.ACCEPTED,
    (_S.ACCEPTED, _A.CONFIRM): _S.ACCEPTED,
    (_S.ACCEPTED, _A.DENY): _S.DECLINED,
    (_S.ACCEPTED, _A.UNDO): _S.OPEN,
    (_S.DECLINED, _A.UNDO): _S.OPEN,
}


class Through(StrEnum):
    """How an answer reached the portal."""

    WORKER = "worker"
    PROVIDER = "provider"
    """Recorded by the provider: not confirmed by the worker."""


class Channel(StrEnum):
    """By what road an answer came, as it is kept."""

    DEVICE = "device"
    """The worker's own, on the offer's page."""
    PHONE = "phone"
    AGENCY = "agency"
    SLIP = "slip"


@dataclass(frozen=True)
class NotOpened(Refusal):
    """The worker has not opened any offer with a contact and a secret word of their own yet."""


@dataclass(frozen=True)
class TooLateToUndo(Refusal):
    """An answer can be taken back for an hour, and before the work begins."""


@dataclass(frozen=True)
class MoreTimeGiven(Refusal):
    """More time was asked for, or given, before: once is all."""


@dataclass(frozen=True)
class NoMoreTime(Refusal):
    """The work starts too soon: the answer cannot be later than that."""


@dataclass(frozen=True)
class OfferExpired(Refusal):
    """It was open until then."""

    at: datetime


@dataclass(frozen=True)
class OfferWithdrawn(Refusal):
    """The provider took it back, or its terms were changed."""


@dataclass(frozen=True)
class OfferAlreadyAnswered(Refusal):
    state: OfferState


@dataclass(frozen=True)
class PlacesTaken(Refusal):
    """Others took all places."""

    places: int


@dataclass(frozen=True)
class DaysTaken(Refusal):
    """The worker accepted other work on some of these days; on `free` nothing stands in the way."""

    free: tuple[Period, ...]


@dataclass(frozen=True)
class OfferPaused(Refusal):
    """Staff are checking something about it; nothing can be answered meanwhile."""


Closed = OfferExpired | OfferWithdrawn | OfferAlreadyAnswered


def answer(
    state: OfferState, act: OfferAct, *, answer_by: datetime, places_left: int, now: datetime
) -> OfferState | Closed | PlacesTaken:
    """Accept or decline an offer, unless it was answered, has lapsed, or others took the last place."""
    after = OFFER.get((state, act))
    if after is None:
        return _why_closed(state, answer_by)
    if now >= answer_by:
        return OfferExpired(answer_by)
    if act is OfferAct.ACCEPT and places_left < 1:
        return PlacesTaken(0)
    return after


UNDO_WITHIN = timedelta(hours=1)
MOST_MORE_TIME = timedelta(hours=48)
"""By so much a provider prolongs the time for an answer, if the work does not start before."""


def still_open(state: OfferState, *, answer_by: datetime, now: datetime) -> OfferState | Closed:
    """Whether an offer still waits for its answer."""
    if state is not OfferState.OPEN:
        return _why_closed(state, answer_by)
    return OfferExpired(answer_by) if now >= answer_by else state


def undo(
    state: OfferState,
    through: Through | None,
    answered_at: datetime | None,
    *,
    answer_by: datetime,
    now: datetime,
) -> OfferState | OfferExpired | TooLateToUndo:
    """Take back an answer that the worker gave, not what the provider recorded."""
    after = OFFER.get((state, OfferAct.UNDO))
    if (
        after is None
        or through is not Through.WORKER
        or answered_at is None
        or now >= answered_at + UNDO_WITHIN
    ):
        return TooLateToUndo()
    return OfferExpired(answer_by) if now >= answer_by else after


def prolonged(answer_by: datetime, starts_at: datetime) -> datetime | NoMoreTime:
    """Until when an answer may come at the latest after the provider gave more time; never past the start."""
    later = min(answer_by + MOST_MORE_TIME, starts_at)
    return later if later > answer_by else NoMoreTime()


def _why_closed(state: OfferState, answer_by: datetime) -> Closed:
    match state:
        case OfferState.EXPIRED:
            return OfferExpired(answer_by)
        case OfferState.WITHDRAWN:
            return OfferWithdrawn()
        case OfferState.OPEN | OfferState.ACCEPTED | OfferState.DECLINED:
            return OfferAlreadyAnswered(state)


def code_of(secret: str, offer_id: UUID) -> str:
    """The code in an offer's link."""
    return code_for("offer", secret, offer_id)


def known_code(secrets: Iterable[str], offer_id: UUID, code_hash: str) -> str | None:
    """The code of an offer under the present or an earlier secret of the portal; none under neither."""
    return known_code_for("offer", secrets, offer_id, code_hash)
