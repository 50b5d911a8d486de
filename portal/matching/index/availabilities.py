"""Many availabilities, packed to be asked which of them are best for a vacancy."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.matching.domain import (
    DEFAULT_TOP,
    AvailabilityFacts,
    Knowledge,
    Level,
    LicenceBar,
    VacancyFacts,
)
from portal.matching.index.answers import Asked
from portal.matching.index.arrays import Bools, Floats, gather, starts_of
from portal.matching.index.base import PostIndex
from portal.matching.index.distinct import Distinct, PayFloors, barred_forms, columns
from portal.matching.index.hits import Hits
from portal.matching.index.layout import LANGUAGES_SPOKEN, LOT, PERMITTED, TICKETS_HELD, VACANCY_QUESTION
from portal.matching.index.packed import Filing, Packed, pack, signature_of
from portal.matching.index.records import Gathered, Record, busy_rows, lot_record, vacancy_record
from portal.matching.index.skills import Kinship, numbered
from portal.matching.reference import nearness, serves_sector, speaks


@dataclass(frozen=True)
class LotValues:
    """The distinct values of the facts of availabilities."""

    tickets: Distinct[frozenset[str]] = field(default_factory=Distinct)
    languages: Distinct[tuple[tuple[str, Level], ...]] = field(default_factory=Distinct)
    abilities: Distinct[tuple[int, int]] = field(default_factory=Distinct)
    countries: Distinct[frozenset[str]] = field(default_factory=Distinct)
    sectors: Distinct[frozenset[str]] = field(default_factory=Distinct)
    bars: Distinct[frozenset[LicenceBar]] = field(default_factory=Distinct)
    terms: Distinct[tuple[int, int, int]] = field(default_factory=Distinct)
    floors: Distinct[tuple[tuple[str, Decimal], ...]] = field(default_factory=Distinct)
    occupations: Distinct[str] = field(default_factory=Distinct)

    def record(self, a: AvailabilityFacts) -> Record:
        """The lot with the numbers of its values."""
        languages = tuple(sorted(a.languages.items())) if a.languages else ()
        return lot_record(
            a,
            pay=self.floors.number(tuple(sorted(a.min_pay.items())) if a.min_pay else ()),
            abilities=self.abilities.number(
                (self.tickets.number(a.tickets), self.languages.number(languages))
            ),
            terms=self.terms.number(
                (
                    self.countries.number(
                        a.work_countries | a.open_corridors if a.open_corridors else a.work_countries
                    ),
                    self.sectors.number(a.work_sectors),
                    self.bars.number(a.licence_bars),
                )
            ),
            occupation=self.occupations.number(a.occupation),
        )


class AvailabilityIndex(PostIndex[VacancyFacts]):
    """Availabilities in cells, and on the shelf of each skill they count and of their occupation."""

    _lots_answer = True
    _question_kind = VACANCY_QUESTION
    _values_kind = LotValues
    _values: LotValues

    def __init__(
        self, availabilities: Iterable[AvailabilityFacts], knowledge: Knowledge, path: str | None = None
    ) -> None:
        """Read the posts once, keeping none; `path` names the search where it must be a certain one."""
        values, gathered = LotValues(), Gathered(LOT)
        skill_sets: Distinct[frozenset[str]] = Distinct()
        for a in availabilities:
            skill_set = skill_sets.number(a.skills)
            gathered.add(values.record(a), skill_set, (a.order, a.reference), a.commitments)
        packed, skills = _pack(gathered, values, skill_sets.values, knowledge)
        self._hold(packed, values, skills, knowledge, path)

    def _hold(
        self,
        packed: Packed,
        values: LotValues,
        skills: Sequence[str],
        knowledge: Knowledge,
        path: str | None,
    ) -> None:
        self._values = values
        self._floors = PayFloors(values.floors.values)
        self._tickets_of, self._languages_of = columns(values.abilities.values, 2)
        self._countries_of, self._sectors_of, self._bars_of = columns(values.terms.values, 3)
        self._occupations = sorted(values.occupations.values)
        self._codes = {skill: code for code, skill in enumerate(skills)}
        direct = {skills[code]: code for code in np.unique(packed.set_skills).tolist()}
        self._through: dict[str, list[int]] = {}
        for skill, code in sorted(direct.items()):
            for broader in knowledge.skills.broader_skills(skill) | {skill}:
                self._through.setdefault(broader, []).append(code)
        self._kinship = Kinship(direct, knowledge.skills)
        self._sizes = np.diff(packed.near_starts.astype(np.int64)).tolist()
        super()._hold(packed, values, skills, knowledge, path)

    def best_for_vacancy(self, v: VacancyFacts, top: int | None = DEFAULT_TOP) -> Hits:
        """The availabilities that pass every gate, best first: what the reference answers."""
        return self.best(v, top)

    def best_for_vacancies(
        self, vacancies: Iterable[VacancyFacts], top: int | None = DEFAULT_TOP
    ) -> Iterator[Hits]:
        """The same for each of many vacancies, in their order."""
        return self._best_of_each(vacancies, top)

    def _ask(self, asker: VacancyFacts, asked: Asked) -> Record:
        v, answers, codes = asker, self._answers, self._codes
        near, runs, runs_end = answers.near(
            (v.occupation, v.entry_level),
            lambda: self._nearness(v.occupation, entry_level=v.entry_level),
        )
        trade = answers.trade(v.occupation, self._occupations)
        program, shelves, busy = len(asked.program), len(asked.shelves), len(asked.busy)
        required = [codes.get(skill, -1) for skill in v.required_skills]
        desired = [codes.get(skill, -1) for skill in v.desired_skills if skill not in v.required_skills]
        for skill in v.required_skills:
            asked.program.append((2, *answers.link(skill, partial(self._links, skill))))
        for skill in v.desired_skills:
            if skill not in v.required_skills:
                asked.program.append((1, *answers.link(skill, partial(self._links, skill))))
        reachable = not required or min(required) >= 0
        if required and reachable:
            asked.shelves.append(min(required, key=lambda code: (self._sizes[code], code)))
        wished = len(asked.shelves)
        if not required:
            for at, code in enumerate(desired):
                if code >= 0:
                    asked.shelves += (code, at)
        if v.commitments:
            asked.busy += busy_rows(v.commitments)
        spoken = tuple(sorted(v.languages.items())) if v.languages else ()
        return (
            vacancy_record(v, signature=signature_of(required) if reachable else 0),
            answers.row(("terms", v.country, v.sector), lambda: self._terms_row(v.country, v.sector)),
            answers.row(
                ("abilities", v.tickets, spoken), lambda: self._abilities_row(v.tickets, dict(spoken))
            ),
            answers.row(("pay", v.pay, v.currency), lambda: self._floors.accept(v.pay, v.currency)),
            near,
            runs,
            runs_end if reachable else runs,
            program,
            len(asked.program),
            shelves,
            wished,
            wished,
            len(asked.shelves),
            busy,
            len(asked.busy),
            *trade,
            signature_of(code for code in desired if code >= 0),
            not v.required_skills,
            v.entry_level,
        )

    def _nearness(self, occupation: str, *, entry_level: bool) -> Floats:
        steps = self._knowledge.steps
        return np.array(
            [nearness(own, occupation, steps, entry_level=entry_level) for own in self._occupations]
        )

    def _links(self, skill: str) -> tuple[list[int], list[int]]:
        return self._through.get(skill, []), self._kinship.of(skill)

    def _terms_row(self, country: str, sector: str) -> NDArray[np.uint8]:
        permitted = self._values.countries.passing(country, lambda own: country in own)[self._countries_of]
        permitted &= self._values.sectors.passing(sector, lambda own: serves_sector(own, sector))[
            self._sectors_of
        ]
        return np.where(permitted, PERMITTED, 0).astype(np.uint8) | self._barred(country, sector)

    def _barred(self, country: str, sector: str) -> NDArray[np.uint8]:
        barred = [barred_forms(bars, country, sector) for bars in self._values.bars.values]
        forms: NDArray[np.uint8] = np.array(barred, np.uint8)[self._bars_of]
        return forms

    def _abilities_row(self, tickets: frozenset[str], languages: dict[str, Level]) -> NDArray[Any]:
        held: Bools = self._values.tickets.passing(tickets, lambda own: tickets <= own)[self._tickets_of]
        spoken = self._values.languages.passing(
            tuple(sorted(languages.items())), lambda own: speaks(dict(own), languages)
        )[self._languages_of]
        return np.where(held, TICKETS_HELD, 0) | np.where(spoken, LANGUAGES_SPOKEN, 0)


def _pack(
    gathered: Gathered, values: LotValues, sets: list[frozenset[str]], knowledge: Knowledge
) -> tuple[Packed, list[str]]:
    """The lots packed, and the skills that they count in the order of their numbers."""
    occupations = values.occupations.values
    gathered.renumber_occupations(occupations, sorted(occupations))
    records, set_of = gathered.records, gathered.skill_sets()
    borne = np.bincount(set_of, minlength=len(sets)).tolist()
    counted = [_counted(skills, knowledge) for skills in sets]
    frequencies: Counter[str] = Counter()
    for skills, times in zip(counted, borne, strict=True):
        for skill in skills:
            frequencies[skill] += times
    codes = numbered(frequencies)
    counted_codes = [[codes[skill] for skill in skills] for skills in counted]
    signatures = np.array([signature_of(one) for one in counted_codes], np.uint64)
    records["signature"] = signatures[set_of] if len(sets) else 0
    packed = pack(
        gathered,
        records["travel_km"],
        [sorted(codes[skill] for skill in skills) for skills in sets],
        _filing(set_of, counted_codes, len(codes), records["occupation"]),
        skills=len(codes),
        occupations=(len(occupations), len(occupations)),
    )
    return packed, list(codes)


def _counted(skills: frozenset[str], knowledge: Knowledge) -> list[str]:
    """The skills and every broader one."""
    return sorted(skills.union(*(knowledge.skills.broader_skills(skill) for skill in skills)))


def _filing(set_of: NDArray[np.int64], sets: list[list[int]], skills: int, occupations: Any) -> Filing:
    """Each lot on the shelves of the skills that it counts, and of its occupation."""
    starts = starts_of(np.array([len(one) for one in sets], np.int64)).astype(np.int64)
    flat = np.fromiter((code for one in sets for code in one), np.int64, int(starts[-1]))
    posts = np.arange(len(set_of), dtype=np.int64)
    return Filing(
        np.concatenate((np.repeat(posts, starts[set_of + 1] - starts[set_of]), posts)),
        np.concatenate((flat[gather(starts[set_of], starts[set_of + 1])], occupations + np.int64(skills))),
    )
