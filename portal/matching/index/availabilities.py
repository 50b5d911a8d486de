"""Many availabilities, packed to be asked which of them are best for a vacancy."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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
from portal.matching.index.answers import NUMBERS_A_LINK, Asked, Known, Languages, Link, trade_of
from portal.matching.index.arrays import Bools, Floats, gather, starts_of
from portal.matching.index.base import PostIndex
from portal.matching.index.distinct import Distinct, PayFloors, barred_forms, columns
from portal.matching.index.hits import Hits
from portal.matching.index.layout import (
    LANGUAGES_SPOKEN,
    LOT,
    PERMITTED,
    TICKETS_HELD,
    VACANCY_ASKS,
    VACANCY_QUESTION,
)
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

    def _begin(self) -> None:
        super()._begin()
        answers = self._answers
        self._near = Known[tuple[str, bool], tuple[int, int, int]](
            lambda work: answers.near(self._nearness(*work))
        )
        self._trades = Known[str, tuple[int, int]](lambda isco: trade_of(isco, self._occupations))
        self._skills_asked = Known(self._skill_asked)
        self._permitting = Known[tuple[str, str], int](lambda work: answers.rows.add(self._terms_row(*work)))
        self._able = Known[tuple[frozenset[str], Languages], int](
            lambda needed: answers.rows.add(self._abilities_row(*needed))
        )
        self._accepting = Known[tuple[Decimal, str], int](
            lambda pay: answers.rows.add(self._floors.accept(*pay))
        )

    def _skill_asked(self, skill: str) -> tuple[int, int, int, Link, Link]:
        """How many lots count it, its number (both -1 where none do), its bit of the signature, and how it
        is linked to theirs where required and where desired."""
        code, link = self._codes.get(skill, -1), self._answers.link(*self._links(skill))
        size, bit = (self._sizes[code], signature_of((code,))) if code >= 0 else (-1, 0)
        return size, code, bit, (2, *link), (1, *link)

    def _ask(self, asker: VacancyFacts, asked: Asked) -> bytes:
        v = asker
        program, shelves, busy = len(asked.program), len(asked.shelves), len(asked.busy)
        signature = wish = 0
        rarest = None
        for skill in v.required_skills:
            known = self._skills_asked[skill]
            signature |= known[2]
            asked.program += known[3]
            if rarest is None or known < rarest:
                rarest = known
        reachable = rarest is None or rarest[1] >= 0
        if rarest and reachable:
            asked.shelves.append(rarest[1])
        wished = len(asked.shelves)
        for at, skill in enumerate(v.desired_skills - v.required_skills):
            known = self._skills_asked[skill]
            wish |= known[2]
            asked.program += known[4]
            if rarest is None and known[1] >= 0:
                asked.shelves += (known[1], at)
        if v.commitments:
            asked.busy += busy_rows(v.commitments)
        near, runs, runs_end = self._near[v.occupation, v.entry_level]
        return VACANCY_ASKS.pack(
            *vacancy_record(v, signature=signature if reachable else 0),
            self._permitting[v.country, v.sector],
            self._able[v.tickets, tuple(sorted(v.languages.items())) if v.languages else ()],
            self._accepting[v.pay, v.currency],
            near,
            runs,
            runs_end if reachable else runs,
            program // NUMBERS_A_LINK,
            len(asked.program) // NUMBERS_A_LINK,
            shelves,
            wished,
            wished,
            len(asked.shelves),
            busy,
            len(asked.busy),
            *self._trades[v.occupation],
            wish,
            not v.required_skills,
            v.entry_level,
        )

    def _nearness(self, occupation: str, entry_level: bool) -> Floats:
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

    def _abilities_row(self, tickets: frozenset[str], languages: Languages) -> NDArray[Any]:
        held: Bools = self._values.tickets.passing(tickets, lambda own: tickets <= own)[self._tickets_of]
        spoken = self._values.languages.passing(languages, lambda own: speaks(dict(own), dict(languages)))[
            self._languages_of
        ]
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
