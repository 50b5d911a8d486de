"""The posts as plain columns, the form in which every peer loads them; written once for all of them.

What few posts differ in becomes bits at load time, one for each value that some vacancy asks: countries,
sectors, tickets, languages with their level, shifts, forms. Days are counted as Python counts them, pay is in
hundredths. Skills and skill groups are numbered from 1.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.kernel.periods import Commitment
from portal.matching.domain import (
    ALL_FORMS,
    ALL_SHIFTS,
    AvailabilityFacts,
    EngagementForm,
    Knowledge,
    Level,
    Shift,
    ShiftRule,
    VacancyFacts,
)
from portal.matching.reference import nearness, serves_sector

T = TypeVar("T", bound=Hashable)

Array = NDArray[Any]

_BOTH: tuple[tuple[str, str], ...] = (
    ("lat", "f8"), ("lon", "f8"), ("occupation", "i2"), ("first", "i4"), ("last", "i4"), ("headcount", "i4"),
    ("min_group", "i4"), ("busy_first", "i4"), ("busy_last", "i4"), ("busy_heads", "i4"), ("tickets", "i8"),
    ("languages", "i8"), ("currency", "i1"), ("pay", "i4"), ("shifts", "i1"), ("forms", "i1"), ("held", "?"),
    ("countries", "i4"), ("sectors", "i4"),
)  # fmt: skip
LOT = np.dtype([*_BOTH, ("travel", "f8"), ("relocates", "?"), ("skill_set", "i4"), ("rank", "i4")])
"""Of `countries` and `sectors` those where the lot may work; `pay` its floor, -1 for none."""
VACANCY = np.dtype(
    [*_BOTH, ("latest", "i4"), ("min_days", "i4"), ("entry_level", "?"), ("any_shift", "?"), ("housed", "?")]
)
"""Of `countries` and `sectors` the one bit of the vacancy."""
_NEVER_ENDS = 3_000_000
_MOST_BITS = 62
_CHUNK = 8192
_SHIFT_BITS = {one: 1 << at for at, one in enumerate(Shift)}
_FORM_BITS = {one: 1 << at for at, one in enumerate(EngagementForm)}


class Numbers(dict[T, int]):
    """Numbers for values, as they come."""

    def __missing__(self, value: T) -> int:
        self[value] = number = len(self)
        return number

    def bit(self, value: T) -> int:
        """The bit of a value. Raises ValueError when there are more values than bits."""
        if self[value] > _MOST_BITS:
            raise ValueError("more values than bits; peers would need another column")
        return 1 << self[value]


def named(rows: Array) -> dict[str, Array]:
    """Each field of records as an array of its own."""
    return {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()}


@dataclass(frozen=True)
class Lists:
    """Many short lists of numbers in one array: list `i` is `items[starts[i]:starts[i + 1]]`."""

    starts: Array
    items: Array

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> Self:
        items: list[Array] = []
        sizes = []
        for one in lists:
            items.append(np.fromiter(one, np.int32))
            sizes.append(len(items[-1]))
        starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        return cls(starts, np.concatenate(items) if items else np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Array:
        sizes: Array = np.diff(self.starts)
        return sizes

    @property
    def owners(self) -> Array:
        """For each item the number of its list."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def take(self, chosen: Array) -> "Lists":
        """Some of the lists, in this order."""
        sizes = self.sizes[chosen]
        starts = np.concatenate(([0], np.cumsum(sizes)))
        at = np.arange(starts[-1]) + np.repeat(self.starts[chosen] - starts[:-1], sizes)
        return Lists(starts, self.items[at])

    def __getitem__(self, at: int) -> Array:
        one: Array = self.items[self.starts[at] : self.starts[at + 1]]
        return one


