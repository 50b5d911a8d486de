"""What a vacancy is, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from portal.kernel.globe import Point
from portal.kernel.periods import Commitment, Period, free_heads
from portal.posts.domain import EngagementForm, PostState, Shift, ShiftRule, Skill
from portal.vacancies.conditions import Conditions

KIND = "vacancy"


class PayInterval(StrEnum):
    """How often wages are paid."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class VacancyTerms:
    """The work, where, when and on which terms: every column of the matching rules, section 5.

    The cost schedule stands apart, in compliance, under `Ref("vacancy", id)`.
    """

    branch_id: UUID | None = None
    on_behalf_of: str | None = None
    """A client of the poster, named before anybody accepts."""
    title: str
    sector: str = ""
    """A NACE code of any length."""
    occupation_uri: str | None = None
    occupation: str
    isco: str
    """The unit group: four digits as text."""
    entry_level: bool = False
    """Training is given; no experience is needed."""
    required_skills: tuple[Skill, ...] = ()
    desired_skills: tuple[Skill, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    """Language code to the CEFR level that each worker needs, "en" to "B1"."""
    tickets: tuple[str, ...] = ()
    """Codes of `taxonomy.tickets`, or the employer's own words."""
    place_id: str | None = None
    town: str
    region: str | None = None
    country: str
    latitude: float
    longitude: float
    accommodation: bool = False
    starts: date
    latest_start: date
    ends: date | None = None
    min_days: int = 5
    headcount: int
    min_group: int = 1
    pay: Decimal
    """Guaranteed, per hour."""
    currency: str
    shifts: frozenset[Shift] = frozenset()
    shift_rule: ShiftRule = ShiftRule.ALL
    engagement: frozenset[EngagementForm] = frozenset()
    hours_per_week: Decimal | None = None
    start_time: str | None = None
    """When the first shift begins, "06:00"."""
    pay_interval: PayInterval | None = None
    housing_cost_week: Decimal | None = None
    """What a bed costs the worker a week; 0 is free, none is no answer."""
    transport: str = ""
    """How workers get to work, in words."""
    transport_cost_week: Decimal | None = None
    """What that costs the worker a week; 0 is free, none is no answer."""
    priority: int = 3
    """1 is the most urgent."""
    description: str = ""
    """The job as it really is: tasks, weather, pace, lifting."""
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True, kw_only=True)
class VacancyRow(VacancyTerms):
    """A published vacancy as it stands: its terms, its life, and the heads already taken."""

    id: UUID
    organisation_id: UUID
    number: str
    state: PostState
    version: int
    posted_by: UUID
    created_at: datetime
    published_at: datetime
    expires_at: datetime
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    commitments: tuple[Commitment, ...] = ()

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)

    def free_heads(self, within: Period) -> int:
        """Heads that are free on every day of the period."""
        return free_heads(self.headcount, self.commitments, within)


@dataclass(frozen=True, kw_only=True)
class MaskedVacancy:
    """What a labour provider may see of a vacancy before an introduction (matching rules, section 3).

    Town and facts; no organisation, address, contact or client.
    """

    id: UUID
    number: str
    version: int
    state: PostState
    title: str
    sector: str
    occupation: str
    isco: str
    entry_level: bool
    required_skills: tuple[Skill, ...]
    desired_skills: tuple[Skill, ...]
    languages: Mapping[str, str]
    tickets: tuple[str, ...]
    town: str
    region: str | None
    country: str
    accommodation: bool
    starts: date
    latest_start: date
    ends: date | None
    min_days: int
    headcount: int
    min_group: int
    pay: Decimal
    currency: str
    shifts: frozenset[Shift]
    shift_rule: ShiftRule
    engagement: frozenset[EngagementForm]
    hours_per_week: Decimal | None
    start_time: str | None
    pay_interval: PayInterval | None
    housing_cost_week: Decimal | None
    transport: str
    transport_cost_week: Decimal | None
    description: str
    conditions: Conditions
    is_on_behalf: bool
    published_at: datetime
