"""One post as a record of 64 bytes, and many of them gathered with what stands beside the records."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.kernel.periods import Commitment
from portal.matching.domain import AvailabilityFacts, ShiftRule, VacancyFacts
from portal.matching.index.arrays import Ints, Records, starts_of
from portal.matching.index.layout import (
    ANY_SHIFT,
    BUSY,
    BUSY_SOMETIMES,
    ENTRY_LEVEL,
    FORMS_AT,
    HELD,
    MOBILE,
    REQUIRES_SKILLS,
    SHIFTS_AT,
    forms_mask,
    shifts_mask,
)

_CHUNK = 8192
_NEVER_ENDS = date.max.toordinal()

Record = tuple[Any, ...]


def lot_record(
    a: AvailabilityFacts,
    *,
    signature: int = 0,
    pay: int = 0,
    abilities: int = 0,
    terms: int = 0,
    occupation: int = 0,
) -> Record:
    """A lot as LOT lays it out; the numbers are those of its values in an index."""
    return (
        a.point.latitude,
        a.point.longitude,
        a.travel_km,
        signature,
        a.available_from.toordinal(),
        a.available_to.toordinal() if a.available_to else _NEVER_ENDS,
        a.headcount,
        a.min_group,
        pay,
        abilities,
        terms,
        occupation,
        (MOBILE if a.relocates else 0)
        | (HELD if a.held else 0)
        | (BUSY_SOMETIMES if a.commitments else 0)
        | shifts_mask(a.shifts) << SHIFTS_AT
        | forms_mask(a.engagement) << FORMS_AT,
    )


def vacancy_record(
    v: VacancyFacts,
    *,
    signature: int = 0,
    pay: int = 0,
    abilities: int = 0,
    terms: int = 0,
    occupation: int = 0,
) -> Record:
    """A vacancy as VACANCY lays it out; the numbers are those of its values in an index."""
    return (
        v.point.latitude,
        v.point.longitude,
        v.latest_start.toordinal(),
        v.min_days,
        signature,
        v.starts.toordinal(),
        v.ends.toordinal(),
        v.headcount,
        v.min_group,
        pay,
        abilities,
        terms,
        occupation,
        (MOBILE if v.accommodation else 0)
        | (HELD if v.held else 0)
        | (BUSY_SOMETIMES if v.commitments else 0)
        | (ENTRY_LEVEL if v.entry_level else 0)
        | (REQUIRES_SKILLS if v.required_skills else 0)
        | (ANY_SHIFT if v.shift_rule is ShiftRule.ANY else 0)
        | shifts_mask(v.shifts) << SHIFTS_AT
        | forms_mask(v.engagement) << FORMS_AT,
    )


def busy_rows(commitments: Iterable[Commitment]) -> list[tuple[int, int, int]]:
    """Commitments as BUSY lays them out."""
    return [(one.period.first.toordinal(), one.period.last.toordinal(), one.heads) for one in commitments]


@dataclass
class Gathered:
    """Posts as they come in, in the order of the list; gathered in small parts to spare memory."""

    kind: np.dtype[Any]
    _waiting: list[Record] = field(default_factory=list)
    _parts: list[Records] = field(default_factory=list)
    _ages: list[tuple[int, str]] = field(default_factory=list)
    _skill_sets: list[int] = field(default_factory=list)
    _whole: Records | None = None
    busy: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def add(
        self, record: Record, skill_set: int, age: tuple[int, str], commitments: Iterable[Commitment]
    ) -> None:
        """One more post; its age is the order and the reference that decide between equal scores."""
        if rows := busy_rows(commitments):
            self.busy[len(self._ages)] = rows
        self._waiting.append(record)
        self._ages.append(age)
        self._skill_sets.append(skill_set)
        if len(self._waiting) == _CHUNK:
            self._settle()

    def _settle(self) -> None:
        self._parts.append(np.array(self._waiting, self.kind))
        self._waiting.clear()

    @property
    def records(self) -> Records:
        """All posts; none may be added once they were read."""
        if self._whole is None:
            self._settle()
            self._whole = np.concatenate(self._parts)
            self._parts.clear()
        return self._whole

    def renumber_occupations(self, as_they_came: Sequence[Hashable], ordered: Sequence[Hashable]) -> None:
        """Let the occupations have the numbers of their place in an order."""
        places = {occupation: place for place, occupation in enumerate(ordered)}
        lookup = np.array([places[occupation] for occupation in as_they_came] or [0], np.uint16)
        self.records["occupation"] = lookup[self.records["occupation"]]

    def skill_sets(self) -> Ints:
        return np.array(self._skill_sets, np.int64)

    def ranks(self) -> Ints:
        """The rank of each post by age, then by reference."""
        ranks = np.empty(len(self._ages), np.int64)
        ranks[sorted(range(len(self._ages)), key=self._ages.__getitem__)] = np.arange(len(self._ages))
        return ranks

    def busy_lists(self, order: Ints) -> tuple[NDArray[np.uint32], NDArray[np.uint32], Records]:
        """Of posts put in an order: which have commitments, ascending, where the list of each begins, and
        all lists."""
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        listed = sorted((int(places[at]), rows) for at, rows in self.busy.items())
        lengths = np.array([len(rows) for _, rows in listed], np.int64)
        return (
            np.array([at for at, _ in listed], np.uint32),
            starts_of(lengths),
            np.array([row for _, rows in listed for row in rows], BUSY),
        )
