"""The made-up world of the demo: who there is, which workers are spare and which work waits.

Everything stands in CSV files beside this module. A line of lots or vacancies names several towns
and as many headcounts; each town is one post. Days count from the day on which the world is loaded,
so that it never goes stale. Mail addresses end in `.example`, and phone numbers come from the ranges
that are kept free for drama.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random

from portal.posts.domain import EngagementForm

DATA = Path(__file__).parent / "data"
SEED = 20200401
"""The same world every time. Ids and passwords are random all the same."""

_LONGEST_POSTED = 20
_LONG_PAST = 30
"""A post of so many days ago has expired, unless somebody prolonged it."""
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


@cache
def demo_world() -> World:
    """The world as it stands in the files; the same every time."""
    organisations = tuple(_organisation(n, row) for n, row in enumerate(_rows("organisations.csv")))
    countries = {one.key: one.country for one in organisations}
    days = Random(SEED)
    return World(
        organisations,
        tuple(_licence(row) for row in _rows("licences.csv")),
        tuple(lot for row in _rows("availabilities.csv") for lot in _lots(row, countries, days)),
        tuple(job for row in _rows("vacancies.csv") for job in _vacancies(row, countries, days)),
        tuple(_story(row) for row in _rows("stories.csv")),
        tuple(_hold(row) for row in _rows("holds.csv")),
    )


def _organisation(position: int, row: dict[str, str]) -> DemoOrganisation:
    return DemoOrganisation(
        key=row["key"],
        name=row["name"],
        supplies=row["kind"] in {"provider", "both"},
        employs=row["kind"] in {"employer", "both"},
        country=row["country"],
        register_number=row["register_number"],
        sectors=_list(row["sectors"]),
        towns=_list(row["towns"]),
        administrator=row["administrator"],
        colleague=row["colleague"],
        admission=Admission(row["life"]),
        registered_days=int(row["registered_days"]),
        reason=row["reason"],
        position=position,
    )


def _licence(row: dict[str, str]) -> DemoLicence:
    return DemoLicence(
        organisation=row["organisation"],
        authority=row["authority"],
        number=row["number"],
        sectors=_list(row["sectors"]),
        since_days=int(row["since_days"]),
        valid_days=int(row["valid_days"]),
    )


def _story(row: dict[str, str]) -> Story:
    return Story(
        key=row["key"],
        stage=Stage(row["stage"]),
        introduced=int(row["introduced"]),
        heads=int(row["heads"]),
        form=EngagementForm(row["form"]),
    )


def _hold(row: dict[str, str]) -> DemoHold:
    return DemoHold(
        kind=row["kind"],
        organisation=row["organisation"],
        town=row["town"],
        occupation=row["occupation"],
        days=int(row["days"]),
        reason=row["reason"],
        released=row["released"],
    )


def _lots(row: dict[str, str], countries: dict[str, str], days: Random) -> Iterator[DemoLot]:
    country = countries[row["organisation"]]
    for town, headcount, life in _towns(row):
        yield DemoLot(
            organisation=row["organisation"],
            town=town,
            country=country,
            occupation=row["occupation"],
            headcount=headcount,
            languages=_pairs(row["languages"]),
            tickets=_list(row["tickets"]),
            begins=int(row["from"]),
            days=int(row["days"]) if row["days"] else None,
            min_group=int(row["min_group"]),
            shifts=_list(row["shifts"]),
            engagement=_list(row["engagement"]),
            client=row["client"] or None,
            life=life,
            posted=_posted(row, life, days),
            story=row["story"],
            skills=_list(row["skills"]),
            travel_km=int(row["travel_km"]),
            relocates=row["relocates"] == "yes",
            work_countries=_list(row["countries"]) or (country,),
            work_sectors=_list(row["sectors"]),
            min_pay=tuple((currency, Decimal(pay)) for currency, pay in _pairs(row["min_pay"])),
            paid_by_workers=row["paid"],
            notes=row["notes"],
        )


def _vacancies(row: dict[str, str], countries: dict[str, str], days: Random) -> Iterator[DemoVacancy]:
    for town, headcount, life in _towns(row):
        yield DemoVacancy(
            organisation=row["employer"],
            town=town,
            country=countries[row["employer"]],
            occupation=row["occupation"],
            headcount=headcount,
            languages=_pairs(row["languages"]),
            tickets=_list(row["tickets"]),
            begins=int(row["starts"]),
            days=int(row["days"]) if row["days"] else None,
            min_group=int(row["min_group"]),
            shifts=_list(row["shifts"]),
            engagement=_list(row["engagement"]),
            client=row["client"] or None,
            life=life,
            posted=_posted(row, life, days),
            story=row["story"],
            title=row["title"],
            sector=row["sector"],
            entry_level=row["entry_level"] == "yes",
            required_skills=_list(row["required"]),
            desired_skills=_list(row["desired"]),
            accommodation=row["accommodation"] == "yes",
            latest=int(row["latest"]),
            pay=Decimal(row["pay"]),
            currency=row["currency"],
            shift_rule=row["shift_rule"],
            hours_per_week=Decimal(row["hours"]),
            start_time=row["start_time"],
            pay_interval=row["interval"],
            housing_cost_week=Decimal(row["housing"]) if row["housing"] else None,
            transport=row["transport"],
            priority=int(row["priority"]),
            costs=row["costs"],
            description=row["description"],
        )


def _towns(row: dict[str, str]) -> Iterator[tuple[str, int, Life]]:
    towns = _list(row["towns"])
    heads = [int(one) for one in row["heads"].split(";")]
    lives = [Life(one or "published") for one in row["life"].split(";")]
    lives += [Life.PUBLISHED] * (len(towns) - len(lives))
    return zip(towns, heads, lives[: len(towns)], strict=True)


def _posted(row: dict[str, str], life: Life, days: Random) -> int:
    drawn = days.randrange(1, _LONGEST_POSTED + 1)
    if row["posted"]:
        return int(row["posted"])
    return _LONG_PAST if life is Life.EXPIRED else drawn


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    parted = (part.partition(":") for part in _list(text))
    return tuple((name, value) for name, _, value in parted)


def letters(text: str) -> str:
    """What of a name can stand in a mail address."""
    latin = text.translate(str.maketrans("łŁıøØß", "lLioOs"))
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
