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
class Question:
    """One of several questions, with what it points into."""

    packed: Packed
    lots_answer: bool
    answers: Answers
    questions: Questions
    at: int

    @cached_property
    def record(self) -> Any:
        return self.questions.records[self.at]

    @cached_property
    def program(self) -> Records:
        return self.questions.program[self.record["program"] : self.record["program_end"]]


class Pairs:
    """The asking post of a question with each of the records `ids`."""

    def __init__(self, question: Question, ids: Ids, posts: Records | None = None) -> None:
        self._question = question
        self.ids = ids
        posts = question.packed.records[ids] if posts is None else posts
        asker = question.record["post"]
        self._posts = posts
        self._lot: Any = posts if question.lots_answer else asker
        self._vacancy: Any = asker if question.lots_answer else posts
        self._flags = posts["flags"] & asker["flags"]

    def only(self, chosen: Bools) -> "Pairs":
        """Some of these pairs."""
        return Pairs(self._question, self.ids[chosen], self._posts[chosen])

    @property
    def may_hold_required(self) -> Bools:
        """Which of the pairs the signatures of their skills do not turn away."""
        asker = self._question.record["post"]["signature"]
        posts = self._posts["signature"]
        beyond: Bools = (asker & ~posts if self._question.lots_answer else posts & ~asker) == 0
        return beyond

    def passes(self, gate: Gate) -> Bools:
        """Which of the pairs pass one gate."""
        passes: Bools = np.broadcast_to(getattr(self, f"_{gate.value}"), self.ids.shape)
        return passes

    def _row(self, name: str) -> Any:
        """The answers to one fact of the asking post."""
        start = int(self._question.record[name])
        return self._question.answers.rows.array[start + self._posts[name].astype(np.int64)]

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
        return skill_walk(self._question, self.ids)

    @property
    def _skills(self) -> Any:
        return self._walk[0]

    @property
    def _place(self) -> Any:
        return self.within | self._worth_moving

    @property
    def _worth_moving(self) -> Any:
        q, worth = self._question.record, self._vacancy["flags"] & (REQUIRES_SKILLS | ENTRY_LEVEL)
        occupation = self._posts["occupation"]
        trade = (occupation >= q["trade_first"]) & (occupation < q["trade_after"])
        return ((self._flags & MOBILE) != 0) & ((worth != 0) | trade)

    @property
    def _group(self) -> Any:
        return self.free >= np.maximum(self._lot["min_group"], self._vacancy["min_group"])

    @property
    def _relevance(self) -> Any:
        return (self._nearness >= 0.5) | (self._skill_factors > 0)

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
        packed, asker = self._question.packed, self._question.record
        first, last = self._span
        free = self._posts["headcount"].astype(np.int64)
        for at in np.flatnonzero(self._posts["flags"] & BUSY_SOMETIMES).tolist():
            listed = int(np.searchsorted(packed.busy, self.ids[at]))
            start, end = packed.busy_starts[listed : listed + 2].tolist()
            rows = packed.commitments[start:end].tolist()
            free[at] = free_between(int(free[at]), rows, int(first[at]), int(last[at]))
        headcount = int(asker["post"]["headcount"])
        rows = self._question.questions.busy[asker["busy"] : asker["busy_end"]].tolist()
        if not rows:
            return free, np.int64(headcount)
        spans = list(zip(first.tolist(), last.tolist(), strict=True))
        known = {span: free_between(headcount, rows, *span) for span in set(spans)}
        return free, np.array([known[span] for span in spans], np.int64)

    @cached_property
    def free(self) -> Any:
        """The lesser of both sides' free heads."""
        return np.minimum(*self._free_each)

    @cached_property
    def _nearness(self) -> Any:
        start = int(self._question.record["nearness"])
        return self._question.answers.nearness.array[start + self._posts["occupation"].astype(np.int64)]

    @property
    def _skill_factors(self) -> Any:
        _, factors, asked = self._walk
        return np.where(asked, factors, self._nearness)

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
            km[at] = great_circle_km(_point(lot, at), _point(vacancy, at))
        return km

    @property
    def within(self) -> Any:
        """Whether each pair lies within the radius."""
        return self._km <= self._lot["travel_km"]

    def hits(self) -> Records:
        """Of all these pairs, which pass every gate, the factors and the score."""
        rows = np.empty(len(self.ids), HIT)
        km, within, travel = self._km, self.within, self._lot["travel_km"]
        free_posts, free_asker = self._free_each
        free_a, free_v = (free_posts, free_asker) if self._question.lots_answer else (free_asker, free_posts)
        reached = 1.0 - 0.5 * km / np.where(travel > 0, travel, 1.0)
        moved = 0.4 - 0.2 * np.minimum(km, 3000.0) / 3000.0
        length = self._vacancy["last"] - self._vacancy["first"] + 1
        rows["skills"], rows["occupation"] = self._skill_factors, self._nearness
        rows["distance"] = np.where(within, np.where(travel > 0, reached, 1.0), moved)
        rows["dates"] = np.minimum(1.0, self._covered / length)
        rows["heads"] = np.where(free_v > 0, np.minimum(1.0, free_a / np.maximum(free_v, 1)), 0.0)
        rows["distance_km"], rows["record"], rows["relocating"] = km, self.ids, ~within
        rows["rank"] = self._question.packed.ranks[self.ids]
        rows["covered"], rows["free_availability"], rows["free_vacancy"] = self._covered, free_a, free_v
        self._round(rows)
        return rows

    def _round(self, rows: Records) -> None:
        """The score in thousand millionths; where rounding is in doubt, from the exact distance."""
        nano = total(*(rows[name] for name in _FACTORS)) * NANO
        rows["nano_score"] = np.rint(nano)
        for at in np.flatnonzero(np.abs(nano - np.floor(nano) - 0.5) < _DOUBTFUL).tolist():
            factors = {name: float(rows[name][at]) for name in _FACTORS}
            km = great_circle_km(_point(self._lot, at), _point(self._vacancy, at))
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


def _point(post: Any, at: int) -> Point:
    one = post[at] if post.shape else post
    return Point(float(one["latitude"]), float(one["longitude"]))
