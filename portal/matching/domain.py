"""What a pair of posts is judged on, and what the judgement says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeAlias

from portal.kernel.globe import Point
from portal.kernel.periods import Commitment, Period, free_heads
from portal.posts.domain import EngagementForm as EngagementForm  # noqa: PLC0414 - a word of matching too
from portal.posts.domain import Level as Level  # noqa: PLC0414 - a word of matching too
from portal.posts.domain import Shift as Shift  # noqa: PLC0414 - a word of matching too
from portal.posts.domain import ShiftRule as ShiftRule  # noqa: PLC0414 - a word of matching too

RULES_VERSION = 1
WEIGHTS = {"skills": 0.45, "occupation": 0.20, "distance": 0.15, "dates": 0.10, "heads": 0.10}
"""What each factor counts in a score."""
DEFAULT_TOP = 20
DEFAULT_DAYS_TO_LATEST_START = 2
DEFAULT_DAYS_TO_END = 89
DEFAULT_MIN_DAYS = 5


ALL_SHIFTS = frozenset(Shift)
ALL_FORMS = frozenset(EngagementForm)


class Gate(StrEnum):
    """The yes/no rules of a match; each name is the reason code of a failure."""

    COMPLIANCE = "compliance"
    PERMISSION = "permission"
    ENGAGEMENT = "engagement"
    DATES = "dates"
    TICKETS = "tickets"
    LANGUAGES = "languages"
    SHIFTS = "shifts"
    PAY = "pay"
    SKILLS = "skills"
    PLACE = "place"
    GROUP = "group"
    RELEVANCE = "relevance"


class GateOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True)
class LicenceBar:
    """Work that the provider may not supply: the law asks for a licence that it does not hold."""

    country: str
    form: EngagementForm
    sector: str = ""
    """As the vacancy names it: a NACE code of any length, or empty where it names none."""


@dataclass(frozen=True, kw_only=True)
class AvailabilityFacts:
    """What is known of a homogeneous lot of spare workers when it is matched. Defaults are filled in."""

    reference: str
    order: int
    """Lower is the older post; decides only between equal scores."""
    occupation: str
    skills: frozenset[str] = frozenset()
    skills_assumed: bool = False
    """None were given: these are the essential ones of the occupation."""
    languages: Mapping[str, Level] = field(default_factory=dict)
    tickets: frozenset[str] = frozenset()
    """With those that they imply."""
    point: Point
    travel_km: float
    relocates: bool = False
    work_countries: frozenset[str]
    open_corridors: frozenset[str] = frozenset()
    """Countries to which the corridor from the lot's own country is recorded as open."""
    work_sectors: frozenset[str] = frozenset()
    available_from: date
    available_to: date | None = None
    headcount: int
    commitments: tuple[Commitment, ...] = ()
    min_group: int = 1
    min_pay: Mapping[str, Decimal] = field(default_factory=dict)
    shifts: frozenset[Shift] = frozenset()
    engagement: frozenset[EngagementForm] = frozenset()
    held: bool = False
    """By a finding, a case or a pause, on the post or its organisation."""
    licence_bars: frozenset[LicenceBar] = frozenset()


@dataclass(frozen=True, kw_only=True)
class VacancyFacts:
    """What is known of a post of essential work when it is matched. Defaults are filled in."""

    reference: str
    order: int
    """Lower is the older post; decides only between equal scores."""
    occupation: str
    entry_level: bool = False
    required_skills: frozenset[str] = frozenset()
    desired_skills: frozenset[str] = frozenset()
    languages: Mapping[str, Level] = field(default_factory=dict)
    tickets: frozenset[str] = frozenset()
    point: Point
    country: str
    accommodation: bool = False
    sector: str = ""
    starts: date
    latest_start: date
    ends: date
    min_days: int = DEFAULT_MIN_DAYS
    headcount: int
    commitments: tuple[Commitment, ...] = ()
    min_group: int = 1
    pay: Decimal
    currency: str
    shifts: frozenset[Shift] = frozenset()
    shift_rule: ShiftRule = ShiftRule.ALL
    engagement: frozenset[EngagementForm] = frozenset()
    held: bool = False

    @property
    def asks_skills(self) -> bool:
        return bool(self.required_skills or self.desired_skills)

    @property
    def length(self) -> int:
        """Days from the first to the last, both included."""
        return (self.ends - self.starts).days + 1

    def seen_on(self, today: date) -> "VacancyFacts":
        """The same vacancy on the portal, where a start in the past counts as today."""
        return replace(self, starts=min(max(self.starts, today), self.ends))


