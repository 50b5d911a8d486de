"""Posts and a small world of skills to match them in, with only what a test cares about given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import degrees

from portal.kernel.globe import EARTH_RADIUS_KM, Point
from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts, end_of, latest_start_of

START = date(2027, 3, 1)
HERE = Point(52.66, 0.16)

# x and y stand under the group g1; x1 under x; b and b2 under b0, which stands under the group g2
PARENTS: Mapping[str, frozenset[str]] = {
    "x": frozenset({"g1"}),
    "y": frozenset({"g1"}),
    "x1": frozenset({"x"}),
    "x2": frozenset({"x1"}),
    "b0": frozenset({"g2"}),
    "b": frozenset({"b0"}),
    "b2": frozenset({"b0"}),
}
GROUPS = frozenset({"g1", "g2"})
STEPS = {("7511", "8160"): 0.75, ("5131", "9321"): 0.5, ("2221", "5321"): 1.0, ("4321", "9333"): 0.25}


@dataclass(frozen=True)
class SmallSkills:
    """A world of few skills, each under its immediate broader concepts."""

    above: Mapping[str, frozenset[str]] = field(default_factory=lambda: PARENTS)

    def parents(self, uri: str) -> frozenset[str]:
        return self.above.get(uri, frozenset())

    def broader_skills(self, uri: str) -> frozenset[str]:
        found: set[str] = set()
        near = self.parents(uri) - GROUPS
        while near:
            found |= near
            near = frozenset(up for one in near for up in self.parents(one)) - GROUPS - found
        return frozenset(found)

    def related(self, one: str, other: str) -> bool:
        mine, theirs = self.parents(one), self.parents(other)
        return one != other and (other in mine or one in theirs or bool(mine & theirs))


@dataclass(frozen=True)
class SmallSteps:
    """A step table of four lines."""

    table: Mapping[tuple[str, str], float] = field(default_factory=lambda: STEPS)

    def value(self, from_isco: str, to_isco: str) -> float | None:
        return self.table.get((from_isco, to_isco))

    def reason(self, from_isco: str, to_isco: str) -> str | None:
        return "much of the work is alike" if (from_isco, to_isco) in self.table else None


KNOWLEDGE = Knowledge(SmallSkills(), SmallSteps())


def north_of(point: Point, km: float) -> Point:
    """The point so many km north of another."""
    return Point(point.latitude + degrees(km / EARTH_RADIUS_KM), point.longitude)


def availability(**given: object) -> AvailabilityFacts:
    facts: dict[str, object] = {
        "reference": "A1",
        "order": 1,
        "occupation": "8344",
        "point": HERE,
        "travel_km": 50.0,
        "work_countries": frozenset({"GB"}),
        "available_from": START,
        "headcount": 40,
    }
    return AvailabilityFacts(**(facts | given))  # type: ignore[arg-type]


def vacancy(*, days: int = 60, **given: object) -> VacancyFacts:
    starts = given.get("starts", START)
    assert isinstance(starts, date)
    facts: dict[str, object] = {
        "reference": "V1",
        "order": 1,
        "occupation": "8344",
        "point": HERE,
        "country": "GB",
        "starts": starts,
        "latest_start": latest_start_of(starts, None),
        "ends": end_of(starts, starts + timedelta(days=days - 1)),
        "headcount": 40,
        "pay": Decimal("12.50"),
        "currency": "GBP",
    }
    return VacancyFacts(**(facts | given))  # type: ignore[arg-type]
