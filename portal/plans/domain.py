"""How a plan lives, why there may be none, and what people may fix in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from portal.kernel.outcomes import Refusal
from portal.matching.allocation import Policy


class PlanState(StrEnum):
    """Asked for; being worked out; ready to be changed, or failed; being published; published."""

    ASKED = "asked"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


class PlanAct(StrEnum):
    """What happens to a plan; the worker takes, finishes, fails and carries out."""

    TAKE = "take"
    FINISH = "finish"
    FAIL = "fail"
    FIX = "fix"
    """Lock a pair, or unlock it."""
    RUN_AGAIN = "run-again"
    PUBLISH = "publish"
    CARRY_OUT = "carry-out"
    """The last pair is a match or turned away, and everybody is told."""


NEXT_STATE: Final[Mapping[tuple[PlanState, PlanAct], PlanState]] = {
    (PlanState.ASKED, PlanAct.TAKE): PlanState.RUNNING,
    (PlanState.RUNNING, PlanAct.TAKE): PlanState.RUNNING,
    (PlanState.RUNNING, PlanAct.FINISH): PlanState.READY,
    (PlanState.RUNNING, PlanAct.FAIL): PlanState.FAILED,
    (PlanState.READY, PlanAct.FIX): PlanState.READY,
    (PlanState.FAILED, PlanAct.FIX): PlanState.FAILED,
    (PlanState.READY, PlanAct.RUN_AGAIN): PlanState.ASKED,
    (PlanState.FAILED, PlanAct.RUN_AGAIN): PlanState.ASKED,
    (PlanState.READY, PlanAct.PUBLISH): PlanState.PUBLISHING,
    (PlanState.PUBLISHING, PlanAct.CARRY_OUT): PlanState.PUBLISHED,
}
"""Every step of a plan's life. One that a dead worker left running is taken again."""


class Why(StrEnum):
    """Why there is no plan."""

    NO_LOTS = "no-lots"
    NO_VACANCIES = "no-vacancies"
    NO_PAIRS = "no-pairs"
    """Of all pairs, none passes every gate; the facts count how many each gate turns away."""
    LOCKED_TOO_MANY = "locked-too-many"
    """People fixed more heads of a post than it has free."""
    LOCKED_UNFIT = "locked-unfit"
    """A pair that people fixed does not pass the gates, or one of its posts is not open."""
    TOO_LONG = "too-long"
    TOO_MUCH_MEMORY = "too-much-memory"
    FAULT = "fault"


@dataclass(frozen=True)
class NoSuchPlan(Refusal):
    """There is no such plan, or it has no such pair."""


@dataclass(frozen=True)
class PlanNotThere(Refusal):
    """In its present state, this cannot be done with the plan."""

    state: PlanState


@dataclass(frozen=True)
class NeedsProgramme(Refusal):
    """Programme first, but no labour provider is named whose lots a programme registered."""


@dataclass(frozen=True)
class MoreThanFree(Refusal):
    """More heads than the pair, its lot or its vacancy has free beside what is fixed already."""

    most: int


@dataclass(frozen=True)
class PairUnfit(Refusal):
    """The two posts do not match: a post that is not open, or a gate's code."""

    reason: str


@dataclass(frozen=True)
class NoSuchPost(Refusal):
    """No open post has this number."""

    kind: str


@dataclass(frozen=True)
class RunAgainFirst(Refusal):
    """People fixed other heads than the plan has; it has to be worked out around them first."""


@dataclass(frozen=True)
class NothingToPublish(Refusal):
    """The plan places nobody."""


def judge_act(state: PlanState, act: PlanAct) -> PlanState | PlanNotThere:
    """The state after an act, or that it cannot be done now."""
    return NEXT_STATE.get((state, act)) or PlanNotThere(state)


@dataclass(frozen=True)
class SectorShare:
    """Of one sector: the heads that its vacancies ask for, and those that each plan gives them."""

    sector: str
    asked: int
    given: int
    greedy: int
    first_come: int


@dataclass(frozen=True)
class PlanRow:
    """A plan as it stands."""

    id: UUID
    state: PlanState
    policy: Policy
    programme: tuple[UUID, ...]
    """Labour providers whose lots a skills partnership for women or youth registered as such."""
    asked_by: UUID
    asked_at: datetime
    computed_at: datetime | None
    """The moment of the posts from which it was worked out."""
    seconds: float | None
    lots: int | None
    vacancies: int | None
    pairs: int | None
    objective: int | None
    greedy_objective: int | None
    first_come_objective: int | None
    sectors: tuple[SectorShare, ...]
    why: Why | None
    why_facts: Mapping[str, Any]
    published_by: UUID | None
    published_at: datetime | None


@dataclass(frozen=True)
class PlanFlowRow:
    """The heads that a plan sends from one lot to one vacancy."""

    availability_id: UUID
    vacancy_id: UUID
    heads: int
    locked: int | None
    """Fixed by hand; none where the policy decided."""
    score: float
    distance_km: float
    priority: int
    min_group: int
    """The larger of both posts' least groups."""
    most: int
    """Heads that both have free in the days of the pair."""
    lot_heads: int
    vacancy_heads: int
    """What the lot, and the vacancy, have free in this plan together."""
    match_id: UUID | None
    turned_away: str | None
    """Why publishing did not make it a match."""

    @property
    def below_group(self) -> bool:
        """The plan gives the pair fewer than the least group of one of its posts."""
        return 0 < self.heads < self.min_group

    @property
    def is_in_order(self) -> bool:
        """What people fixed is what the plan has."""
        return self.locked is None or self.locked == self.heads


@dataclass(frozen=True)
class ComputedPlan:
    """What working a plan out gives."""

    at: datetime
    seconds: float
    lots: int
    vacancies: int
    pairs: int
    objective: int
    greedy_objective: int
    first_come_objective: int
    sectors: tuple[SectorShare, ...]
    flows: tuple[PlanFlowRow, ...]


@dataclass(frozen=True)
class FailedPlan:
    """Why there is no plan, with what the words need."""

    why: Why
    facts: Mapping[str, Any] = field(default_factory=dict)
