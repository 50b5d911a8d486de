"""What spare workers and vacancies share as posts: their states, their terms' words, their life span."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import ClassVar, Final
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.kernel.outcomes import Refusal

LIFE_SPAN: Final = timedelta(days=28)
"""A post expires this long after it was published or prolonged."""

ASKED_BEFORE_END: Final = timedelta(days=5)
"""So long before it expires, whoever posted it is asked whether it is still open."""

CURRENCIES: Final = (
    *("GBP", "EUR", "PLN", "RON", "BGN", "CZK", "HUF", "SEK", "DKK", "NOK", "CHF", "ISK", "RSD", "ALL"),
    *("MKD", "MDL", "UAH", "GEL", "AMD", "AZN", "TRY", "KGS", "KZT", "UZS", "TJS", "NPR", "INR", "USD"),
)
"""The currencies in which pay may be named (ISO 4217)."""


class PostState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"


class PostAct(StrEnum):
    PUBLISH = "publish"
    EDIT = "edit"
    PAUSE = "pause"
    RESUME = "resume"
    PROLONG = "prolong"
    CLOSE = "close"
    EXPIRE = "expire"


NEXT_STATE: Final[Mapping[tuple[PostState, PostAct], PostState]] = {
    (PostState.DRAFT, PostAct.PUBLISH): PostState.PUBLISHED,
    (PostState.PUBLISHED, PostAct.EDIT): PostState.PUBLISHED,
    (PostState.PUBLISHED, PostAct.PAUSE): PostState.PAUSED,
    (PostState.PUBLISHED, PostAct.PROLONG): PostState.PUBLISHED,
    (PostState.PUBLISHED, PostAct.CLOSE): PostState.CLOSED,
    (PostState.PUBLISHED, PostAct.EXPIRE): PostState.EXPIRED,
    (PostState.PAUSED, PostAct.EDIT): PostState.PAUSED,
    (PostState.PAUSED, PostAct.RESUME): PostState.PUBLISHED,
    (PostState.PAUSED, PostAct.PROLONG): PostState.PAUSED,
    (PostState.PAUSED, PostAct.CLOSE): PostState.CLOSED,
    (PostState.PAUSED, PostAct.EXPIRE): PostState.EXPIRED,
    (PostState.EXPIRED, PostAct.PROLONG): PostState.PUBLISHED,
    (PostState.EXPIRED, PostAct.CLOSE): PostState.CLOSED,
}
"""Every step of a post's life; what is not here cannot be done."""


@dataclass(frozen=True, kw_only=True)
class PostEvent(Event):
    """Something that happened to a post; `version` is that of its terms afterwards."""

    kind: ClassVar[str]
    post_id: UUID
    organisation_id: UUID
    version: int

    @property
    def about(self) -> Ref:
        return Ref(self.kind, self.post_id)


@dataclass(frozen=True)
class ActNotPossible(Refusal):
    """In its present state, this cannot be done with the post."""

    state: PostState
    act: PostAct


@dataclass(frozen=True)
class PostChangedMeanwhile(Refusal):
    """Somebody changed the post after the form was opened: it shows `seen`, the post is at `now`."""

    seen: int
    now: int


@dataclass(frozen=True)
class NoSuchPost(Refusal):
    """There is no such post, or it belongs to another organisation; nobody is told which."""


@dataclass(frozen=True)
class HeadsTaken(Refusal):
    """Fewer heads are free on some day of the period than were asked for."""

    free: int


@dataclass(frozen=True)
class Reserved:
    """So many heads of the post are now committed to the holder."""

    heads: int


@dataclass(frozen=True)
class Skill:
    """A skill of the taxonomy, or a free one without address; a free one is equal by its label."""

    uri: str | None
    label: str

    @property
    def key(self) -> str:
        """What skills are compared by."""
        return self.uri or self.label


def state_after(state: PostState, act: PostAct) -> PostState | ActNotPossible:
    """The state that an act leads to."""
    return NEXT_STATE.get((state, act)) or ActNotPossible(state, act)


def acts_in(state: PostState) -> frozenset[PostAct]:
    """What can be done with a post in this state."""
    return frozenset(act for (at, act) in NEXT_STATE if at is state)


def end_of_life(now: datetime) -> datetime:
    """When a post that is published or prolonged now will expire."""
    return now + LIFE_SPAN


class Level(IntEnum):
    """How well a language is spoken, in the steps of the CEFR."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class Shift(StrEnum):
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"


class ShiftRule(StrEnum):
    """Whether all shifts of a vacancy are worked, or any one of them is enough."""

    ALL = "all"
    ANY = "any"


class EngagementForm(StrEnum):
    """The legal form of a move."""

    LOAN = "loan"
    TRANSFER = "transfer"
    AGENCY = "agency"
    SUSPENSION = "suspension"
    SECOND_JOB = "second-job"
