"""The search in NumPy: no compiler needed. `kernel.c` goes the same way, record by record."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from portal.matching.domain import Gate
from portal.matching.index.answers import Answers, Questions
from portal.matching.index.arrays import NONE, Ids, Ints, Records, gather
from portal.matching.index.cells import keys_of, ranges_near
from portal.matching.index.hits import NANO
from portal.matching.index.layout import HELD, HIT, MANY_TERMS, MOBILE, PERMITTED, REQUIRES_SKILLS
from portal.matching.index.packed import Packed
from portal.matching.index.pairs import Pairs, Question, total

# Cheap questions that turn away many come first; every gate is asked, so the order changes no answer.
_GATES_BY_COST = (
    Gate.COMPLIANCE,
    Gate.PERMISSION,
    Gate.SHIFTS,
    Gate.ENGAGEMENT,
    Gate.DATES,
    Gate.LANGUAGES,
    Gate.TICKETS,
    Gate.PAY,
    Gate.GROUP,
)
_COSTLY_GATES = (Gate.SKILLS, Gate.RELEVANCE)
_NO_HITS = np.empty(0, HIT)
_REST_OF_VACANCIES = 0.5


class NumpySearch:
    """Searches one index."""

    name = "numpy"

    def __init__(self, packed: Packed, *, lots_answer: bool) -> None:
        self._packed = packed
        self._lots_answer = lots_answer

    @cached_property
    def _keys(self) -> Ints:
        return keys_of(self._packed.bands, self._packed.longitudes)

    def hits(self, answers: Answers, questions: Questions, top: int | None) -> list[Records]:
        """The hits of each question as HIT lays them out, best first."""
        asked = (
            Question(self._packed, self._lots_answer, answers, questions, at)
            for at in range(len(questions.records))
        )
        return [_Search(question, self._keys, top).found() for question in asked]

    def pairs(self, answers: Answers, questions: Questions) -> Pairs:
        """The first question with every record, in their order."""
        question = Question(self._packed, self._lots_answer, answers, questions, 0)
        return Pairs(question, np.arange(len(self._packed.records), dtype=np.int64))


class _Search:
    """One question on its way through shelves and cells."""

    def __init__(self, question: Question, keys: Ints, top: int | None) -> None:
        self._question, self._packed, self._top = question, question.packed, top
        self._keys = keys
        self._record = question.record
        self._asks = not question.lots_answer or len(question.program) > 0
        runs = question.answers.runs.array[self._record["runs"] : self._record["runs_end"]]
        self._runs: list[tuple[float, int, int]] = runs.tolist()
        # So near at most are occupations not looked up on their shelves: lots of any other occupation
        # are as near as the farthest; vacancies of entry level stand on many shelves
        self._rest = _REST_OF_VACANCIES
        if question.lots_answer:
            self._rest = self._runs[-1][0] if self._runs else 0.0
        shelves = question.questions.shelves[self._record["shelves"] : self._record["shelves_end"]]
        self._shelves: list[int] = shelves.tolist()
        self._by_occupation = bool(self._record["by_occupation"])
        wished = question.questions.shelves[self._record["wished"] : self._record["wished_end"]]
        self._wished: list[int] = wished[::2].tolist()
        self._hits = _NO_HITS

    def found(self) -> Records:
        post = self._record["post"]
        if post["flags"] & HELD or self._top == 0:
            return _NO_HITS
        self._look_near()
        if post["flags"] & MOBILE:
            self._look_far()
        return self._best(self._hits)

    def _look_near(self) -> None:
        """Posts within the radius."""
        packed, post = self._packed, self._record["post"]
        more_km = 0.0 if self._question.lots_answer else float(post["travel_km"])
        place = float(post["latitude"]), float(post["longitude"])
        ranges = ranges_near(packed.cells, self._keys, *place, more_km=more_km)
        self._consider([self._on_shelf(shelf, *ranges) for shelf in self._shelves], near=True)
        if not self._by_occupation:
            return
        for nearness, first, after in self._runs:
            if nearness <= self._rest or self._hopeless(nearness, 1.0):
                break
            shelves = range(packed.skills + first, packed.skills + after)
            self._consider([self._on_shelf(shelf, *ranges) for shelf in shelves], near=True)
        if self._hopeless(self._rest, 1.0):
            return
        wished = self._less_near([self._on_shelf(shelf, *ranges) for shelf in self._wished])
        self._consider([wished], near=True)
        if not self._hopeless(self._rest, 1.0, after_wished=True):
            self._consider([np.setdiff1d(self._elsewhere(*ranges), wished)], near=True)

    def _on_shelf(self, shelf: int, starts: Ids, ends: Ids) -> Ids:
        """The posts of a shelf that stand in the ranges."""
        first, after = self._packed.near_starts[shelf : shelf + 2]
        filed = self._packed.near[first:after]
        if not len(filed):
            return NONE
        begins, stops = np.searchsorted(filed, starts), np.searchsorted(filed, ends)
        return filed[gather(begins, stops)].astype(np.int64)

    def _elsewhere(self, starts: Ids, ends: Ids) -> Ids:
        """The posts in the ranges that no shelf led to."""
        ids = gather(starts, ends)
        if not self._question.lots_answer:
            ids = ids[(self._packed.records["flags"][ids] & REQUIRES_SKILLS) == 0]
        return self._less_near([ids])

    def _less_near(self, parts: list[Ids]) -> Ids:
        """Those of the posts, each once, whose occupations are not near enough for shelves."""
        ids = np.unique(np.concatenate([NONE, *parts]))
        occupations = self._packed.records["occupation"][ids].astype(np.int64)
        nearness = self._question.answers.nearness.array[int(self._record["nearness"]) + occupations]
        return ids[(nearness <= self._rest) & (self._asks | (nearness > 0))]

    def _look_far(self) -> None:
        """Posts beyond the radius, for whom somebody would move."""
        wished: Ids | None = None
        for nearness, first, after in self._runs:
            if self._hopeless(nearness, 0.4, after_wished=wished is not None):
                return
            if wished is None and self._record["anywhere"] and nearness <= self._rest:
                wished = self._less_near([self._far_on_shelf(shelf) for shelf in self._wished])
                self._consider([wished], near=False)
                if self._hopeless(nearness, 0.4, after_wished=True):
                    return
            parts = list(self._far_of(first, after))
            if wished is not None:
                parts = [np.setdiff1d(part, wished) for part in parts]
            self._consider(parts, near=False)

    def _far_on_shelf(self, shelf: int) -> Ids:
        start, end = self._packed.far_starts[shelf : shelf + 2].tolist()
        return self._permitted(start, end)

    def _permitted(self, start: int, end: int) -> Ids:
        """Of these places on far shelves, the posts for which the work is permitted."""
        terms = self._packed.far_terms[start:end].astype(np.int64)
        answers = self._question.answers.rows.array[int(self._record["terms"]) + terms % MANY_TERMS]
        permitted = ((answers & PERMITTED) != 0) | (terms == MANY_TERMS)
        return self._packed.far[start:end][permitted].astype(np.int64)

    def _far_of(self, first: int, after: int) -> Iterator[Ids]:
        """The posts of the shelves asked whose occupation is one of [first, after)."""
        packed = self._packed
        for shelf in self._shelves:
            start, end = packed.far_starts[shelf : shelf + 2].tolist()
            begin, stop = np.searchsorted(packed.far_occupations[start:end], (first, after))
            yield self._permitted(start + int(begin), start + int(stop))
        if not self._by_occupation:
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

    def _consider(self, parts: list[Ids], *, near: bool) -> None:
        """Keep those of the posts that pass every gate, within the radius or beyond it."""
        ids = np.concatenate([NONE, *parts])
        if not len(ids):
            return
        pairs = Pairs(self._question, ids)
        pairs = pairs.only(pairs.may_hold_required)
        for gate in _GATES_BY_COST:
            pairs = pairs.only(pairs.passes(gate))
            if not len(pairs.ids):
                return
        passed = pairs.within if near else ~pairs.within & pairs.passes(Gate.PLACE)
        for gate in _COSTLY_GATES:
            passed = passed & pairs.passes(gate)
        found = pairs.only(passed).hits()
        self._hits = np.concatenate((self._hits, found))
        if self._top is not None and len(self._hits) > self._top:
            self._hits = self._best(self._hits)

    def _best(self, hits: Records) -> Records:
        """The best of the hits: by score, then the older post, then the reference."""
        ordered: Records = hits[np.lexsort((hits["rank"], -hits["nano_score"]))[: self._top]]
        return ordered

    def _hopeless(self, nearness: float, distance: float, *, after_wished: bool = False) -> bool:
        """No post of so near an occupation and such a distance can be among the best.

        Once those were looked at who hold a skill that is only desired, skills count half at most.
        """
        skills = nearness if not self._asks else 0.5 if after_wished and self._wished else 1.0
        if not self._asks and nearness <= 0:
            return True
        if self._top is None or len(self._hits) < self._top:
            return False
        most = total(skills, nearness, distance, 1.0, 1.0)
        return bool(most * NANO + 1 < self._hits["nano_score"].min())
