"""What happened to lots of spare workers."""

from dataclasses import dataclass
from uuid import UUID

from portal.availability.domain import KIND
from portal.posts.domain import PostEvent


@dataclass(frozen=True, kw_only=True)
class AvailabilityEvent(PostEvent):
    """Something that happened to a lot."""

    kind = KIND


@dataclass(frozen=True, kw_only=True)
class AvailabilityPublished(AvailabilityEvent):
    action = "availability:availability:publish"


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(AvailabilityEvent):
    """Its terms were edited; `version` is the new one."""

    action = "availability:availability:edit"


@dataclass(frozen=True, kw_only=True)
class AvailabilityPaused(AvailabilityEvent):
    action = "availability:availability:pause"


@dataclass(frozen=True, kw_only=True)
class AvailabilityResumed(AvailabilityEvent):
    action = "availability:availability:resume"


@dataclass(frozen=True, kw_only=True)
class AvailabilityProlonged(AvailabilityEvent):
    """It is open for another 28 days; an expired one is open again."""

    action = "availability:availability:prolong"
    was_expired: bool


@dataclass(frozen=True, kw_only=True)
class AvailabilityClosed(AvailabilityEvent):
    """It was withdrawn for good."""

    action = "availability:availability:close"
    reason: str


@dataclass(frozen=True, kw_only=True)
class AvailabilityExpired(AvailabilityEvent):
    action = "availability:availability:expire"


@dataclass(frozen=True, kw_only=True)
class AvailabilityNearsExpiry(AvailabilityEvent):
    """It expires in five days; its poster is asked whether it is still open."""

    action = "availability:availability:ask-still-open"
    posted_by: UUID


@dataclass(frozen=True, kw_only=True)
class AvailabilityHeadsChanged(AvailabilityEvent):
    """Heads were reserved by a holder, or are free again."""

    action = "availability:availability:heads"
    holder: UUID
