"""The search in C, where it was built: the same way and the same hits as in NumPy."""

from typing import Any, Final

import numpy as np

from portal.matching.index import kernel
from portal.matching.index.answers import Answers, Questions
from portal.matching.index.arrays import Ids, Ints, Records
from portal.matching.index.layout import HIT
from portal.matching.index.packed import Packed

_ARRAYS = (
    "records",
    "longitudes",
    "cells",
    "bands",
    "ranks",
    "skill_sets",
    "set_starts",
    "set_skills",
    "near_starts",
    "near",
    "far_starts",
    "far",
    "far_occupations",
    "far_terms",
    "busy",
    "busy_starts",
    "commitments",
)

_NO_HITS: Records = np.empty(0, HIT)
_KINDS_OF_STEPS = 5
_BANDS_A_DEGREE = 2


class CompiledSearch:
    """Searches one index; raises ValueError when its arrays do not fit together."""

    name: Final = "compiled"

    def __init__(self, packed: Packed, *, lots_answer: bool) -> None:
        widths = (_width(packed.records[name]) for name in ("terms", "abilities", "pay"))
        self._index = kernel.open_index(
            tuple(getattr(packed, name) for name in _ARRAYS),
            lots_answer,
            packed.skills,
            packed.occupations,
            packed.entry_block,
            *widths,
        )

    def hits(self, answers: Answers, questions: Questions, top: int | None) -> list[Records]:
        """The hits of each question as HIT lays them out, best first."""
        asked = (*pointed_at(answers, questions), questions.records)
        if top is None:
            return [
                np.frombuffer(kernel.search_all(self._index, *asked[:-1], one), HIT)
                for one in questions.records.reshape(-1, 1)
            ]
        found = np.empty((len(questions.records), top), HIT)
        counts = np.empty(len(questions.records), np.uint32)
        if len(found) == 1:
            kernel.search(self._index, *asked, top, found, counts)
            return [found[0, : int(counts[0])]]
        order = _by_place(questions.records["post"])
        kernel.search(self._index, *asked[:-1], questions.records[order], top, found, counts)
        hits = [_NO_HITS] * len(order)
        for at, rows, count in zip(order.tolist(), found, counts.tolist(), strict=True):
            hits[at] = rows[:count]
        return hits

    def steps(self, answers: Answers, questions: Questions, top: int) -> tuple[Ints, int]:
        """How far searching goes for each question, and how many records it looks at."""
        steps = np.zeros((len(questions.records), _KINDS_OF_STEPS), np.int64)
        asked = (*pointed_at(answers, questions), questions.records)
        return steps, kernel.measure(self._index, *asked, top, steps, False)

    def touch(self, answers: Answers, questions: Questions, steps: Ints) -> int:
        """Go as far, and only read one number of each record: the least that any search could do."""
        asked = (*pointed_at(answers, questions), questions.records)
        return kernel.measure(self._index, *asked, 1, steps, True)


def pointed_at(answers: Answers, questions: Questions) -> tuple[Any, ...]:
    """All that questions point into."""
    return (
        answers.rows.array,
        answers.nearness.array,
        answers.runs.array,
        answers.links.array,
        questions.program,
        questions.shelves,
        questions.busy,
    )


def _by_place(posts: Records) -> Ids:
    """Neighbours one after the other: what one search fetched from memory, the next one finds near."""
    return np.lexsort((posts["longitude"], np.floor(posts["latitude"] * _BANDS_A_DEGREE)))


def _width(numbers: Records) -> int:
    """How many distinct values there are."""
    return int(numbers.max()) + 1 if len(numbers) else 0
