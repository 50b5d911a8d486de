"""What happens to plans."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfPlan(Event):
    plan_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("plan", self.plan_id)


@dataclass(frozen=True, kw_only=True)
class PlanAsked(OfPlan):
    """Somebody asked for a plan, or for the same again around what is fixed."""

    action: ClassVar[str] = "plans:plan:ask"
    policy: str
    programme: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PlanReady(OfPlan):
    action: ClassVar[str] = "plans:plan:finish"
    pairs: int
    objective: int
    greedy_objective: int


@dataclass(frozen=True, kw_only=True)
class PlanFailed(OfPlan):
    action: ClassVar[str] = "plans:plan:fail"
    why: str


@dataclass(frozen=True, kw_only=True)
class PairLocked(OfPlan):
    """Somebody decided by hand how many heads of a lot go to a vacancy."""

    action: ClassVar[str] = "plans:plan:lock"
    availability_id: UUID
    vacancy_id: UUID
    heads: int


@dataclass(frozen=True, kw_only=True)
class PairUnlocked(OfPlan):
    """The policy decides about the pair again."""

    action: ClassVar[str] = "plans:plan:unlock"
    availability_id: UUID
    vacancy_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanPublished(OfPlan):
    """Somebody had its pairs made matches."""

    action: ClassVar[str] = "plans:plan:publish"
    pairs: int


@dataclass(frozen=True, kw_only=True)
class PlanCarriedOut(OfPlan):
    """The last of its pairs became a match, or was turned away, and both sides are told."""

    action: ClassVar[str] = "plans:plan:carry-out"
    matches: int
    turned_away: int


@dataclass(frozen=True, kw_only=True)
class PairsProposed(Event):
    """One side's post is told of the heads that a published plan has for it, the most first."""

    action: ClassVar[str] = "plans:post:propose"
    plan_id: UUID
    post: Ref
    organisation_id: UUID
    match_ids: tuple[UUID, ...]
    heads: tuple[int, ...]
    """Of each match."""

    @property
    def about(self) -> Ref:
        return self.post
