"""What happens in the life of a match."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.placements.domain.answers import NoReason, Side
from portal.placements.domain.offers import Through
from portal.placements.domain.safety import SafetyKind


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
class OfProvider(Event):
    """Something about several matches of one provider at once."""

    provider_id: UUID
    match_ids: tuple[UUID, ...]

    @property
    def about(self) -> Ref:
        return Ref("organisation", self.provider_id)


@dataclass(frozen=True, kw_only=True)
class MatchesFrozen(OfProvider):
    """A licence is no longer good: what needs it waits."""

    action: ClassVar[str] = "placements:organisation:freeze-matches"
    licence_id: UUID | None
    """The licence that has just ended; none where a sub-agent's did."""
    authorities: tuple[str, ...]
    """Whose licences are lacking, by their ids."""


@dataclass(frozen=True, kw_only=True)
class MatchesThawed(OfProvider):
    """The licence is good again: what waited for it goes on."""

    action: ClassVar[str] = "placements:organisation:thaw-matches"


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


@dataclass(frozen=True, kw_only=True)
class OfOffer(OfIntroduction):
    """Something about one worker's offer."""

    offer_id: UUID
    worker_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("offer", self.offer_id)

    @property
    def subject(self) -> UUID | None:
        return self.worker_id


@dataclass(frozen=True, kw_only=True)
class OfferMade(OfOffer):
    action: ClassVar[str] = "placements:offer:make"
    engagement_version: int


@dataclass(frozen=True, kw_only=True)
class OfferOpened(OfOffer):
    action: ClassVar[str] = "placements:offer:show-terms"


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(OfOffer):
    action: ClassVar[str] = "placements:offer:accept"
    placement_id: UUID
    through: Through
    places_left: int


@dataclass(frozen=True, kw_only=True)
class OfferConfirmed(OfOffer):
    """The worker confirmed an acceptance that the provider had recorded."""

    action: ClassVar[str] = "placements:offer:confirm"


@dataclass(frozen=True, kw_only=True)
class OfferDeclined(OfOffer):
    action: ClassVar[str] = "placements:offer:decline"
    through: Through


@dataclass(frozen=True, kw_only=True)
class AnswerTakenBack(OfOffer):
    """The worker took an answer back within the hour; the offer is open again."""

    action: ClassVar[str] = "placements:offer:undo"
    was_accepted: bool


@dataclass(frozen=True, kw_only=True)
class MoreTimeAsked(OfOffer):
    action: ClassVar[str] = "placements:offer:ask-more-time"


@dataclass(frozen=True, kw_only=True)
class OfferProlonged(OfOffer):
    action: ClassVar[str] = "placements:offer:prolong"
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DaysMayBeTaken(OfOffer):
    """The worker accepted other work on some days of this open offer; where is not told."""

    action: ClassVar[str] = "placements:offer:overlap"


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(OfOffer):
    action: ClassVar[str] = "placements:question:ask"
    question_id: UUID
    to_side: Side


@dataclass(frozen=True, kw_only=True)
class QuestionPassedOn(OfOffer):
    """The provider asks the employer what the worker wants to know of the workplace."""

    action: ClassVar[str] = "placements:question:pass-on"
    question_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(OfOffer):
    action: ClassVar[str] = "placements:question:answer"
    question_id: UUID
    side: Side


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(OfOffer):
    action: ClassVar[str] = "placements:offer:withdraw"
    terms_changed: bool


@dataclass(frozen=True, kw_only=True)
class OfferExpired(OfOffer):
    action: ClassVar[str] = "placements:offer:expire"
    was_held: bool = False
    """Its time went by while something held it, so that the worker could not answer."""


@dataclass(frozen=True, kw_only=True)
class OfPlacement(OfIntroduction):
    """Something about one placed worker."""

    placement_id: UUID
    worker_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("placement", self.placement_id)

    @property
    def subject(self) -> UUID | None:
        return self.worker_id


@dataclass(frozen=True, kw_only=True)
class WorkerStarted(OfPlacement):
    action: ClassVar[str] = "placements:placement:start"
    on: date


@dataclass(frozen=True, kw_only=True)
class WorkerMissed(OfPlacement):
    """Expected on day one, but did not come."""

    action: ClassVar[str] = "placements:placement:no-show"


@dataclass(frozen=True, kw_only=True)
class WorkerLeft(OfPlacement):
    action: ClassVar[str] = "placements:placement:leave"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class WorkerRecalled(OfPlacement):
    action: ClassVar[str] = "placements:placement:recall"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class PlacementCancelled(OfPlacement):
    action: ClassVar[str] = "placements:placement:cancel"
    from_day: date
    notice_kept: bool


@dataclass(frozen=True, kw_only=True)
class PlacementExtended(OfPlacement):
    action: ClassVar[str] = "placements:placement:extend"
    until: date


@dataclass(frozen=True, kw_only=True)
class WorkerChecked(OfPlacement):
    """Age and right to work were checked before the start; neither of them is told here."""

    action: ClassVar[str] = "placements:placement:check"
    side: Side
    """Which side checked."""
    until: date | None
    """Last day of the right to work; none where it has no end."""


@dataclass(frozen=True, kw_only=True)
class SafetyRecorded(OfPlacement):
    """A side says that the worker got these things before the first shift, or does not need them."""

    action: ClassVar[str] = "placements:placement:record-safety"
    side: Side
    kinds: tuple[SafetyKind, ...]


@dataclass(frozen=True, kw_only=True)
class SafetyAnswered(OfPlacement):
    """The worker says whether they got it, in a language they understand."""

    action: ClassVar[str] = "placements:placement:answer-safety"
    kind: SafetyKind
    got: bool


@dataclass(frozen=True, kw_only=True)
class CheckedIn(OfPlacement):
    """The worker answered on day 7 or 30; what they said is nowhere in the trail."""

    action: ClassVar[str] = "placements:placement:check-in"
    day: int


@dataclass(frozen=True, kw_only=True)
class ReturnSheetWritten(OfPlacement):
    """What is owed and given back is written down; the sums are on the sheet alone."""

    action: ClassVar[str] = "placements:placement:write-return-sheet"
    side: Side


@dataclass(frozen=True, kw_only=True)
class PlacementShortened(OfPlacement):
    """A worker's last day is the last day of the right to work."""

    action: ClassVar[str] = "placements:placement:shorten"
    side: Side
    until: date


@dataclass(frozen=True, kw_only=True)
class PlacementCompleted(OfPlacement):
    action: ClassVar[str] = "placements:placement:complete"
    recorded: bool
    """False when nobody ever said whether the worker came."""
