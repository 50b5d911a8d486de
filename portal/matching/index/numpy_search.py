"""The search in NumPy: no compiler needed. `kernel.c` goes the same way, record by record."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from portal.matching.domain import Gate
from portal.matching.index.answers import Answers, Questions
from portal.matching.index.arrays import NONE, Ids, Ints, Records, gather
from portal.matching.index.cells import keys_of, ranges_near
from portal.matching.index.hits import NANO
from portal.matching.index.layout import HELD, HIT, MANY_TERMS, MOBILE, PERMITTED, REQUIRES_SKILLS
from portal.matching.index.packed import Packed
from portal.matching.index.pairs import Asking, Pairs, total

# Cheap questions that turn away many come first; every gate is asked, so the order changes no answer.
_GATES_BY_COST = (
    (Gate.ENGAGEMENT, Gate.SHIFTS),
    (Gate.COMPLIANCE, Gate.PERMISSION, Gate.LANGUAGES, Gate.TICKETS),
    (Gate.DATES, Gate.PAY),
    (Gate.GROUP,),
)
_NO_HITS = np.empty(0, HIT)
_REST_OF_VACANCIES = 0.5
_TOGETHER = 256  # questions on their way at once
_MOST_PAIRS = 200_000  # looked at together, to spare memory


@dataclass(frozen=True)
class _Step:
    """What a search would have considered next: records within the radius, or beyond it."""

    ids: Ids
    near: bool
    most_skills: float
    """So much skills count at most."""
    for_missing: float
    """So much less for each desired skill that is not held: it is related at best."""


class NumpySearch:
    """Searches one index; many questions go side by side, so that few calls look at many pairs."""

    name = "numpy"

    def __init__(self, packed: Packed, *, lots_answer: bool) -> None:
        self._packed = packed
        self._lots_answer = lots_answer

    @cached_property
    def _keys(self) -> Ints:
        return keys_of(self._packed.bands, self._packed.longitudes)

    def hits(self, answers: Answers, questions: Questions, top: int | None) -> list[Records]:
        """The hits of each question as HIT lays them out, best first."""
        asking = Asking(self._packed, self._lots_answer, answers, questions)
        found: list[Records] = []
        for first in range(0, len(questions.records), _TOGETHER):
            after = min(first + _TOGETHER, len(questions.records))
            searches = [_Search(asking, at, self._keys, top) for at in range(first, after)]
            _go(asking, searches)
            found += [search.best for search in searches]
        return found

    def pairs(self, answers: Answers, questions: Questions) -> Pairs:
        """The first question with every record, in their order."""
        asking = Asking(self._packed, self._lots_answer, answers, questions)
        return Pairs(asking, 0, np.arange(len(self._packed.records), dtype=np.int64))


def _go(asking: Asking, searches: list["_Search"]) -> None:
    """Let searches take their steps, all of them one, then the next."""
    ways = [(search, search.steps()) for search in searches]
    while ways:
        going, together, pairs = [], [], 0
        for search, steps in ways:
            step = next(steps, None)
            if step is None:
                continue
            going.append((search, steps))
            together.append((search, step))
            pairs += len(step.ids)
            if pairs > _MOST_PAIRS:
                _consider(asking, together)
                together, pairs = [], 0
        if together:
            _consider(asking, together)
        ways = going


def _consider(asking: Asking, together: list[tuple["_Search", _Step]]) -> None:
    """Let each search keep those of its step that pass every gate, within the radius or beyond it."""
    numbers = np.array([search.at for search, _ in together], np.int64)
    lengths = [len(step.ids) for _, step in together]
    of: Ids | int = int(numbers[0]) if len(numbers) == 1 else np.repeat(numbers, lengths)
    pairs = Pairs(asking, of, np.concatenate([step.ids for _, step in together]))
    near, most_skills, for_missing, least = (np.zeros(len(asking.questions.records)) for _ in range(4))
    near[numbers] = [step.near for _, step in together]
    most_skills[numbers] = [step.most_skills for _, step in together]
    for_missing[numbers] = [step.for_missing for _, step in together]
    least[numbers] = [search.least for search, _ in together]

    pairs = pairs.only(pairs.may_hold_required)
    for gates in _GATES_BY_COST:
        pairs = pairs.only(np.logical_and.reduce([pairs.passes(gate) for gate in gates]))
        if not len(pairs.ids):
            return
    moving = ~pairs.within & pairs.passes(Gate.PLACE)
    pairs = pairs.only(np.where(near[pairs.of] > 0, pairs.within, moving))
    skills = most_skills[pairs.of] - for_missing[pairs.of] * pairs.missing
    pairs = pairs.only(pairs.most(skills) * NANO + 1 >= least[pairs.of])
    pairs = pairs.only(pairs.passes(Gate.SKILLS) & pairs.passes(Gate.RELEVANCE))
    found = pairs.hits()
    if len(numbers) == 1:
        together[0][0].keep(found)
        return
    ends = np.searchsorted(pairs.of, numbers, "right").tolist()
    begin = 0
    for (search, _), end in zip(together, ends, strict=True):
        if begin < end:
            search.keep(found[begin:end])
        begin = end


class _Search:
    """One question on its way through shelves and cells."""

    def __init__(self, asking: Asking, at: int, keys: Ints, top: int | None) -> None:
        self.at = at
        self.least = -NANO
        """Thousand millionths: what scores less is not among the best."""
        self._asking, self._packed, self._keys, self._top = asking, asking.packed, keys, top
        self._record = record = asking.questions.records[at]
        names = (
            "program",
            "program_end",
            "shelves",
            "shelves_end",
            "wished",
            "wished_end",
            "runs",
            "runs_end",
        )
        numbers: list[int] = [int(record[name]) for name in names]
        program, program_end, shelves, shelves_end, wished, wished_end, runs, runs_end = numbers
        self._weights = int(asking.questions.program["weight"][program:program_end].sum())
        self._asks = not asking.lots_answer or program < program_end
        self._runs: list[tuple[float, int, int]] = asking.answers.runs.array[runs:runs_end].tolist()
        # So near at most are occupations not looked up on their shelves: lots of any other occupation
        # are as near as the farthest; vacancies of entry level stand on many shelves
        self._rest = _REST_OF_VACANCIES
        if asking.lots_answer:
            self._rest = self._runs[-1][0] if self._runs else 0.0
        self._shelves: list[int] = asking.questions.shelves[shelves:shelves_end].tolist()
        self._wished: list[int] = asking.questions.shelves[wished:wished_end:2].tolist()
        self._hits = _NO_HITS

    def keep(self, found: Records) -> None:
        """Add to the best those that passed."""
        self._hits = np.concatenate((self._hits, found))
        if self._top is not None and len(self._hits) >= self._top:
            self._hits = self.best
            self.least = float(self._hits["nano_score"][-1])

    @property
    def best(self) -> Records:
        """The best of the hits: by score, then the older post, then the reference."""
        hits = self._hits
        ordered: Records = hits[np.lexsort((hits["rank"], -hits["nano_score"]))[: self._top]]
        return ordered

    def steps(self) -> Iterator[_Step]:
        """What to look at, one after the other; what was found is kept before the next is asked for."""
        post = self._record["post"]
        if post["flags"] & HELD or self._top == 0:
            return
        yield from self._near()
        if post["flags"] & MOBILE:
            yield from self._far()

    def _step(
        self, parts: list[Ids], *, near: bool, nearness: float, after_wished: bool = False
    ) -> Iterator[_Step]:
        ids = np.concatenate([NONE, *parts])
        if len(ids):
            most = self._most_skills(nearness, after_wished=after_wished)
            yield _Step(ids, near, most, 0.5 / self._weights if self._weights and most == 1.0 else 0.0)

    def _near(self) -> Iterator[_Step]:
        """Posts within the radius."""
        packed, post = self._packed, self._record["post"]
        more_km = 0.0 if self._asking.lots_answer else float(post["travel_km"])
        place = float(post["latitude"]), float(post["longitude"])
        ranges = ranges_near(packed.cells, self._keys, *place, more_km=more_km)
        parts = [self._on_shelf(shelf, *ranges) for shelf in self._shelves]
        yield from self._step(parts, near=True, nearness=1.0)
        if not self._record["by_occupation"]:
            return
        for nearness, first, after in self._runs:
            if nearness <= self._rest or self._hopeless(nearness, 1.0):
                break
            shelves = range(packed.skills + first, packed.skills + after)
            parts = [self._on_shelf(shelf, *ranges) for shelf in shelves]
            yield from self._step(parts, near=True, nearness=nearness)
        if self._hopeless(self._rest, 1.0):
            return
        wished = self._less_near([self._on_shelf(shelf, *ranges) for shelf in self._wished])
        yield from self._step([wished], near=True, nearness=self._rest)
        if not self._hopeless(self._rest, 1.0, after_wished=True):
            parts = [self._without(self._elsewhere(*ranges), wished)]
            yield from self._step(parts, near=True, nearness=self._rest, after_wished=True)

    def _on_shelf(self, shelf: int, starts: Ids, ends: Ids) -> Ids:
        """The posts of a shelf that stand in the ranges."""
        first, after = self._packed.near_starts[shelf : shelf + 2]
        filed = self._packed.near[first:after]
        if not len(filed):
            return NONE
        begins = np.searchsorted(
            filed, starts.astype(filed.dtype)
        )  # another kind would have all of them copied
        stops = np.searchsorted(filed, ends.astype(filed.dtype))
        return filed[gather(begins, stops)].astype(np.int64)

    def _elsewhere(self, starts: Ids, ends: Ids) -> Ids:
        """The posts in the ranges that no shelf led to."""
        ids = gather(starts, ends)
        if not self._asking.lots_answer:
            ids = ids[(self._packed.records["flags"][ids] & REQUIRES_SKILLS) == 0]
        return self._less_near([ids])

    def _less_near(self, parts: list[Ids]) -> Ids:
        """Those of the posts, each once, whose occupations are not near enough for shelves."""
        ids = parts[0] if len(parts) == 1 else np.unique(np.concatenate([NONE, *parts]))
        occupations = self._packed.records["occupation"][ids].astype(np.int64)
        nearness = self._asking.answers.nearness.array[int(self._record["nearness"]) + occupations]
        return ids[(nearness <= self._rest) & (self._asks | (nearness > 0))]

    def _without(self, ids: Ids, others: Ids) -> Ids:
        """The posts that are none of the others."""
        if not len(others):
            return ids
        among = np.zeros(len(self._packed.records), np.bool_)
        among[others] = True
        return ids[~among[ids]]

    def _far(self) -> Iterator[_Step]:
        """Posts beyond the radius, for whom somebody would move."""
        wished: Ids | None = None
        for nearness, first, after in self._runs:
            if self._hopeless(nearness, 0.4, after_wished=wished is not None):
                return
            if wished is None and self._record["anywhere"] and nearness <= self._rest:
                wished = self._less_near([self._far_on_shelf(shelf) for shelf in self._wished])
                yield from self._step([wished], near=False, nearness=nearness)
                if self._hopeless(nearness, 0.4, after_wished=True):
                    return
            parts = list(self._far_of(first, after))
            if wished is not None:
                parts = [self._without(part, wished) for part in parts]
            yield from self._step(parts, near=False, nearness=nearness, after_wished=wished is not None)

    def _far_on_shelf(self, shelf: int) -> Ids:
        start, end = self._packed.far_starts[shelf : shelf + 2].tolist()
        return self._permitted(start, end)

    def _permitted(self, start: int, end: int) -> Ids:
        """Of these places on far shelves, the posts for which the work is permitted."""
        terms = self._packed.far_terms[start:end].astype(np.int64)
        answers = self._asking.answers.rows.array[int(self._record["terms"]) + terms % MANY_TERMS]
        permitted = ((answers & PERMITTED) != 0) | (terms == MANY_TERMS)
        return self._packed.far[start:end][permitted].astype(np.int64)

    def _far_of(self, first: int, after: int) -> Iterator[Ids]:
        """The posts of the shelves asked whose occupation is one of [first, after)."""
        packed = self._packed
        for shelf in self._shelves:
            start, end = packed.far_starts[shelf : shelf + 2].tolist()
            begin, stop = np.searchsorted(packed.far_occupations[start:end], (first, after))
            yield self._permitted(start + int(begin), start + int(stop))
        if not self._record["by_occupation"]:
            return
        trade = int(self._record["trade_first"]), int(self._record["trade_after"])
        fitting = [(0, packed.occupations)]
        if not self._record["anywhere"]:
            fitting = [trade, (packed.entry_block, packed.occupations)]
        for least, most in fitting:
            low, high = max(first, least), min(after, most)
            if low < high:
                start, end = packed.far_starts[[packed.skills + low, packed.skills + high]].tolist()
                yield self._permitted(start, end)

    def _most_skills(self, nearness: float, *, after_wished: bool) -> float:
        """What skills count at most for posts of so near an occupation: half, once those were looked at who
        hold a skill that is only desired."""
        if not self._asks:
            return nearness
        return 0.5 if after_wished and self._wished else 1.0

    def _hopeless(self, nearness: float, distance: float, *, after_wished: bool = False) -> bool:
        """No post of so near an occupation and such a distance can be among the best."""
        if not self._asks and nearness <= 0:
            return True
        skills = self._most_skills(nearness, after_wished=after_wished)
        return bool(total(skills, nearness, distance, 1.0, 1.0) * NANO + 1 < self.least)
