"""All 40 of them? How many? Two lots of one."""

from datetime import date
from typing import Any

import pytest

from portal.availability.domain import AvailabilityTerms, LotSplit, SplitNotPossible, split
from portal.posts.domain import Skill

REACH, COLD = Skill("http://esco/reach", "operate reach truck"), Skill(None, "cold store")


def lot(**changes: Any) -> AvailabilityTerms:
    plain: dict[str, Any] = {
        "occupation": "forklift operator",
        "isco": "8344",
        "skills": (REACH, COLD),
        "tickets": ("adr", "driving-b"),
        "languages": {"en": "B1", "pl": "C2"},
        "town": "Spalding",
        "country": "GB",
        "latitude": 52.8,
        "longitude": -0.15,
        "travel_km": 30.0,
        "work_countries": ("GB",),
        "available_from": date(2027, 3, 1),
        "headcount": 40,
        "min_group": 30,
    }
    return AvailabilityTerms(**{**plain, **changes})


def test_the_rest_lacks_what_was_named_and_nothing_else() -> None:
    parts = split(lot(), LotSplit(25, frozenset({"adr", "cold store", "pl"})))

    assert not isinstance(parts, SplitNotPossible)
    whole, rest = parts
    assert (whole.headcount, rest.headcount) == (25, 15)
    assert (whole.skills, whole.tickets) == ((REACH, COLD), ("adr", "driving-b"))
    assert whole.languages == {"en": "B1", "pl": "C2"}
    assert (rest.skills, rest.tickets, dict(rest.languages)) == ((REACH,), ("driving-b",), {"en": "B1"})


def test_the_smallest_group_never_exceeds_either_lot() -> None:
    parts = split(lot(min_group=30), LotSplit(25, frozenset({"adr"})))

    assert not isinstance(parts, SplitNotPossible)
    assert [part.min_group for part in parts] == [25, 15]


@pytest.mark.parametrize(
    ("heads", "lacking"), [(0, {"adr"}), (40, {"adr"}), (41, {"adr"}), (20, set()), (20, {"chainsaw"})]
)
def test_a_split_that_leaves_nothing_apart_is_refused(heads: int, lacking: set[str]) -> None:
    assert split(lot(), LotSplit(heads, frozenset(lacking))) == SplitNotPossible(40)
