"""A market matched in shards finds what it finds as a whole: the same pairs, scores and order, both ways."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.globe import Point
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.shards.layout import Layout
from portal.matching.shards.share import NOTHING, Found, merged
from tests.proof import few_examples
from tests.unit.matching.pairs import availability, vacancy
from tests.unit.matching.shards.markets import Market, as_a_whole, in_shards, listed
from tests.unit.matching.worlds import world

MOVING = {"GB": (5, 6), "DK": (7,)}
LAYOUTS = (
    Layout(),
    Layout((), {"GB": (1,), "DK": (1,)}),
    Layout((-3.1, 0.16, 0.2, 23.6), MOVING),
    Layout((-170.0, -170.0, 10.0, 180.0), MOVING),
    Layout((-180.0, 0.0, 179.999, 179.999), MOVING),
)
COUNTRIES = ("GB", "DK", "FR")
LATITUDES = (-90.0, -89.9999, 0.0, 0.0, 0.0, 52.0, 89.9999999, 90.0)
LONGITUDES = (-180.0, -179.9999, -170.0, -3.1, 0.0, 0.16, 10.0, 179.999, 179.9999999, 180.0)
RADII = (0.0, 0.0, 1e-6, 10.0, 150.0, 3000.0, 10_007.5, 20_000.0, 1e6)


def hostile(seed: int, lots: int, vacancies: int) -> tuple[list[AvailabilityFacts], list[VacancyFacts]]:
    """Posts that differ in place, radius and country alone, so that nearly all pass and many tie."""
    r = Random(seed)

    def place() -> Point:
        return Point(r.choice(LATITUDES), r.choice(LONGITUDES))

    return (
        [
            availability(
                reference=f"A{r.randint(1, 99)}",
                order=r.randint(0, 1),
                point=place(),
                travel_km=r.choice(RADII),
                relocates=r.random() < 0.4,
                work_countries=frozenset(r.sample(COUNTRIES, r.randint(0, 3))),
                open_corridors=frozenset(r.sample(COUNTRIES, r.randint(0, 1))),
            )
            for _ in range(lots)
        ],
        [
            vacancy(
                reference=f"V{r.randint(1, 99)}",
                order=r.randint(0, 1),
                point=place(),
                country=r.choice(COUNTRIES[:2]),
                accommodation=r.random() < 0.5,
            )
            for _ in range(vacancies)
        ],
    )


@pytest.mark.parametrize("lots_answer", [True, False])
@few_examples
@given(st.integers(0, 10**9), st.integers(0, 25), st.integers(0, 25), st.sampled_from(LAYOUTS))
def test_a_hostile_market_finds_the_same_in_shards(
    lots_answer: bool, seed: int, lots: int, vacancies: int, layout: Layout
) -> None:
    market = Market(*hostile(seed, lots, vacancies), layout)
    for top in (1, 3, None):
        expected = as_a_whole(market, lots_answer=lots_answer, top=top)
        assert in_shards(market, lots_answer=lots_answer, top=top) == expected


@pytest.mark.parametrize("lots_answer", [True, False])
@few_examples
@given(st.integers(0, 10**9), st.integers(0, 20), st.integers(0, 20), st.sampled_from(LAYOUTS))
def test_any_world_finds_the_same_in_shards(
    lots_answer: bool, seed: int, lots: int, vacancies: int, layout: Layout
) -> None:
    market = Market(*world(seed, lots, vacancies), layout)
    expected = as_a_whole(market, lots_answer=lots_answer, top=2)
    assert in_shards(market, lots_answer=lots_answer, top=2) == expected


@pytest.mark.parametrize("lots_answer", [True, False])
def test_the_markets_that_are_tried_have_pairs_of_every_kind(lots_answer: bool) -> None:
    market = Market(*hostile(5, 60, 60), LAYOUTS[3])
    found = as_a_whole(market, lots_answer=lots_answer, top=20)
    assert len(found) > 400
    assert in_shards(market, lots_answer=lots_answer, top=20) == found
    nobody_moves = replace(market, lots=[replace(lot, relocates=False) for lot in market.lots])
    assert len(as_a_whole(nobody_moves, lots_answer=lots_answer, top=20)) < len(found)


def found(*pairs: tuple[int, int, float]) -> Found:
    askers, others, scores = zip(*pairs, strict=True)
    return Found(np.array(askers), np.array(others), np.array(scores))


def test_what_several_shards_found_is_merged_by_score_and_then_by_age() -> None:
    one = found((1, 9, 0.8), (1, 4, 0.5), (2, 7, 0.3))
    other = found((1, 9, 0.8), (1, 3, 0.5), (1, 8, 0.9))
    assert listed(merged([one, NOTHING, other], 3)) == [(1, 8, 0.9), (1, 9, 0.8), (1, 3, 0.5), (2, 7, 0.3)]
    assert len(merged([one, other], None)) == 5


def test_where_nothing_was_found_nothing_is_merged() -> None:
    assert listed(merged([], 20)) == []
    assert listed(merged([NOTHING, NOTHING], None)) == []
