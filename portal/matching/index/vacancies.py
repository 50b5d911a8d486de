"""Many vacancies, packed to be asked which of them are best for an availability."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.matching.domain import DEFAULT_TOP, AvailabilityFacts, Knowledge, Level, LicenceBar, VacancyFacts
from portal.matching.index.answers import NUMBERS_A_LINK, Asked, Known, Languages, trade_of
from portal.matching.index.arrays import Floats
from portal.matching.index.base import PostIndex
from portal.matching.index.distinct import Distinct, PayOffers, barred_forms, columns
from portal.matching.index.hits import Hits
from portal.matching.index.layout import (
    LANGUAGES_SPOKEN,
    LOT_ASKS,
    LOT_QUESTION,
    PERMITTED,
    REQUIRED,
    TICKETS_HELD,
    VACANCY,
)
from portal.matching.index.packed import Filing, Packed, pack, signature_of
from portal.matching.index.records import Gathered, Record, busy_rows, lot_record, vacancy_record
from portal.matching.index.skills import Kinship, numbered
from portal.matching.reference import nearness, serves_sector, speaks

_Skills = tuple[frozenset[str], frozenset[str]]
"""Required ones, and desired ones that are not required."""


@dataclass(frozen=True)
class VacancyValues:
    """The distinct values of the facts of vacancies."""

    tickets: Distinct[frozenset[str]] = field(default_factory=Distinct)
    languages: Distinct[tuple[tuple[str, Level], ...]] = field(default_factory=Distinct)
    abilities: Distinct[tuple[int, int]] = field(default_factory=Distinct)
    work: Distinct[tuple[str, str]] = field(default_factory=Distinct)
    offers: Distinct[tuple[Decimal, str]] = field(default_factory=Distinct)
    occupations: Distinct[tuple[bool, str]] = field(default_factory=Distinct)

    def record(self, v: VacancyFacts) -> Record:
        """The vacancy with the numbers of its values."""
        languages = tuple(sorted(v.languages.items())) if v.languages else ()
        return vacancy_record(
            v,
            pay=self.offers.number((v.pay, v.currency)),
            abilities=self.abilities.number(
                (self.tickets.number(v.tickets), self.languages.number(languages))
            ),
            terms=self.work.number((v.country, v.sector)),
            occupation=self.occupations.number((v.entry_level, v.occupation)),
        )


class VacancyIndex(PostIndex[AvailabilityFacts]):
    """Vacancies in cells, each on the shelf of the rarest skill that it requires, else of its occupation."""

    _lots_answer = False
    _question_kind = LOT_QUESTION
    _values_kind = VacancyValues
    _values: VacancyValues

    def __init__(
        self, vacancies: Iterable[VacancyFacts], knowledge: Knowledge, path: str | None = None
    ) -> None:
        """Read the posts once, keeping none; `path` names the search where it must be a certain one."""
        values, gathered = VacancyValues(), Gathered(VACANCY)
        skill_sets: Distinct[_Skills] = Distinct()
        for v in vacancies:
            skill_set = skill_sets.number((v.required_skills, v.desired_skills - v.required_skills))
            gathered.add(values.record(v), skill_set, (v.order, v.reference), v.commitments)
        packed, skills = _pack(gathered, values, skill_sets.values)
        self._hold(packed, values, skills, knowledge, path)

    def _hold(
        self,
        packed: Packed,
        values: VacancyValues,
        skills: Sequence[str],
        knowledge: Knowledge,
        path: str | None,
    ) -> None:
        self._values = values
        self._offers = PayOffers(values.offers.values)
        self._tickets_of, self._languages_of = columns(values.abilities.values, 2)
        self._occupations = sorted(values.occupations.values)
        self._untrained = _untrained(self._occupations)
        self._codes = {skill: code for code, skill in enumerate(skills)}
        self._kinship = Kinship(self._codes, knowledge.skills)
        self._filled = (np.diff(packed.near_starts.astype(np.int64)) > 0).tolist()
        super()._hold(packed, values, skills, knowledge, path)

    def best_for_availability(self, a: AvailabilityFacts, top: int | None = DEFAULT_TOP) -> Hits:
        """The vacancies whose every gate passes, best first: what the reference answers."""
        return self.best(a, top)

    def best_for_availabilities(
        self, availabilities: Iterable[AvailabilityFacts], top: int | None = DEFAULT_TOP
    ) -> Iterator[Hits]:
        """The same for each of many availabilities, in their order."""
        return self._best_of_each(availabilities, top)

    def _begin(self) -> None:
        super()._begin()
        answers = self._answers
        self._near = Known[str, tuple[int, int, int]](lambda isco: answers.near(self._nearness(isco)))
        self._trades = Known[str, tuple[int, int]](lambda isco: trade_of(isco, self._untrained))
        self._skills_held = Known(self._skills_of)
        self._linked = Known[str, tuple[int, int, int]](lambda skill: answers.link(*self._links(skill)))
        self._permitting = Known[tuple[frozenset[str], frozenset[str], frozenset[LicenceBar]], int](
            lambda terms: answers.rows.add(self._terms_row(*terms))
        )
        self._able = Known[tuple[frozenset[str], Languages], int](
            lambda brought: answers.rows.add(self._abilities_row(*brought))
        )
        self._offering = Known[tuple[tuple[str, Decimal], ...], int](
            lambda floors: answers.rows.add(self._offers.at_least(dict(floors)))
        )

    def _ask(self, asker: AvailabilityFacts, asked: Asked) -> bytes:
        a = asker
        near, runs, runs_end = self._near[a.occupation]
        signature, on_shelves, links = self._skills_held[a.skills]
        program, shelves, busy = len(asked.program), len(asked.shelves), len(asked.busy)
        asked.program += links
        asked.shelves += on_shelves
        if a.commitments:
            asked.busy += busy_rows(a.commitments)
        countries = a.work_countries | a.open_corridors if a.open_corridors else a.work_countries
        return LOT_ASKS.pack(
            *lot_record(a, signature=signature),
            self._permitting[countries, a.work_sectors, a.licence_bars],
            self._able[a.tickets, tuple(sorted(a.languages.items())) if a.languages else ()],
            self._offering[tuple(sorted(a.min_pay.items())) if a.min_pay else ()],
            near,
            runs,
            runs_end,
            program // NUMBERS_A_LINK,
            len(asked.program) // NUMBERS_A_LINK,
            shelves,
            len(asked.shelves),
            0,
            0,
            busy,
            len(asked.busy),
            *self._trades[a.occupation],
            0,
            True,
            False,
        )

    def _skills_of(self, skills: frozenset[str]) -> tuple[int, list[int], list[int]]:
        """Of a lot's skills the signature, the shelves that they open, and what is linked to each."""
        broader, codes = self._knowledge.skills.broader_skills, self._codes
        counted = skills.union(*(broader(skill) for skill in skills))
        numbers = sorted(codes[skill] for skill in counted if skill in codes)
        links = [number for skill in skills for number in (0, *self._linked[skill])]
        return signature_of(numbers), [number for number in numbers if self._filled[number]], links

    def _links(self, skill: str) -> tuple[list[int], list[int]]:
        through = self._knowledge.skills.broader_skills(skill) | {skill}
        held = [self._codes[one] for one in through if one in self._codes]
        return held, self._kinship.of(skill)

    def _nearness(self, occupation: str) -> Floats:
        steps = self._knowledge.steps
        return np.array(
            [
                nearness(occupation, asked, steps, entry_level=entry_level)
                for entry_level, asked in self._occupations
            ]
        )

    def _terms_row(
        self, countries: frozenset[str], sectors: frozenset[str], bars: frozenset[LicenceBar]
    ) -> NDArray[Any]:
        return np.array(
            [
                barred_forms(bars, country, sector)
                | (PERMITTED if country in countries and serves_sector(sectors, sector) else 0)
                for country, sector in self._values.work.values
            ],
            np.uint8,
        )

    def _abilities_row(self, tickets: frozenset[str], languages: Languages) -> NDArray[Any]:
        held = self._values.tickets.passing(tickets, lambda asked: asked <= tickets)[self._tickets_of]
        spoken = self._values.languages.passing(
            languages, lambda asked: speaks(dict(languages), dict(asked))
        )[self._languages_of]
        return np.where(held, TICKETS_HELD, 0) | np.where(spoken, LANGUAGES_SPOKEN, 0)


