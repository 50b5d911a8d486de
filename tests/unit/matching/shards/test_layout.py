"""Who is within reach meets in the stripe of the vacancy; who would move, in a shard of its country."""

from math import asin, cos, degrees, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.globe import EARTH_RADIUS_KM, Point, great_circle_km
from portal.matching.shards.layout import Layout, cuts_by_weight, half_width, moving_by_weight
from tests.unit.matching.pairs import availability, vacancy
from tests.unit.matching.shards.markets import ranked

ROUND = Layout((-150.0, -60.0, 0.16, 60.0, 150.0))

latitudes = st.one_of(st.sampled_from((-90.0, -89.9999, 0.0, 60.0, 89.9999999, 90.0)), st.floats(-90, 90))
longitudes = st.one_of(
    st.sampled_from((-180.0, -150.0, 0.16, 150.0, 179.9999999, 180.0)), st.floats(-180, 180)
)
points = st.builds(Point, latitudes, longitudes)
radii = st.one_of(st.sampled_from((0.0, 1e-6, 10_007.5, 20_000.0, 1e7)), st.floats(0, 25_000))


def lot_shards(layout: Layout, **given_facts: object) -> set[int]:
    return set(layout.of_lot(availability(**given_facts)))


@given(points, points, radii)
def test_a_vacancy_within_reach_lies_in_a_stripe_that_the_lot_touches(
    here: Point, there: Point, km: float
) -> None:
    reached = great_circle_km(here, there)
    assert ROUND.home(there) in lot_shards(ROUND, point=here, travel_km=reached)
    if reached <= km:
        assert ROUND.home(there) in lot_shards(ROUND, point=here, travel_km=km)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0.001, 9000))
def test_the_easternmost_place_within_reach_is_never_lost(
    latitude: float, longitude: float, km: float
) -> None:
    angle = km / EARTH_RADIUS_KM
    if abs(latitude) + degrees(angle) >= 90:
        assert half_width(latitude, km) == 180
        return
    east = degrees(asin(sin(angle) / cos(radians(latitude))))
    assert east <= half_width(latitude, km) <= east + 1e-3
    touched = Point(degrees(asin(sin(radians(latitude)) / cos(angle))), (longitude + east + 540) % 360 - 180)
    cut_there = Layout((touched.longitude,))
    assert cut_there.home(touched) in lot_shards(
        cut_there,
        point=Point(latitude, longitude),
        travel_km=great_circle_km(Point(latitude, longitude), touched),
    )


@pytest.mark.parametrize(
    ("point", "km", "stripes"),
    [
        (Point(0.0, 10.0), 100.0, {3}),
        (Point(0.0, 0.2), 100.0, {2, 3}),
        (Point(0.0, 180.0), 0.0, {0, 5}),
        (Point(0.0, -180.0), 0.0, {0, 5}),
        (Point(0.0, 179.0), 5000.0, {0, 1, 4, 5}),
        (Point(89.0, 10.0), 112.0, {0, 1, 2, 3, 4, 5}),
        (Point(90.0, 10.0), 0.0, {0, 1, 2, 3, 4, 5}),
        (Point(0.0, 10.0), 20_000.0, {0, 1, 2, 3, 4, 5}),
    ],
)
def test_a_lot_stands_in_every_stripe_that_its_radius_touches_and_no_other(
    point: Point, km: float, stripes: set[int]
) -> None:
    assert lot_shards(ROUND, point=point, travel_km=km) == stripes


def test_a_vacancy_stands_in_one_stripe_and_where_it_houses_in_one_shard_of_its_country() -> None:
    layout = Layout((0.0,), {"GB": (2, 3), "DK": (4,)})
    here = Point(52.0, 1.0)
    assert list(layout.of_vacancy(vacancy(point=here))) == [1]
    housing = [
        list(layout.of_vacancy(vacancy(point=here, accommodation=True, reference=f"V{number}")))
        for number in range(40)
    ]
    assert {tuple(shards) for shards in housing} == {(1, 2), (1, 3)}
    assert list(layout.of_vacancy(vacancy(point=here, country="FR", accommodation=True))) == [1, 2]


def test_a_lot_that_relocates_stands_in_all_shards_of_the_countries_where_it_may_work() -> None:
    layout = Layout((0.0,), {"GB": (3, 4), "DK": (5,), "FR": (6,)})
    facts = {"point": Point(52.0, 9.0), "travel_km": 10.0, "work_countries": frozenset({"GB"})}
    assert lot_shards(layout, **facts) == {1}
    assert lot_shards(layout, **facts, relocates=True) == {1, 3, 4}
    assert lot_shards(layout, **facts, relocates=True, open_corridors=frozenset({"FR"})) == {1, 3, 4, 6}
    assert lot_shards(layout, **facts, relocates=True, open_corridors=frozenset({"IE"})) == {1, 2, 3, 4}
    assert (layout.stripes, len(layout), len(Layout())) == (2, 7, 2)


@given(st.lists(st.sampled_from((-180.0, -3.0, -3.0, 0.1, 0.1, 0.1, 24.0, 180.0))), st.integers(1, 9))
def test_a_market_is_cut_into_as_many_stripes_as_asked(places: list[float], stripes: int) -> None:
    cuts = cuts_by_weight(np.array(places), np.ones(len(places)), stripes)
    assert len(cuts) == stripes - 1
    assert list(cuts) == sorted(cuts)


def test_stripes_weigh_alike_and_are_not_equally_wide() -> None:
    places = np.concatenate((np.linspace(-0.2, 0.2, 900), np.linspace(-180, 180, 100)))
    cuts = cuts_by_weight(places, np.ones(1000), 4)
    parts = np.bincount(np.searchsorted(cuts, places, "right"))
    assert parts.tolist() == pytest.approx([250] * 4, abs=2)
    heavier = cuts_by_weight(places, np.where(places > 0.1, 9.0, 1.0), 4)
    assert all(one < other for one, other in zip(cuts, heavier, strict=True))


def test_a_heavy_country_has_several_shards_and_light_ones_stand_together() -> None:
    shared = moving_by_weight({"GB": 60, "DE": 20, "FR": 10, "IE": 8, "MT": 2}, 8, 5)
    assert shared["GB"] == (8, 9, 10)
    assert shared["DE"] == (11,)
    assert shared["FR"] == shared["IE"] == shared["MT"] == (12,)
    assert moving_by_weight({}, 8, 5) == {}
    assert moving_by_weight({"GB": 1}, 8, 0) == {}
    assert moving_by_weight({"GB": 0}, 8, 1) == {"GB": (8,)}


def test_posts_are_numbered_by_age_and_then_by_reference() -> None:
    ages = [(2, "A"), (1, "B10"), (1, "B9"), (1, "B10")]
    assert ranked([availability(order=order, reference=name) for order, name in ages]) == [3, 0, 2, 1]
