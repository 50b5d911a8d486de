"""What happens to a worker's offer and its terms."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Ref
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.events import OfIntroduction
from portal.placements.offers.domain.offers import Through


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
class OfferTermsChanged(OfOffer):
    """An offer has a new version of its terms. An acceptance given before stands for the old ones."""

    action: ClassVar[str] = "placements:terms:change"
    version: int
    was_accepted: bool
    worse: int
    """How many terms are worse for the worker."""


@dataclass(frozen=True, kw_only=True)
class OfferTermsAnswered(OfOffer):
    """A worker who had accepted agreed to the new terms, or keeps to the old ones."""

    action: ClassVar[str] = "placements:terms:answer"
    version: int
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class ContractOpened(OfOffer):
    """Somebody of staff opened the sealed copy of a worker's contract."""

    action: ClassVar[str] = "placements:contract:open"
    version: int


@dataclass(frozen=True, kw_only=True)
class ContractGiven(OfOffer):
    """The side that employs gave a worker's contract."""

    action: ClassVar[str] = "placements:contract:give"
    version: int
    worse: int
    """How many of its terms are worse than what was agreed."""
