"""An index of posts of one side, whichever it is: an asking post in, hits out."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Generic, Self, TypeVar

import numpy as np

from portal.matching.domain import AvailabilityFacts, Gate, Knowledge, VacancyFacts
from portal.matching.index.answers import Answers, Asked, Questions
from portal.matching.index.arrays import Bools, Records
from portal.matching.index.distinct import values_as_json, values_from_json
from portal.matching.index.hits import Hits
from portal.matching.index.numpy_search import NumpySearch
from portal.matching.index.packed import Packed
from portal.matching.index.paths import Search, search_of

Asker = TypeVar("Asker", AvailabilityFacts, VacancyFacts)

_VALUES = "values.json"
_AT_ONCE = 8192  # so many that some are neighbours, and one finds near what another fetched from memory
_MOST_FROM_COMPILED = 64  # skills asked of lots by one vacancy; beyond, NumPy answers


class PostIndex(ABC, Generic[Asker]):
    """Packed posts of one side, asked for the best of them by posts of the other. Never changes."""

    _lots_answer: ClassVar[bool]
    _question_kind: ClassVar[np.dtype[Any]]
    _values_kind: ClassVar[type]
    _values: Any
    packed: Packed

    def _hold(
        self, packed: Packed, values: Any, skills: Sequence[str], knowledge: Knowledge, path: str | None
    ) -> None:
        """Take in the packed posts, the distinct values of their facts, and the skills by their numbers."""
        self._knowledge = knowledge
        self._values = values
        self._skills = skills
        self._begin()
        self._search_in(packed, path)

    def _begin(self) -> None:
        """Know no answers yet."""
        self._answers = Answers()

    def _search_in(self, packed: Packed, path: str | None) -> None:
        self.packed = packed
        self._numpy = NumpySearch(packed, lots_answer=self._lots_answer)
        self._search: Search = search_of(packed, lots_answer=self._lots_answer, path=path)

    def over(self, packed: Packed, path: str | None = None) -> Self:
        """This index over the same arrays held elsewhere, such as in mapped files, or by another path."""
        other = copy(self)
        other._search_in(packed, path or self.path)
        return other

    def write(self, folder: Path) -> None:
        """Write all of it to files in a folder that there is."""
        self.packed.write(folder)
        kept = {"skills": list(self._skills), "values": values_as_json(self._values)}
        (folder / _VALUES).write_text(json.dumps(kept))

    @classmethod
    def mapped(cls, folder: Path, knowledge: Knowledge, path: str | None = None) -> Self:
        """What was written, with its arrays mapped and not read; raises OSError, ValueError or KeyError
        where a file is missing or is not what was written."""
        kept = json.loads((folder / _VALUES).read_text())
        index = cls.__new__(cls)
        values: Any = values_from_json(kept["values"], cls._values_kind)
        index._hold(Packed.mapped(folder), values, kept["skills"], knowledge, path)
        return index

    def __len__(self) -> int:
        return len(self.packed.records)

    @property
    def path(self) -> str:
        """The name of the path that answers."""
        return self._search.name

    @abstractmethod
    def _ask(self, asker: Asker, asked: Asked) -> bytes:
        """The question of one post as its kind lays it out; what it points into goes to `asked`."""

    def best(self, asker: Asker, top: int | None) -> Hits:
        """The posts that pass every gate with the asking post, best first; all of them without a `top`."""
        return next(self._best_of_each((asker,), top))

    def _best_of_each(self, askers: Iterable[Asker], top: int | None) -> Iterator[Hits]:
        """The hits of each asking post, in their order; many are asked at once."""
        waiting = iter(askers)
        while some := list(islice(waiting, 1 if top is None else _AT_ONCE)):
            if self._answers.full:
                self._begin()
            asked = Asked()
            for asker in some:
                asked.questions += self._ask(asker, asked)
            questions = asked.ready(self._question_kind)
            for rows in self._found(questions, top):
                yield Hits(rows, self.packed.positions)

    def _found(self, questions: Questions, top: int | None) -> Iterable[Records]:
        """The hits of each question; NumPy finds those of questions that ask too many skills of lots."""
        sizes = questions.records["program_end"] - questions.records["program"]
        many = sizes > _MOST_FROM_COMPILED
        if not self._lots_answer or not many.any():
            return self._search.hits(self._answers, questions, top)
        ways = (self._search, ~many), (self._numpy, many)
        found = [
            iter(search.hits(self._answers, replace(questions, records=questions.records[chosen]), top))
            for search, chosen in ways
        ]
        return [next(found[int(asks_many)]) for asks_many in many]

    def gates(self, asker: Asker) -> Mapping[Gate, Bools]:
        """For each gate which of the posts pass it with the asking post, in the order of the list."""
        asked = Asked()
        asked.questions += self._ask(asker, asked)
        pairs = self._numpy.pairs(self._answers, asked.ready(self._question_kind))
        answers = {}
        for gate in Gate:
            in_order = np.empty(len(self), np.bool_)
            in_order[self.packed.positions] = pairs.passes(gate)
            answers[gate] = in_order
        return answers
