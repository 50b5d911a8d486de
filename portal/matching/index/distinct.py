"""Facts kept once for each different value: few values are shared by many posts."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from types import GenericAlias
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import numpy as np
from cattrs import Converter
from numpy.typing import NDArray

from portal.matching.domain import EngagementForm, LicenceBar
from portal.matching.index.arrays import Bools

T = TypeVar("T", bound=Hashable)

_FORMS = tuple(EngagementForm)
_MOST_REMEMBERED = 4096


class Distinct(Generic[T]):
    """The different values of a fact, numbered as they come."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        self._numbers: dict[T, int] = {value: number for number, value in enumerate(values)}
        self._answers: dict[Hashable, Bools] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, value: T) -> int:
        """The number of the value; a new one where it is new."""
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[T]:
        """All of them, in the order of their numbers."""
        return list(self._numbers)

    def passing(self, question: Hashable, rule: Callable[[T], bool]) -> Bools:
        """Of each value whether the rule holds; remembered under the question."""
        known = self._answers.get(question)
        if known is None:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            known = np.fromiter((rule(value) for value in self._numbers), np.bool_, len(self._numbers))
            self._answers[question] = known
        return known


def barred_forms(bars: frozenset[LicenceBar], country: str, sector: str) -> int:
    """One bit for each form of engagement that the bars close to such work."""
    barred = {bar.form for bar in bars if (bar.country, bar.sector) == (country, sector)}
    return sum(1 << at for at, form in enumerate(_FORMS) if form in barred)


def columns(tuples: Sequence[tuple[int, ...]], width: int) -> list[NDArray[np.int64]]:
    """Tuples of numbers, one array for each place in them."""
    return list(np.array(tuples, np.int64).reshape(-1, width).T)


class PayFloors:
    """The lowest pay accepted in each currency, for many lots; compared exactly."""

    def __init__(self, floors: Sequence[Sequence[tuple[str, Decimal]]]) -> None:
        by_currency: dict[str, dict[int, Decimal]] = {}
        for at, accepted in enumerate(floors):
            for currency, lowest in accepted:
                by_currency.setdefault(currency, {})[at] = lowest
        self._count = len(floors)
        self._sums = {currency: sorted(set(stated.values())) for currency, stated in by_currency.items()}
        self._ranks = {currency: self._ranked(currency, stated) for currency, stated in by_currency.items()}

    def _ranked(self, currency: str, stated: Mapping[int, Decimal]) -> NDArray[np.int64]:
        ranks = np.zeros(self._count, np.int64)
        for at, lowest in stated.items():
            ranks[at] = bisect_left(self._sums[currency], lowest) + 1
        return ranks

    def accept(self, pay: Decimal, currency: str) -> Bools:
        """Which of them accept the pay; where none is stated in that currency they do."""
        if currency not in self._sums:
            return np.ones(self._count, np.bool_)
        accepted: Bools = self._ranks[currency] <= bisect_right(self._sums[currency], pay)
        return accepted


class PayOffers:
    """The pay offered, for many vacancies; compared exactly."""

    def __init__(self, offers: Sequence[tuple[Decimal, str]]) -> None:
        sums: dict[str, set[Decimal]] = {}
        for pay, currency in offers:
            sums.setdefault(currency, set()).add(pay)
        self._sums = {currency: sorted(amounts) for currency, amounts in sums.items()}
        self._numbers = {currency: number for number, currency in enumerate(self._sums)}
        self._currencies = np.array([self._numbers[c] for _, c in offers], np.int64)
        self._ranks = np.array([bisect_left(self._sums[c], pay) for pay, c in offers], np.int64)

    def at_least(self, floors: Mapping[str, Decimal]) -> Bools:
        """Which of them offer the floor of their currency, where there is one."""
        lowest = np.zeros(len(self._numbers) or 1, np.int64)
        for currency, number in self._numbers.items():
            if currency in floors:
                lowest[number] = bisect_left(self._sums[currency], floors[currency])
        offered: Bools = self._ranks >= lowest[self._currencies]
        return offered


_CONVERTER = Converter(unstruct_collection_overrides={frozenset: list})
_CONVERTER.register_unstructure_hook(Decimal, str)
_CONVERTER.register_structure_hook(Decimal, lambda text, _: Decimal(text))

V = TypeVar("V")


def values_as_json(values: Any) -> dict[str, Any]:
    """Distinct values, one fact by name after the other, as plain JSON."""
    return {
        name: _CONVERTER.unstructure(getattr(values, name).values, kind)
        for name, kind in _lists_of(type(values)).items()
    }


def values_from_json(body: Mapping[str, Any], kind: type[V]) -> V:
    """The distinct values that `values_as_json` wrote, with the same numbers; raises KeyError or ValueError
    where they are not what was written."""
    return kind(
        **{
            name: Distinct(_CONVERTER.structure(body[name], listed))
            for name, listed in _lists_of(kind).items()
        }
    )


def _lists_of(kind: Any) -> dict[str, Any]:
    """Of each fact the kind of a list of its values."""
    hints = get_type_hints(kind)
    return {one.name: GenericAlias(list, get_args(hints[one.name])) for one in fields(kind)}
