"""What a lot of spare workers is, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from portal.kernel.globe import Point
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Commitment, Period, free_heads
from portal.organisations.domain.chains import NOBODY_HAS_SAID, Chain
from portal.posts.domain import EngagementForm, PostState, Shift, Skill

KIND = "availability"


class PaidByWorkers(StrEnum):
    """Whether any of the workers has paid for work, as the provider says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class AvailabilityTerms:
    """What a lot can do, where, when and on which terms: every column of the matching rules, section 5.

    All workers of a lot are alike: each holds every skill, language and ticket.
    """

    branch_id: UUID | None = None
    on_behalf_of: str | None = None
    """A client of the provider, named before anybody accepts."""
    occupation_uri: str | None = None
    occupation: str
    isco: str
    """The unit group: four digits as text."""
    skills: tuple[Skill, ...] = ()
    skills_assumed: bool = False
    """None were given: these are the occupation's essential ones."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Language code to CEFR level, "en" to "B1"."""
    tickets: tuple[str, ...] = ()
    """Codes of `taxonomy.tickets`, or the provider's own words; without those that they imply."""
    place_id: str | None = None
    town: str
    region: str | None = None
    country: str
    latitude: float
    longitude: float
    travel_km: float
    relocates: bool = False
    work_countries: tuple[str, ...]
    work_sectors: tuple[str, ...] = ()
    """Beginnings of NACE codes; none is any."""
    available_from: date
    available_to: date | None = None
    headcount: int
    min_group: int = 1
    min_pay: Mapping[str, Decimal] = field(default_factory=dict)
    """The lowest pay accepted, per hour by currency. Never shown to the other side."""
    shifts: frozenset[Shift] = frozenset()
    engagement: frozenset[EngagementForm] = frozenset()
    paid_by_workers: PaidByWorkers = PaidByWorkers.UNKNOWN
    chain: Chain = NOBODY_HAS_SAID
    """The sub-agents through whom the workers come."""
    notes: str = ""
    """For the organisation's own eyes."""

    @property
    def sub_agents(self) -> int | None:
        """Through how many sub-agents the workers come; none where nobody has said."""
        return self.chain.length


@dataclass(frozen=True, kw_only=True)
class AvailabilityRow(AvailabilityTerms):
    """A published lot as it stands: its terms, its life, and the heads already taken."""

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


@dataclass(frozen=True)
class LotSplit:
    """So many heads have everything; the others lack some skills, tickets or languages (by their keys)."""

    heads: int
    lacking: frozenset[str]


@dataclass(frozen=True)
class SplitNotPossible(Refusal):
    """A lot of `headcount` cannot be split so: both parts need a worker, and something that differs."""

    headcount: int


def split(
    terms: AvailabilityTerms, into: LotSplit
) -> tuple[AvailabilityTerms, AvailabilityTerms] | SplitNotPossible:
    """Two lots of one: those who have everything, and the others without what they lack."""
    others = terms.headcount - into.heads
    keys = {*(one.key for one in terms.skills), *terms.tickets, *terms.languages}
    if into.heads < 1 or others < 1 or not into.lacking & keys:
        return SplitNotPossible(terms.headcount)
    whole = replace(
        terms, headcount=into.heads, min_group=min(terms.min_group, into.heads), skills_assumed=False
    )
    rest = replace(
        terms,
        headcount=others,
        min_group=min(terms.min_group, others),
        skills=tuple(one for one in terms.skills if one.key not in into.lacking),
        skills_assumed=False,
        tickets=tuple(one for one in terms.tickets if one not in into.lacking),
        languages={code: level for code, level in terms.languages.items() if code not in into.lacking},
    )
    return whole, rest


@dataclass(frozen=True, kw_only=True)
class MaskedAvailability:
    """What an employer may see of a lot before an introduction (matching rules, section 3).

    Town and facts; no organisation, address, contact, client or pay floor.
    """

    id: UUID
    number: str
    version: int
    state: PostState
    occupation: str
    isco: str
    skills: tuple[Skill, ...]
    skills_assumed: bool
    languages: Mapping[str, str]
    tickets: tuple[str, ...]
    town: str
    region: str | None
    country: str
    travel_km: float
    relocates: bool
    work_countries: tuple[str, ...]
    work_sectors: tuple[str, ...]
    available_from: date
    available_to: date | None
    headcount: int
    min_group: int
    shifts: frozenset[Shift]
    engagement: frozenset[EngagementForm]
    paid_by_workers: PaidByWorkers
    sub_agents: int | None
    """How many; none where nobody has said: unproven. Their names are not shown."""
    is_on_behalf: bool
    published_at: datetime
