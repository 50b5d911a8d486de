"""The map of a plan: everything inside its frame, joined by towns, on a graticule of round degrees."""

import re

import pytest

from portal.kernel.globe import Point
from portal.plans.flow_map import WIDTH, FlowMap, Movement, flow_map

SPALDING, BOSTON = Point(52.787, -0.153), Point(52.976, -0.026)
CLUJ, OSH, NANSEN = Point(46.77, 23.6), Point(40.53, 72.8), Point(-77.8, 166.7)


def drawn(*moves: Movement) -> FlowMap:
    found = flow_map(moves)
    assert found is not None
    return found


def test_nobody_who_moves_is_no_map() -> None:
    assert flow_map([]) is None
    assert flow_map([Movement("Spalding", SPALDING, "Boston", BOSTON, 0)]) is None


def test_movements_between_the_same_towns_are_one_line() -> None:
    one = drawn(
        Movement("Spalding", SPALDING, "Boston", BOSTON, 12),
        Movement("Spalding", SPALDING, "Boston", BOSTON, 8),
        Movement("Cluj-Napoca", CLUJ, "Boston", BOSTON, 5),
    )
    assert [line.words for line in one.lines] == ["Spalding → Boston: 20", "Cluj-Napoca → Boston: 5"]
    assert one.lines[0].width > one.lines[1].width
    assert {mark.words for mark in one.marks if mark.needs} == {"Boston: 25"}


@pytest.mark.parametrize(
    "ends",
    [(SPALDING, BOSTON), (SPALDING, SPALDING), (CLUJ, BOSTON), (OSH, BOSTON), (NANSEN, CLUJ), (OSH, NANSEN)],
)
def test_everything_lies_inside_the_frame(ends: tuple[Point, Point]) -> None:
    one = drawn(Movement("From here", ends[0], "To there", ends[1], 3))
    for mark in one.marks:
        assert mark.size <= mark.x <= WIDTH - mark.size
        assert mark.size <= mark.y <= one.height - mark.size
    for line in one.lines:
        x1, y1, *_rest = map(float, re.findall(r"-?[\d.]+", line.path))
        assert 0 <= x1 <= WIDTH
        assert 0 <= y1 <= one.height
    assert 200 < one.height < 4000
    assert 1 <= len(one.meridians) <= 8
    assert 1 <= len(one.parallels) <= 16


def test_the_graticule_says_which_degrees_it_stands_for() -> None:
    one = drawn(Movement("Cluj-Napoca", CLUJ, "Boston", BOSTON, 5))
    assert {rule.words for rule in one.meridians} >= {"0°", "10°E", "20°E"}
    assert all(rule.words.endswith("°N") for rule in one.parallels)


def test_names_hide_no_other_name() -> None:
    near = Point(52.788, -0.154)
    one = drawn(
        Movement("Spalding", SPALDING, "Boston", BOSTON, 20), Movement("Pinchbeck", near, "Boston", BOSTON, 5)
    )
    assert [name.words for name in one.names].count("Boston") == 1
    assert len({(round(name.x), round(name.y), name.anchor) for name in one.names}) == len(one.names)