@dataclass(frozen=True)
class Columns:
    """Both sides of a market, and what is known of skills and occupations."""

    lots: Array
    vacancies: Array
    counted: Lists
    """Of each set of skills those held, broader ones included."""
    kin: Lists
    """Of each set of skills those held directly, and their immediate broader concepts."""
    required: Lists
    desired: Lists
    """Of each vacancy, those that are not required."""
    parents: Lists
    """Of each concept itself and the immediate broader ones: related to a lot that has one as its kin."""
    steps: Array
    """Rows of occupation, occupation and value, in hundredths."""
    nearness: Array
    """For each two occupations, by their numbers, without what entry level gives."""
    occupations: Array
    """The ISCO codes by their numbers, as numbers."""

    def save(self, folder: Path) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Lists):
                np.save(folder / f"{field.name}-starts.npy", value.starts)
                np.save(folder / f"{field.name}-items.npy", value.items)
            else:
                np.save(folder / f"{field.name}.npy", value)

    @classmethod
    def read(cls, folder: Path) -> Self:
        found: dict[str, Any] = {}
        for field in fields(cls):
            whole = folder / f"{field.name}.npy"
            if whole.exists():
                found[field.name] = np.load(whole, mmap_mode="r")
            else:
                found[field.name] = Lists(
                    *(np.load(folder / f"{field.name}-{part}.npy") for part in ("starts", "items"))
                )
        return cls(**found)