def latest_start_of(starts: date, latest_start: date | None) -> date:
    """The last day on which work may begin: two days after the start unless one is given."""
    return latest_start or _days_after(starts, DEFAULT_DAYS_TO_LATEST_START)


def end_of(starts: date, ends: date | None) -> date:
    """The last day of work: 90 days of work are meant unless an end is given."""
    return ends or _days_after(starts, DEFAULT_DAYS_TO_END)


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


class SkillKnowledge(Protocol):
    """How skills hang together. Free skills have neither parents nor relations."""

    def broader_skills(self, uri: str, /) -> frozenset[str]:
        """Every broader skill above, at any height; groups are not skills."""

    def parents(self, uri: str, /) -> frozenset[str]:
        """The immediate broader concepts, skills and groups."""

    def related(self, one: str, other: str, /) -> bool:
        """One is the immediate broader of the other, or they share an immediate broader concept."""


class StepKnowledge(Protocol):
    """What workers of one unit group do well in another after an induction."""

    def value(self, from_isco: str, to_isco: str, /) -> float | None: ...

    def reason(self, from_isco: str, to_isco: str, /) -> str | None: ...


@dataclass(frozen=True)
class Knowledge:
    """What is known of skills and occupations beyond the posts."""

    skills: SkillKnowledge
    steps: StepKnowledge


Evidence: TypeAlias = str | int | float | date | Decimal


@dataclass(frozen=True)
class GateResult:
    """One gate of a pair: what the vacancy asks and what was found. A pay floor is never told."""

    gate: Gate
    outcome: GateOutcome
    asked: tuple[Evidence, ...] = ()
    found: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Factors:
    """The parts of a score, each in [0, 1]."""

    skills: float
    occupation: float
    distance: float
    dates: float
    heads: float

    def total(self) -> float:
        return (
            WEIGHTS["skills"] * self.skills
            + WEIGHTS["occupation"] * self.occupation
            + WEIGHTS["distance"] * self.distance
            + WEIGHTS["dates"] * self.dates
            + WEIGHTS["heads"] * self.heads
        )


@dataclass(frozen=True)
class SkillEvidence:
    """Which of the skills asked are held, only related to one held, or missing."""

    held: tuple[str, ...]
    related: tuple[str, ...]
    missing: tuple[str, ...]
    assumed: bool
    """The lot named no skills; those of its occupation are assumed."""


@dataclass(frozen=True)
class PairJudgement:
    """What the rules say of one availability and one vacancy, with the evidence."""

    gates: tuple[GateResult, ...]
    factors: Factors
    score: float
    """In [0, 1], rounded to 9 places. It means nothing where a gate failed."""
    skills: SkillEvidence
    distance_km: float
    relocating: bool
    """The place is beyond the travel radius, so that the workers would move there."""
    covered_days: int
    free_availability: int
    free_vacancy: int
    step_reason: str | None
    """Why one occupation leads to the other, where the step table decided."""
    rules_version: int = RULES_VERSION

    @property
    def passed(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> tuple[Gate, ...]:
        """The gates that failed, in their order."""
        return tuple(g.gate for g in self.gates if g.outcome is GateOutcome.FAILED)


def free_on(headcount: int, commitments: tuple[Commitment, ...], first: date, last: date) -> int:
    """Heads free on every covered day; all of them where no day is covered."""
    return free_heads(headcount, commitments, Period(first, last)) if first <= last else headcount
