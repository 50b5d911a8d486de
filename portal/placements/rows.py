"""What the pages read of answers, introductions, engagements, offers and placements."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.kernel.events import Ref
from portal.placements.introductions.domain.answers import Answers, NoReason, Side
from portal.placements.introductions.domain.checks import WorkerCheck
from portal.placements.introductions.domain.engagement import EngagementState, EngagementTerms
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.offers.domain.offers import OfferState, Through
from portal.placements.work.domain.placements import PlacementState


@dataclass(frozen=True)
class AnswersRow:
    """What stands for one match."""

    match_id: UUID
    provider_id: UUID
    employer_id: UUID
    answers: Answers
    provider_standing: bool
    employer_standing: bool
    reason: NoReason | None
    note: str | None
    changed_at: datetime

    def side_of(self, organisation_id: UUID) -> Side | None:
        return side_of(organisation_id, self.provider_id, self.employer_id)


@dataclass(frozen=True)
class StandingYesRow:
    """Up to so many heads are promised beforehand on one post; `used` were introduced by it."""

    post: Ref
    organisation_id: UUID
    heads: int
    used: int
    set_at: datetime

    @property
    def left(self) -> int:
        return max(0, self.heads - self.used)


@dataclass(frozen=True)
class IntroductionRow:
    """Two sides that said yes to each other."""

    id: UUID
    number: str
    match_id: UUID
    availability_id: UUID
    availability_version: int
    vacancy_id: UUID
    vacancy_version: int
    provider_id: UUID
    employer_id: UUID
    heads: int
    places: int
    first: date
    last: date
    state: IntroductionState
    introduced_at: datetime
    ended_at: datetime | None
    ended_by: Side | None
    provider_standing: bool
    employer_standing: bool
    extension_until: date | None
    extension_by: Side | None
    excluded_by: str | None

    def side_of(self, organisation_id: UUID) -> Side | None:
        return side_of(organisation_id, self.provider_id, self.employer_id)

    @property
    def ref(self) -> Ref:
        return Ref("introduction", self.id)


@dataclass(frozen=True)
class EngagementRow:
    """One version of the terms of the move."""

    id: UUID
    introduction_id: UUID
    version: int
    state: EngagementState
    proposed_by: Side
    proposed_at: datetime
    agreed_at: datetime | None
    terms: EngagementTerms


@dataclass(frozen=True)
class OfferRow:
    """One worker's offer. Never holds the code."""

    id: UUID
    introduction_id: UUID
    provider_id: UUID
    worker_id: UUID
    number: int
    code_hash: str
    state: OfferState
    engagement_version: int
    vacancy_version: int
    made_at: datetime
    answer_by: datetime
    opened_at: datetime | None
    answered_at: datetime | None
    answered_through: Through | None
    confirmed_at: datetime | None
    more_time_asked_at: datetime | None
    prolonged_at: datetime | None

    @property
    def is_unconfirmed(self) -> bool:
        """Accepted, but only the provider says so."""
        return self.may_be_denied and self.answered_through is not Through.WORKER

    @property
    def may_be_denied(self) -> bool:
        """Accepted, and not by the worker's own hand: by phone with the slip's code counts until denied."""
        return self.state is OfferState.ACCEPTED and self.confirmed_at is None


@dataclass(frozen=True)
class PlacementRow:
    """A worker who accepted."""

    id: UUID
    offer_id: UUID
    introduction_id: UUID
    worker_id: UUID
    number: int
    state: PlacementState
    first: date
    last: date
    started_on: date | None
    ended_at: datetime | None
    notice_kept: bool | None


@dataclass(frozen=True)
class CheckRow:
    """The check of one placed worker that counts, and when it was recorded."""

    placement_id: UUID
    check: WorkerCheck
    recorded_at: datetime


@dataclass(frozen=True)
class IntroductionCounts:
    """How far the people of one introduction are."""

    places: int
    filled: int
    """Expected or started."""
    started: int
    offers_open: int

    @property
    def unfilled(self) -> int:
        return max(0, self.places - self.filled)


def side_of(organisation_id: UUID, provider_id: UUID, employer_id: UUID) -> Side | None:
    """On which side an organisation stands. Where it is both, it acts as the provider."""
    if organisation_id == provider_id:
        return Side.PROVIDER
    return Side.EMPLOYER if organisation_id == employer_id else None
