"""What happens to matches."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfMatch(Event):
    """Something about one match, with the posts and the organisations of both sides."""

    match_id: UUID
    availability_id: UUID
    vacancy_id: UUID
    provider_id: UUID
    employer_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("match", self.match_id)


@dataclass(frozen=True, kw_only=True)
class MatchFound(OfMatch):
    """A pair of posts passed every gate and is among either side's best."""

    action: ClassVar[str] = "matching:match:find"
    score: float
    rules_version: int


@dataclass(frozen=True, kw_only=True)
class MatchLapsed(OfMatch):
    """The pair no longer passes; `reason` is a gate's code or what became of a post."""

    action: ClassVar[str] = "matching:match:lapse"
    reason: str


@dataclass(frozen=True, kw_only=True)
class MatchesAnnounced(Event):
    """One side is told of new matches of one of its posts, best first; both organisations are approved."""

    action: ClassVar[str] = "matching:post:announce"
    post: Ref
    organisation_id: UUID
    match_ids: tuple[UUID, ...]

    @property
    def about(self) -> Ref:
        return self.post


@dataclass(frozen=True, kw_only=True)
class OfRun(Event):
    """Something about a bulk of posts that the worker matches."""

    run_id: UUID
    matched: int
    """Posts so far."""

    @property
    def about(self) -> Ref:
        return Ref("matching_run", self.run_id)


@dataclass(frozen=True, kw_only=True)
class RunStopped(OfRun):
    action: ClassVar[str] = "matching:run:stop"


@dataclass(frozen=True, kw_only=True)
class RunResumed(OfRun):
    action: ClassVar[str] = "matching:run:go-on"


@dataclass(frozen=True, kw_only=True)
class RunEnded(OfRun):
    action: ClassVar[str] = "matching:run:end"
