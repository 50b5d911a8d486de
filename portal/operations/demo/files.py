"""The made-up world of the demo, read from its files.

A line of lots or vacancies names several towns and as many headcounts; each town is one post.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from portal.operations.demo.world import (
    SEED,
    Admission,
    DemoHold,
    DemoLicence,
    DemoLot,
    DemoOrganisation,
    DemoVacancy,
    Life,
    Stage,
    Story,
    World,
)
from portal.posts.domain import EngagementForm

DATA = Path(__file__).parent / "data"

_LONGEST_POSTED = 20
_LONG_PAST = 30
"""A post of so many days ago has expired, unless somebody prolonged it."""


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


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