def _untrained(occupations: Sequence[tuple[bool, str]]) -> list[str]:
    """Of occupations, entry level or not, those of vacancies that train nobody."""
    return [isco for entry_level, isco in occupations if not entry_level]


def _pack(gathered: Gathered, values: VacancyValues, sets: list[_Skills]) -> tuple[Packed, list[str]]:
    """The vacancies packed, and the skills that they name in the order of their numbers."""
    named = values.occupations.values
    gathered.renumber_occupations(named, sorted(named))
    records, set_of = gathered.records, gathered.skill_sets()
    frequencies: Counter[str] = Counter()
    for (required, desired), times in zip(
        sets, np.bincount(set_of, minlength=len(sets)).tolist(), strict=True
    ):
        for skill in required | desired:
            frequencies[skill] += times if skill in required else 0
    codes = numbered(frequencies)
    required_codes = [sorted(codes[skill] for skill in required) for required, _ in sets]
    signatures = np.array([signature_of(one) for one in required_codes], np.uint64)
    records["signature"] = signatures[set_of] if len(sets) else 0
    # Numbers rise from the most to the least frequently required, so that the highest is the rarest
    rarest = np.array([one[-1] if one else -1 for one in required_codes] or [-1], np.int64)[set_of]
    occupations = records["occupation"] + np.int64(len(codes))
    packed = pack(
        gathered,
        np.zeros(len(records)),
        [
            [code | REQUIRED for code in required] + sorted(codes[skill] for skill in desired)
            for required, (_, desired) in zip(required_codes, sets, strict=True)
        ],
        Filing(np.arange(len(records), dtype=np.int64), np.where(rarest >= 0, rarest, occupations)),
        skills=len(codes),
        occupations=(len(_untrained(named)), len(named)),
    )
    return packed, list(codes)
