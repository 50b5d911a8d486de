"""The made-up world of the demo: who there is, which workers are spare and which work waits.

Days count from the day on which the world is loaded, so that it never goes stale. Mail addresses end
in `.example`, and phone numbers come from the ranges that are kept free for drama.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portal.posts.domain import EngagementForm

SEED = 20200401
"""The same world every time. Ids and passwords are random all the same."""

_DRAMA_PHONES = {"GB": "01632 960{:03}", "FR": "+33 1 99 00 {:02} 41", "DE": "+49 30 23125 {:03}"}
_PHONE_ELSEWHERE = "+44 1632 960{:03}"


class Life(StrEnum):
    """How far a post has come in its life when the demo begins."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"


class Admission(StrEnum):
    """How far an organisation has come: in the queue, decided on, or stopped after it was approved."""

    APPROVED = "approved"
    PENDING = "pending"
    EXPRESS = "express"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True)
class DemoOrganisation:
    """A made-up organisation. The first of its towns is the head office."""

    key: str
    name: str
    supplies: bool
    employs: bool
    country: str
    register_number: str
    sectors: tuple[str, ...]
    towns: tuple[str, ...]
    administrator: str
    colleague: str
    admission: Admission
    registered_days: int
    """How many days ago it registered."""
    reason: str
    """Why it was refused or is held."""
    position: int

    @property
    def domain(self) -> str:
        words = [letters(word) for word in self.name.split()]
        return f"{''.join([word for word in words if len(word) > 1][:2])}.example"

    def email_of(self, person: str) -> str:
        """The address of somebody who works here: first name and last name."""
        return f"{'.'.join(letters(word) for word in person.split())}@{self.domain}"

    def desk_email(self, town: str) -> str:
        return f"{letters(town)}.desk@{self.domain}"

    def phone(self, desk: int) -> str:
        """A number that can never ring anywhere."""
        return _DRAMA_PHONES.get(self.country, _PHONE_ELSEWHERE).format(self.position * 5 + desk)


@dataclass(frozen=True)
class DemoLicence:
    """A supply licence: from so many days ago, for so many days to come."""

    organisation: str
    authority: str
    number: str
    sectors: tuple[str, ...]
    since_days: int
    valid_days: int


@dataclass(frozen=True, kw_only=True)
class _Post:
    """What a lot and a vacancy of the demo have in common. `posted` is how many days ago."""

    organisation: str
    town: str
    country: str
    occupation: str
    headcount: int
    languages: tuple[tuple[str, str], ...]
    """Language code and level."""
    tickets: tuple[str, ...]
    begins: int
    """The first day, counted from today."""
    days: int | None
    min_group: int
    shifts: tuple[str, ...]
    engagement: tuple[str, ...]
    client: str | None
    life: Life
    posted: int
    story: str
    """The key of the story that this post plays a part in; mostly none."""


@dataclass(frozen=True, kw_only=True)
class DemoLot(_Post):
    """Spare workers of one kind in one town."""

    skills: tuple[str, ...]
    travel_km: int
    relocates: bool
    work_countries: tuple[str, ...]
    work_sectors: tuple[str, ...]
    min_pay: tuple[tuple[str, Decimal], ...]
    paid_by_workers: str
    notes: str


@dataclass(frozen=True, kw_only=True)
class DemoVacancy(_Post):
    """Essential work of one kind in one town."""

    title: str
    sector: str
    entry_level: bool
    required_skills: tuple[str, ...]
    desired_skills: tuple[str, ...]
    accommodation: bool
    latest: int
    """So many days after the first may work still begin."""
    pay: Decimal
    currency: str
    shift_rule: str
    hours_per_week: Decimal
    start_time: str
    pay_interval: str
    housing_cost_week: Decimal | None
    transport: str
    priority: int
    costs: str
    """Which cost schedule of `costs` it has."""
    description: str


DemoPost = DemoLot | DemoVacancy


class Stage(StrEnum):
    """How far a lot and a vacancy have come with each other."""

    LAPSED = "lapsed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PROPOSED_BY_PROVIDER = "proposed by provider"
    PROPOSED_BY_EMPLOYER = "proposed by employer"
    AGREED = "agreed"
    OFFERED = "offered"
    ANSWERED = "answered"
    """Everybody has answered; they are expected on the first day."""
    STARTED = "started"
    TAKEN_OVER = "taken over"
    """The employer asks some of those who began to be its own; one agrees."""
    EXTENDING = "extending"
    CANCELLED = "cancelled"
    RECALLED = "recalled"
    COMPLETED = "completed"


@dataclass(frozen=True)
class Story:
    """A lot and a vacancy of the same key that met, so many days ago, for so many heads."""

    key: str
    stage: Stage
    introduced: int
    heads: int
    form: EngagementForm


@dataclass(frozen=True)
class DemoHold:
    """A post that compliance stopped so many days ago; with what lifted it, if anything has."""

    kind: str
    organisation: str
    town: str
    occupation: str
    days: int
    reason: str
    released: str


@dataclass(frozen=True)
class World:
    """All that the demo is made of."""

    organisations: tuple[DemoOrganisation, ...]
    licences: tuple[DemoLicence, ...]
    lots: tuple[DemoLot, ...]
    vacancies: tuple[DemoVacancy, ...]
    stories: tuple[Story, ...]
    holds: tuple[DemoHold, ...]

    def organisation(self, key: str) -> DemoOrganisation:
        return next(one for one in self.organisations if one.key == key)


def letters(text: str) -> str:
    """What of a name can stand in a mail address."""
    latin = text.translate(str.maketrans("łŁıøØß", "lLioOs"))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