class _Coder:
    """Turns facts into numbers and bits; vacancies first, since only what they ask gets a bit."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.concepts: Numbers[str] = Numbers({"": 0})
        self.occupations: Numbers[str] = Numbers()
        self.skill_sets: Numbers[frozenset[str]] = Numbers()
        self._currencies: Numbers[str] = Numbers()
        self._countries: Numbers[str] = Numbers()
        self._sectors: Numbers[str] = Numbers()
        self._tickets: Numbers[str] = Numbers()
        self._languages: Numbers[tuple[str, Level]] = Numbers()
        self._remembered: dict[Hashable, int] = {}

    def vacancy(self, v: VacancyFacts) -> tuple[Any, ...]:
        return (
            *(v.point.latitude, v.point.longitude, self.occupations[v.occupation]),
            *(v.starts.toordinal(), v.ends.toordinal(), v.headcount, v.min_group, *_busy(v.commitments)),
            sum(self._tickets.bit(one) for one in v.tickets),
            sum(self._languages.bit(one) for one in v.languages.items()),
            *(self._currencies[v.currency], _hundredths(v.pay)),
            sum(_SHIFT_BITS[one] for one in v.shifts or ALL_SHIFTS),
            sum(_FORM_BITS[one] for one in v.engagement or ALL_FORMS),
            *(v.held, self._countries.bit(v.country), self._sectors.bit(v.sector)),
            *(v.latest_start.toordinal(), v.min_days, v.entry_level, v.shift_rule is ShiftRule.ANY),
            v.accommodation,
        )

    def lot(self, a: AvailabilityFacts) -> tuple[Any, ...]:
        if a.licence_bars or a.open_corridors or len(a.min_pay) > 1:
            raise ValueError("peers have no column for licences, corridors and floors in several currencies")
        currency, floor = next(iter(a.min_pay.items()), ("", None))
        return (
            *(a.point.latitude, a.point.longitude, self.occupations[a.occupation]),
            a.available_from.toordinal(),
            a.available_to.toordinal() if a.available_to else _NEVER_ENDS,
            *(a.headcount, a.min_group, *_busy(a.commitments)),
            sum(self._tickets.bit(one) for one in a.tickets if one in self._tickets),
            self._speaks(tuple(sorted(a.languages.items()))),
            *((self._currencies[currency], _hundredths(floor)) if floor is not None else (-1, -1)),
            sum(_SHIFT_BITS[one] for one in a.shifts or ALL_SHIFTS),
            sum(_FORM_BITS[one] for one in a.engagement or ALL_FORMS),
            a.held,
            sum(self._countries.bit(one) for one in a.work_countries if one in self._countries),
            self._serves(a.work_sectors),
            *(a.travel_km, a.relocates, self.skill_sets[a.skills], 0),
        )

    def _speaks(self, held: tuple[tuple[str, Level], ...]) -> int:
        """The bits of what is asked of languages and met."""
        known = self._remembered.get(held)
        if known is None:
            levels = dict(held)
            met = (
                bit
                for (language, level), bit in self._bits(self._languages)
                if level <= levels.get(language, 0)
            )
            known = self._remembered[held] = sum(met)
        return known

    def _serves(self, sectors: frozenset[str]) -> int:
        known = self._remembered.get(sectors)
        if known is None:
            met = (bit for sector, bit in self._bits(self._sectors) if serves_sector(sectors, sector))
            known = self._remembered[sectors] = sum(met)
        return known

    @staticmethod
    def _bits(numbers: Numbers[T]) -> list[tuple[T, int]]:
        return [(value, 1 << number) for value, number in numbers.items()]

    def codes(self, skills: Iterable[str]) -> list[int]:
        return sorted(self.concepts[one] for one in skills)

    def counted(self) -> Lists:
        broader = self._knowledge.skills.broader_skills
        return Lists.of(
            self.codes(skills.union(*(broader(one) for one in skills))) for skills in self.skill_sets
        )

    def kin(self) -> Lists:
        above = self._knowledge.skills.parents
        return Lists.of(
            self.codes(skills.union(*(above(one) for one in skills))) for skills in self.skill_sets
        )

    def parents(self) -> Lists:
        above = self._knowledge.skills.parents
        lists, done = [], 0
        while done < len(self.concepts):
            for concept in list(self.concepts)[done:]:
                lists.append(self.codes({concept, *above(concept)}) if concept else [])
                done += 1
        return Lists.of(lists)

    def nearness(self) -> tuple[Array, Array]:
        steps, codes = self._knowledge.steps, list(self.occupations)
        near = np.array([[nearness(a, v, steps, entry_level=False) for v in codes] for a in codes])
        stepped = [
            (int(a), int(v), round(100 * value))
            for a in codes
            for v in codes
            if (value := steps.value(a, v)) is not None
        ]
        return near, np.array(stepped, np.int64).reshape(-1, 3)


def _busy(commitments: Sequence[Commitment]) -> tuple[int, int, int]:
    if len(commitments) > 1:
        raise ValueError("peers have columns for one commitment only")
    for one in commitments:
        return one.period.first.toordinal(), one.period.last.toordinal(), one.heads
    return 0, 0, 0


def _hundredths(pay: Any) -> int:
    hundredths = int(pay * 100)
    if hundredths != pay * 100:
        raise ValueError(f"{pay} is no whole number of hundredths")
    return hundredths


def columns_of(
    lots: Iterable[AvailabilityFacts], vacancies: Iterable[VacancyFacts], knowledge: Knowledge
) -> Columns:
    """Both sides as columns; keeps none of the posts."""
    coder = _Coder(knowledge)
    rows, required, desired = [], [], []
    for v in vacancies:
        rows.append(coder.vacancy(v))
        required.append(coder.codes(v.required_skills))
        desired.append(coder.codes(v.desired_skills - v.required_skills))
    parts, waiting, ages = [], [], []
    for a in lots:
        waiting.append(coder.lot(a))
        ages.append((a.order, a.reference))
        if len(waiting) == _CHUNK:
            parts.append(np.array(waiting, LOT))
            waiting.clear()
    records = np.concatenate([*parts, np.array(waiting, LOT)])
    records["rank"][sorted(range(len(ages)), key=ages.__getitem__)] = np.arange(len(ages))
    near, steps = coder.nearness()
    counted, kin = coder.counted(), coder.kin()
    return Columns(
        lots=records,
        vacancies=np.array(rows, VACANCY),
        counted=counted,
        kin=kin,
        required=Lists.of(required),
        desired=Lists.of(desired),
        parents=coder.parents(),
        steps=steps,
        nearness=near,
        occupations=np.array([int(code) for code in coder.occupations], np.int16),
    )
