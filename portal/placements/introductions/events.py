"""What happens between two sides until the work is agreed."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.placements.introductions.domain.answers import NoReason, Side


@dataclass(frozen=True, kw_only=True)
class OfMatch(Event):
    """Something about the answers to one match."""

    match_id: UUID
    provider_id: UUID
    employer_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("match", self.match_id)


@dataclass(frozen=True, kw_only=True)
class YesSaid(OfMatch):
    action: ClassVar[str] = "placements:match:say-yes"
    side: Side
    heads: int
    standing: bool
    """By a standing yes, not by a person just now."""
    completes: bool
    """The other side had said yes: both are introduced."""


@dataclass(frozen=True, kw_only=True)
class NoSaid(OfMatch):
    action: ClassVar[str] = "placements:match:say-no"
    side: Side
    reason: NoReason
    answers_yes: bool
    """The other side had said yes and waited for the answer."""


@dataclass(frozen=True, kw_only=True)
class AnswerUndone(OfMatch):
    action: ClassVar[str] = "placements:match:undo"
    side: Side
    was_yes: bool


@dataclass(frozen=True, kw_only=True)
class YesLapsed(OfMatch):
    """A yes was not answered: by silence, or because the match ceased."""

    action: ClassVar[str] = "placements:match:lapse"
    side: Side
    """Whose yes it was."""
    heads: int
    by_silence: bool


@dataclass(frozen=True, kw_only=True)
class OfPost(Event):
    """Something about one post and all matches that it will have."""

    post: Ref

    @property
    def about(self) -> Ref:
        return self.post


@dataclass(frozen=True, kw_only=True)
class StandingYesSet(OfPost):
    action: ClassVar[str] = "placements:post:set-standing-yes"
    heads: int


@dataclass(frozen=True, kw_only=True)
class StandingYesWithdrawn(OfPost):
    action: ClassVar[str] = "placements:post:withdraw-standing-yes"


@dataclass(frozen=True, kw_only=True)
class OfIntroduction(Event):
    """Something about one introduction."""

    introduction_id: UUID
    provider_id: UUID
    employer_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("introduction", self.introduction_id)


@dataclass(frozen=True, kw_only=True)
class Introduced(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:make"
    match_id: UUID
    availability_id: UUID
    vacancy_id: UUID
    heads: int
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class ContactsWithheld(OfIntroduction):
    """The provider does not hold the licence that the law asks for: it is excluded from the contacts."""

    action: ClassVar[str] = "placements:introduction:withhold-contacts"
    authority: str
    is_frozen: bool = False
    """The whole match waits for the licence, and both sides are told of that."""


@dataclass(frozen=True, kw_only=True)
class ContactsShared(OfIntroduction):
    """The licence is on record now: contacts that were withheld are shared."""

    action: ClassVar[str] = "placements:introduction:share-contacts"


@dataclass(frozen=True, kw_only=True)
class IntroductionWithdrawn(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:withdraw"
    side: Side
    heads: int


@dataclass(frozen=True, kw_only=True)
class PlacesGivenBack(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:give-back"
    side: Side
    places: int


@dataclass(frozen=True, kw_only=True)
class ExtensionProposed(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:propose-extension"
    side: Side
    until: date


@dataclass(frozen=True, kw_only=True)
class IntroductionExtended(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:extend"
    side: Side
    until: date


@dataclass(frozen=True, kw_only=True)
class IntroductionEnded(OfIntroduction):
    action: ClassVar[str] = "placements:introduction:end"
    completed: int


@dataclass(frozen=True, kw_only=True)
class EngagementProposed(OfIntroduction):
    action: ClassVar[str] = "placements:engagement:propose"
    side: Side
    version: int


@dataclass(frozen=True, kw_only=True)
class EngagementAgreed(OfIntroduction):
    action: ClassVar[str] = "placements:engagement:agree"
    side: Side
    version: int
