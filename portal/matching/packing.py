"""Facts of many posts packed so that one question is put to all of them at once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.matching.cells import Ids

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
NONE: Ids = np.empty(0, dtype=np.int64)
_MOST_REMEMBERED = 4096

T = TypeVar("T", bound=Hashable)


class Distinct(Generic[T]):
    """A fact of each post, kept once for each different value; few values are shared by many posts."""

    def __init__(self, facts: Iterable[T]) -> None:
        numbers: dict[T, int] = {}
        codes = [numbers.setdefault(fact, len(numbers)) for fact in facts]
        self._values = tuple(numbers)
        self._codes = np.asarray(codes, dtype=np.int32)
        self._answers: dict[Hashable, NDArray[Any]] = {}

    def passes(self, question: Hashable, rule: Callable[[T], bool], ids: Ids) -> Bools:
        """For each of the ids whether the rule holds; `question` names the rule and what it asks."""
        answer: Bools = self._answer(question, rule, np.bool_)[self._codes[ids]]
        return answer

    def figures(self, question: Hashable, rule: Callable[[T], float], ids: Ids) -> Floats:
        """For each of the ids the figure that the rule gives."""
        answer: Floats = self._answer(question, rule, np.float64)[self._codes[ids]]
        return answer

    def _answer(self, question: Hashable, rule: Callable[[T], float], kind: type) -> NDArray[Any]:
        known = self._answers.get(question)
        if known is None:
            known = np.fromiter((rule(value) for value in self._values), kind, len(self._values))
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            self._answers[question] = known
        return known


class PayFloors:
    """The lowest pay each post accepts in each currency, compared exactly."""

    def __init__(self, floors: Sequence[Mapping[str, Decimal]]) -> None:
        self._sums: dict[str, list[Decimal]] = {
            currency: sorted({lowest[currency] for lowest in floors if currency in lowest})
            for currency in {currency for lowest in floors for currency in lowest}
        }
        self._ranks = {
            currency: np.asarray(
                [bisect_left(sums, low[currency]) + 1 if currency in low else 0 for low in floors], np.int32
            )
            for currency, sums in self._sums.items()
        }

    def accept(self, pay: Decimal, currency: str, ids: Ids) -> Bools:
        """Whether each of the ids accepts the pay; none stated in that currency does."""
        if currency not in self._sums:
            return np.ones(len(ids), np.bool_)
        accepted: Bools = self._ranks[currency][ids] <= bisect_right(self._sums[currency], pay)
        return accepted


class PayOffers:
    """The pay that each post offers, compared exactly."""

    def __init__(self, offers: Sequence[tuple[Decimal, str]]) -> None:
        currencies = {currency: number for number, currency in enumerate(sorted({c for _, c in offers}))}
        self._sums = {c: sorted({pay for pay, currency in offers if currency == c}) for c in currencies}
        self._currencies = currencies
        self._codes = np.asarray([currencies[c] for _, c in offers], np.int32)
        self._ranks = np.asarray([bisect_left(self._sums[c], pay) for pay, c in offers], np.int32)

    def at_least(self, floors: Mapping[str, Decimal], ids: Ids) -> Bools:
        """Whether each of the ids offers the floor of its currency, where there is one."""
        lowest = np.zeros(len(self._currencies), np.int32)
        for currency, number in self._currencies.items():
            if currency in floors:
                lowest[number] = bisect_left(self._sums[currency], floors[currency])
        offered: Bools = self._ranks[ids] >= lowest[self._codes[ids]]
        return offered


class Postings:
    """For each concept the posts that bear it, in ascending order."""

    def __init__(self, concepts: Iterable[Iterable[str]]) -> None:
        gathered: dict[str, list[int]] = {}
        for post, borne in enumerate(concepts):
            for concept in borne:
                gathered.setdefault(concept, []).append(post)
        self._posts = {concept: np.asarray(posts, np.int64) for concept, posts in gathered.items()}

    def __getitem__(self, concept: str) -> Ids:
        return self._posts.get(concept, NONE)

    def of_any(self, concepts: Iterable[str]) -> Ids:
        """The posts that bear any of the concepts, ascending, each once."""
        found = [self._posts[concept] for concept in concepts if concept in self._posts]
        return np.unique(np.concatenate(found)) if found else NONE

    def of_all(self, concepts: Iterable[str]) -> Ids:
        """The posts that bear every one of the concepts (one at least), the rarest sought first."""
        rarest, *others = sorted((self[concept] for concept in concepts), key=len)
        for posts in others:
            rarest = rarest[among(rarest, posts)]
        return rarest


def among(ids: Ids, posts: Ids) -> Bools:
    """Whether each of the ids is one of the posts, which are in ascending order."""
    if not len(posts):
        return np.zeros(len(ids), np.bool_)
    at = np.minimum(np.searchsorted(posts, ids), len(posts) - 1)
    found: Bools = posts[at] == ids
    return found
