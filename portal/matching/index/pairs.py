"""One asking post against some of the indexed ones: every gate and factor as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from portal.kernel.globe import EARTH_RADIUS_KM, Point, great_circle_km
from portal.matching.domain import Gate
from portal.matching.index.answers import Answers, Questions
from portal.matching.index.arrays import Bools, Floats, Ids, Ints, Records
from portal.matching.index.hits import NANO
from portal.matching.index.layout import (
    ALL_FORMS_MASK,
    ALL_SHIFTS_MASK,
    ANY_SHIFT,
    BUSY_SOMETIMES,
    ENTRY_LEVEL,
    FORMS_AT,
    HELD,
    HIT,
    LANGUAGES_SPOKEN,
    MOBILE,
    PERMITTED,
    REQUIRES_SKILLS,
    SHIFTS_AT,
    TICKETS_HELD,
)
from portal.matching.index.packed import Packed
from portal.matching.index.walk import skill_walk

_DOUBTFUL_KM = 1e-6
_ILL_CONDITIONED_KM = 15_000.0  # towards the antipodes a last bit of the sine is metres
_DOUBTFUL = 1e-4  # of the last kept digit: so near a half, only the exact sum rounds alike


@dataclass(frozen=True)
class Asking:
    """Questions that are asked of an index together."""

    packed: Packed
    lots_answer: bool
    answers: Answers
    questions: Questions


class _Columns:
    """Some rows column by column, each fetched when it is first needed; `at` are numbers, or one for all."""

    def __init__(self, rows: Records, at: Ids | int) -> None:
        self._rows, self._at = rows, at
        self._fetched: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        known = self._fetched.get(name)
        if known is None:
            known = self._fetched[name] = self._rows[name][self._at]
        return known

    def point(self, at: int) -> Point:
        """Where the post of one pair is."""
        here, there = self["latitude"], self["longitude"]
        return Point(float(here[at] if here.shape else here), float(there[at] if there.shape else there))


class Pairs:
    """Questions with records: `of` is the number of each pair's question, or of the only one, `ids` that of
    its record."""

    def __init__(self, asking: Asking, of: Ids | int, ids: Ids) -> None:
        self._asking = asking
        self.of = of
        self.ids = ids
        self._posts = _Columns(asking.packed.records, ids)
        self._question = _Columns(asking.questions.records, of)
        self._asker = _Columns(asking.questions.records["post"], of)
        self._lot = self._posts if asking.lots_answer else self._asker
        self._vacancy = self._asker if asking.lots_answer else self._posts

    def only(self, chosen: Bools) -> "Pairs":
        """Some of these pairs."""
        of = self.of if isinstance(self.of, int) else self.of[chosen]
        return Pairs(self._asking, of, self.ids[chosen])

    @cached_property
    def _flags(self) -> Any:
        return self._posts["flags"] & self._asker["flags"]

    @property
    def may_hold_required(self) -> Bools:
        """Which of the pairs the signatures of their skills do not turn away."""
        asker, posts = self._asker["signature"], self._posts["signature"]
        beyond: Bools = (asker & ~posts if self._asking.lots_answer else posts & ~asker) == 0
        return beyond

    def passes(self, gate: Gate) -> Bools:
        """Which of the pairs pass one gate."""
        passes: Bools = np.broadcast_to(getattr(self, f"_{gate.value}"), self.ids.shape)
        return passes

    def _row(self, name: str) -> Any:
        """The answers to one fact of the asking post."""
        return self._asking.answers.rows.array[self._question[name] + self._posts[name].astype(np.int64)]

    @cached_property
    def _terms(self) -> Any:
        return self._row("terms")

    @cached_property
    def _abilities(self) -> Any:
        return self._row("abilities")

    @property
    def _compliance(self) -> Any:
        held = (self._lot["flags"] | self._vacancy["flags"]) & HELD
        forms = self._shared_forms
        return (held == 0) & ((forms == 0) | ((forms & ~self._terms & ALL_FORMS_MASK) != 0))

    @property
    def _permission(self) -> Any:
        return (self._terms & PERMITTED) != 0

    @cached_property
    def _shared_forms(self) -> Any:
        return (self._flags >> FORMS_AT) & ALL_FORMS_MASK

    @property
    def _engagement(self) -> Any:
        return self._shared_forms != 0

    @property
    def _dates(self) -> Any:
        v = self._vacancy
        least = np.minimum(v["last"] - v["first"] + 1, v["min_days"])
        return (self._lot["first"] <= v["latest_start"]) & (self._covered >= least)

    @property
    def _tickets(self) -> Any:
        return (self._abilities & TICKETS_HELD) != 0

    @property
    def _languages(self) -> Any:
        return (self._abilities & LANGUAGES_SPOKEN) != 0

    @property
    def _shifts(self) -> Any:
        asked = self._vacancy["flags"] >> SHIFTS_AT & ALL_SHIFTS_MASK
        shared = self._flags >> SHIFTS_AT & ALL_SHIFTS_MASK
        return np.where((self._vacancy["flags"] & ANY_SHIFT) != 0, shared != 0, shared == asked)

    @property
    def _pay(self) -> Any:
        return self._row("pay") != 0

    @cached_property
    def _walk(self) -> tuple[Bools, Floats, Bools]:
        of = np.full(len(self.ids), self.of) if isinstance(self.of, int) else self.of
        return skill_walk(self._asking, of, self.ids)

    @property
    def _skills(self) -> Any:
        return self._walk[0]

    @property
    def _place(self) -> Any:
        return self.within | self._worth_moving

    @property
    def _worth_moving(self) -> Any:
        q, worth = self._question, self._vacancy["flags"] & (REQUIRES_SKILLS | ENTRY_LEVEL)
        occupation = self._posts["occupation"]
        trade = (occupation >= q["trade_first"]) & (occupation < q["trade_after"])
        return ((self._flags & MOBILE) != 0) & ((worth != 0) | trade)

    @property
    def _group(self) -> Any:
        return self.free >= np.maximum(self._lot["min_group"], self._vacancy["min_group"])

    @property
    def _relevance(self) -> Any:
        return (self.nearness >= 0.5) | (self._skill_factors > 0)

    @cached_property
    def _span(self) -> tuple[Ints, Ints]:
        first = np.maximum(self._lot["first"], self._vacancy["first"]).astype(np.int64)
        return first, np.minimum(self._lot["last"], self._vacancy["last"]).astype(np.int64)

    @cached_property
    def _covered(self) -> Any:
        first, last = self._span
        return np.maximum(last - first + 1, 0)

    @cached_property
    def _free_each(self) -> tuple[Any, Any]:
        """Heads free in the covered days: of the indexed posts, and of the asking post."""
        packed, questions = self._asking.packed, self._asking.questions
        first, last = (days.tolist() for days in self._span)
        free = self._posts["headcount"].astype(np.int64)
        sometimes = np.flatnonzero(self._posts["flags"] & BUSY_SOMETIMES)
        listed = np.searchsorted(packed.busy, self.ids[sometimes].astype(np.uint32))
        starts, ends = packed.busy_starts[listed].tolist(), packed.busy_starts[listed + 1].tolist()
        for at, start, end in zip(sometimes.tolist(), starts, ends, strict=True):
            rows = packed.commitments[start:end].tolist()
            free[at] = free_between(int(free[at]), rows, first[at], last[at])
        of_asker = np.broadcast_to(self._asker["headcount"].astype(np.int64), free.shape)
        known: dict[tuple[int, int, int], int] = {}
        busy = np.flatnonzero(np.broadcast_to(self._asker["flags"] & BUSY_SOMETIMES, free.shape)).tolist()
        if busy:
            of_asker, of = of_asker.copy(), np.broadcast_to(self.of, free.shape)
        for at in busy:
            question = int(of[at])
            span = question, first[at], last[at]
            if span not in known:
                start, end = questions.records[["busy", "busy_end"]][question].tolist()
                rows = questions.busy[start:end].tolist()
                known[span] = free_between(int(of_asker[at]), rows, first[at], last[at])
            of_asker[at] = known[span]
        return free, of_asker

    @cached_property
    def free(self) -> Any:
        """The lesser of both sides' free heads."""
        return np.minimum(*self._free_each)

    @cached_property
    def nearness(self) -> Any:
        places = self._question["nearness"] + self._posts["occupation"].astype(np.int64)
        return self._asking.answers.nearness.array[places]

    @property
    def _skill_factors(self) -> Any:
        _, factors, asked = self._walk
        return np.where(asked, factors, self.nearness)

    @cached_property
    def _km(self) -> Any:
        """Great circle distance (haversine), exact where a hair decides whether it is within the radius."""
        lot, vacancy = self._lot, self._vacancy
        here, there = np.radians(lot["latitude"]), np.radians(vacancy["latitude"])
        across = np.sin((there - here) / 2)
        along = np.sin(np.radians(vacancy["longitude"] - lot["longitude"]) / 2)
        half_chord = across * across + np.cos(here) * np.cos(there) * along * along
        km = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half_chord)))
        doubtful = (np.abs(km - lot["travel_km"]) < _DOUBTFUL_KM) | (km > _ILL_CONDITIONED_KM)
        for at in np.flatnonzero(doubtful).tolist():
            km[at] = great_circle_km(lot.point(at), vacancy.point(at))
        return km

    @property
    def within(self) -> Any:
        """Whether each pair lies within the radius."""
        return self._km <= self._lot["travel_km"]

    @cached_property
    def _distance(self) -> Any:
        travel = self._lot["travel_km"]
        reached = 1.0 - 0.5 * self._km / np.where(travel > 0, travel, 1.0)
        moved = 0.4 - 0.2 * np.minimum(self._km, 3000.0) / 3000.0
        return np.where(self.within, np.where(travel > 0, reached, 1.0), moved)

    @cached_property
    def _dates_factor(self) -> Any:
        return np.minimum(1.0, self._covered / (self._vacancy["last"] - self._vacancy["first"] + 1))

    @cached_property
    def _heads(self) -> Any:
        free_lot, free_vacancy = self._free_of_both
        return np.where(free_vacancy > 0, np.minimum(1.0, free_lot / np.maximum(free_vacancy, 1)), 0.0)

    @property
    def _free_of_both(self) -> tuple[Any, Any]:
        """Heads free in the covered days: of the lots, and of the vacancies."""
        free_posts, free_asker = self._free_each
        return (free_posts, free_asker) if self._asking.lots_answer else (free_asker, free_posts)

    @property
    def missing(self) -> Any:
        """How many desired skills at least are not held: those outside of the signatures."""
        return np.bitwise_count(self._question["desired"] & ~self._posts["signature"])

    def most(self, skills: Any) -> Any:
        """No score is greater, where skills count so much at most."""
        return total(skills, self.nearness, self._distance, self._dates_factor, self._heads)

    def hits(self) -> Records:
        """Of all these pairs, which pass every gate, the factors and the score."""
        rows = np.empty(len(self.ids), HIT)
        rows["skills"], rows["occupation"] = self._skill_factors, self.nearness
        rows["distance"], rows["dates"], rows["heads"] = self._distance, self._dates_factor, self._heads
        rows["distance_km"], rows["record"], rows["relocating"] = self._km, self.ids, ~self.within
        rows["rank"] = self._asking.packed.ranks[self.ids]
        rows["covered"] = self._covered
        rows["free_availability"], rows["free_vacancy"] = self._free_of_both
        self._round(rows)
        return rows

    def _round(self, rows: Records) -> None:
        """The score in thousand millionths; where rounding is in doubt, from the exact distance."""
        nano = total(*(rows[name] for name in _FACTORS)) * NANO
        rows["nano_score"] = np.rint(nano)
        for at in np.flatnonzero(np.abs(nano - np.floor(nano) - 0.5) < _DOUBTFUL).tolist():
            factors = {name: float(rows[name][at]) for name in _FACTORS}
            km = great_circle_km(self._lot.point(at), self._vacancy.point(at))
            travel = float(np.broadcast_to(self._lot["travel_km"], rows.shape)[at])
            if rows["relocating"][at]:
                factors["distance"] = 0.4 - 0.2 * min(km, 3000.0) / 3000.0
            else:
                factors["distance"] = 1.0 - 0.5 * km / travel if travel else 1.0
            rows["nano_score"][at] = round(round(total(**factors), 9) * NANO)


_FACTORS = ("skills", "occupation", "distance", "dates", "heads")


def total(skills: Any, occupation: Any, distance: Any, dates: Any, heads: Any) -> Any:
    """The score before rounding, summed in the order of the rules."""
    return 0.45 * skills + 0.20 * occupation + 0.15 * distance + 0.10 * dates + 0.10 * heads


def free_between(headcount: int, busy: Sequence[tuple[int, int, int]], first: int, last: int) -> int:
    """Heads free on every day from first to last; all of them where there is no such day."""
    if first > last:
        return headcount
    within = [one for one in busy if one[0] <= last and one[1] >= first]
    days = [max(one[0], first) for one in within]
    most = max((sum(n for begin, end, n in within if begin <= day <= end) for day in days), default=0)
    return max(0, headcount - most)
