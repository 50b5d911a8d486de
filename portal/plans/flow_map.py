"""A map of who goes where: places on a graticule of our own, joined by lines as wide as many heads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians

from portal.kernel.globe import Point

WIDTH = 720
MARGIN = 44
_STEPS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
_LEAST_SPAN = 0.4
"""Degrees of latitude: nearer than that, a map of one town would show streets that we do not have."""
_MOST_LINES, _MOST_NAMES = 300, 14
_HIGH, _CHARACTER = 18, 8.5
"""Of a name, in the map's own units."""


@dataclass(frozen=True)
class Movement:
    """Heads that go from one town to another."""

    from_town: str
    from_point: Point
    to_town: str
    to_point: Point
    heads: int


@dataclass(frozen=True)
class Rule:
    """One line of the graticule, where it lies and what stands beside it, e.g. 53° N."""

    at: float
    words: str


@dataclass(frozen=True)
class Line:
    """A movement as drawn: a bow from one place to another, `width` by its heads."""

    path: str
    width: float
    words: str


@dataclass(frozen=True)
class Mark:
    """A place: a circle where workers are, a square where they are needed."""

    x: float
    y: float
    size: float
    needs: bool
    words: str


@dataclass(frozen=True)
class Name:
    """A town's name beside its mark."""

    x: float
    y: float
    words: str
    anchor: str


@dataclass(frozen=True)
class FlowMap:
    """Everything that is drawn, in the units of the view box."""

    width: int
    height: int
    meridians: Sequence[Rule]
    parallels: Sequence[Rule]
    lines: Sequence[Line]
    marks: Sequence[Mark]
    names: Sequence[Name]


@dataclass(frozen=True)
class _Projection:
    """Degrees to the units of the view box: a plain chart, true to scale along its middle."""

    west: float
    north: float
    per_degree: float
    squeeze: float
    height: int

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_Projection":
        south, north = min(p.latitude for p in points), max(p.latitude for p in points)
        west, east = min(p.longitude for p in points), max(p.longitude for p in points)
        middle = (south + north) / 2
        squeeze = max(cos(radians(middle)), 0.05)
        tall = max(north - south, _LEAST_SPAN)
        wide = max((east - west) * squeeze, tall, _LEAST_SPAN)
        tall = max(tall, wide * 0.45)
        per_degree = (WIDTH - 2 * MARGIN) / wide
        return cls(
            west=(west + east) / 2 - wide / squeeze / 2,
            north=middle + tall / 2,
            per_degree=per_degree,
            squeeze=squeeze,
            height=round(tall * per_degree + 2 * MARGIN),
        )

    def x(self, longitude: float) -> float:
        return round(MARGIN + (longitude - self.west) * self.squeeze * self.per_degree, 1)

    def y(self, latitude: float) -> float:
        return round(MARGIN + (self.north - latitude) * self.per_degree, 1)

    def longitude(self, x: float) -> float:
        return self.west + (x - MARGIN) / self.squeeze / self.per_degree

    def latitude(self, y: float) -> float:
        return self.north - (y - MARGIN) / self.per_degree


def flow_map(movements: Iterable[Movement]) -> FlowMap | None:
    """The map of all movements, those between the same towns as one line; none where nobody moves."""
    joined = _joined(movements)
    if not joined:
        return None
    chart = _Projection.around([one for move in joined for one in (move.from_point, move.to_point)])
    most = max(move.heads for move in joined)
    marks = _marks(joined, chart)
    parallels = _rules(chart.latitude(chart.height), chart.latitude(0), chart.y, "NS")
    return FlowMap(
        width=WIDTH,
        height=chart.height,
        meridians=_rules(chart.longitude(0), chart.longitude(WIDTH), chart.x, "EW"),
        parallels=parallels,
        lines=[_line(move, chart, most) for move in joined[:_MOST_LINES]],
        marks=marks,
        names=_names(joined, chart, parallels),
    )


def _joined(movements: Iterable[Movement]) -> list[Movement]:
    sums: dict[tuple[str, Point, str, Point], int] = {}
    for one in movements:
        key = (one.from_town, one.from_point, one.to_town, one.to_point)
        sums[key] = sums.get(key, 0) + one.heads
    moves = [Movement(*key, heads=heads) for key, heads in sums.items() if heads]
    return sorted(moves, key=lambda one: (-one.heads, one.from_town, one.to_town))


def _line(move: Movement, chart: _Projection, most: int) -> Line:
    x1, y1 = chart.x(move.from_point.longitude), chart.y(move.from_point.latitude)
    x2, y2 = chart.x(move.to_point.longitude), chart.y(move.to_point.latitude)
    bend_x, bend_y = (x1 + x2) / 2 + (y1 - y2) * 0.12, (y1 + y2) / 2 + (x2 - x1) * 0.12
    path = f"M{x1} {y1}Q{bend_x:.1f} {bend_y:.1f} {x2} {y2}"
    return Line(path, round(1.5 + 8.5 * move.heads / most, 1), _words(move))


def _words(move: Movement) -> str:
    return f"{move.from_town} → {move.to_town}: {move.heads}"


def _marks(moves: Sequence[Movement], chart: _Projection) -> list[Mark]:
    sums: dict[tuple[bool, str, Point], int] = {}
    for one in moves:
        for place in ((False, one.from_town, one.from_point), (True, one.to_town, one.to_point)):
            sums[place] = sums.get(place, 0) + one.heads
    most = max(sums.values())
    return [
        Mark(
            x=chart.x(point.longitude),
            y=chart.y(point.latitude),
            size=round(5 + 7 * (heads / most) ** 0.5, 1),
            needs=needs,
            words=f"{town}: {heads}",
        )
        for (needs, town, point), heads in sorted(sums.items(), key=lambda one: -one[1])
    ]


def _names(moves: Sequence[Movement], chart: _Projection, parallels: Sequence[Rule]) -> list[Name]:
    """The largest towns' names, each where it hides no other nor a degree, first come first served."""
    names: list[Name] = []
    boxes = [(0.0, one.at - _HIGH, 44.0, one.at) for one in parallels]
    places = [
        place for one in moves for place in ((one.to_town, one.to_point), (one.from_town, one.from_point))
    ]
    for town, point in dict.fromkeys(places):
        if len(names) >= _MOST_NAMES:
            break
        x, y = chart.x(point.longitude), chart.y(point.latitude)
        long = len(town) * _CHARACTER
        for anchor, left in (("start", x + 15), ("end", x - 15 - long)):
            box = (left, y - _HIGH / 2, left + long, y + _HIGH / 2)
            if left < 0 or box[2] > WIDTH or any(_overlap(box, other) for other in boxes):
                continue
            boxes.append(box)
            names.append(Name(x + 15 if anchor == "start" else x - 15, y + 5, town, anchor))
            break
    return names


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _rules(low: float, high: float, place: Callable[[float], float], signs: str) -> list[Rule]:
    step = next((one for one in _STEPS if (high - low) / one <= 7), _STEPS[-1])
    rules = []
    for n in range(ceil(low / step), floor(high / step) + 1):
        degrees = round(n * step, 2)
        side = "" if degrees == 0 else signs[0] if degrees > 0 else signs[1]
        rules.append(Rule(place(degrees), f"{abs(degrees):g}°{side}"))
    return rules
