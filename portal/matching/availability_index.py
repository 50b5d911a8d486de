"""Many availabilities, packed to be asked which of them are best for a vacancy."""

from collections.abc import Sequence

import numpy as np

from portal.matching.cells import Cells, Ids
from portal.matching.domain import (
    ALL_FORMS,
    DEFAULT_TOP,
    AvailabilityFacts,
    Knowledge,
    PairJudgement,
    VacancyFacts,
)
from portal.matching.engine import PackedPosts
from portal.matching.hits import Hits
from portal.matching.kinship import Kinship
from portal.matching.numbers import (
    AvailabilityNumbers,
    Ints,
    VacancyNumbers,
    availability_numbers,
    chosen,
    vacancy_numbers,
)
from portal.matching.packing import NONE, Bools, Distinct, Floats, PayFloors, Postings, among
from portal.matching.reference import judge, may_supply, nearness, serves_sector, speaks, works_shifts


class AvailabilityIndex(PackedPosts[AvailabilityFacts, VacancyFacts]):
    """Availabilities by skill, by place and, where they relocate, by occupation."""

    def __init__(self, availabilities: Sequence[AvailabilityFacts], knowledge: Knowledge) -> None:
        super().__init__(availabilities, knowledge)
        posts = self.posts
        self._numbers = availability_numbers(posts)
        self._countries = Distinct(a.work_countries | a.open_corridors for a in posts)
        self._sectors = Distinct(a.work_sectors for a in posts)
        self._tickets = Distinct(a.tickets for a in posts)
        self._languages = Distinct(tuple(sorted(a.languages.items())) for a in posts)
        self._shifts = Distinct(a.shifts for a in posts)
        self._forms = Distinct(a.engagement or ALL_FORMS for a in posts)
        self._supply = Distinct((a.licence_bars, a.engagement or ALL_FORMS) for a in posts)
        self._occupations = Distinct(a.occupation for a in posts)
        self._held = np.asarray([a.held for a in posts], np.bool_)
        self._floors = PayFloors([a.min_pay for a in posts])
        self._index_skills()
        self._index_places()

    def _index_skills(self) -> None:
        broader = self._knowledge.skills.broader_skills
        above = {skill: broader(skill) for skill in {skill for a in self.posts for skill in a.skills}}
        self._direct = Postings(a.skills for a in self.posts)
        self._counted = Postings(a.skills.union(*(above[skill] for skill in a.skills)) for a in self.posts)
        self._kinship = Kinship(above, self._knowledge.skills)

    def _index_places(self) -> None:
        everyone, figures = self.everyone(), self._numbers
        self._cells = Cells(
            everyone, np.degrees(figures.latitude), np.degrees(figures.longitude), figures.travel_km
        )
        self._movers = np.flatnonzero(figures.relocates)
        self._movers_by_trade = Postings((a.occupation[:2],) if a.relocates else () for a in self.posts)

    def best_for_vacancy(self, v: VacancyFacts, top: int | None = DEFAULT_TOP) -> Hits:
        """The availabilities that pass every gate, best first: what the reference answers."""
        return self.hits(v, top)

    def judge(self, asker: VacancyFacts, position: int) -> PairJudgement:
        return judge(self.posts[position], asker, self._knowledge)

    def _candidates(self, asker: VacancyFacts) -> Ids:
        if asker.held:
            return NONE
        if asker.required_skills:
            return self._counted.of_all(asker.required_skills)
        near = self._cells.near(asker.point.latitude, asker.point.longitude)
        if not asker.accommodation:
            return np.sort(near)
        movers = self._movers if asker.entry_level else self._movers_by_trade[asker.occupation[:2]]
        return np.unique(np.concatenate((near, movers)))

    def _permission_passes(self, asker: VacancyFacts, ids: Ids) -> Bools:
        country, sector = asker.country, asker.sector
        work = self._countries.passes(country, lambda countries: country in countries, ids)
        return work & self._sectors.passes(sector, lambda own: serves_sector(own, sector), ids)

    def _engagement_passes(self, asker: VacancyFacts, ids: Ids) -> Bools:
        forms = asker.engagement or ALL_FORMS
        return self._forms.passes(forms, lambda own: bool(own & forms), ids)

    def _tickets_pass(self, asker: VacancyFacts, ids: Ids) -> Bools:
        return self._tickets.passes(asker.tickets, lambda own: asker.tickets <= own, ids)

    def _languages_pass(self, asker: VacancyFacts, ids: Ids) -> Bools:
        asked = tuple(sorted(asker.languages.items()))
        return self._languages.passes(asked, lambda own: speaks(dict(own), asker.languages), ids)

    def _shifts_pass(self, asker: VacancyFacts, ids: Ids) -> Bools:
        asked = (asker.shifts, asker.shift_rule)
        return self._shifts.passes(asked, lambda own: works_shifts(own, *asked), ids)

    def _pay_passes(self, asker: VacancyFacts, ids: Ids) -> Bools:
        return self._floors.accept(asker.pay, asker.currency, ids)

    def _compliance_passes(self, asker: VacancyFacts, ids: Ids) -> Bools:
        v, forms = asker, asker.engagement or ALL_FORMS
        licensed = self._supply.passes(
            (v.country, v.sector, forms),
            lambda own: may_supply(own[0], own[1] & forms, v.country, v.sector),
            ids,
        )
        return licensed & ~self._held[ids] & (not v.held)

    def _skills_pass(self, asker: VacancyFacts, ids: Ids) -> Bools:
        passes = np.ones(len(ids), np.bool_)
        for skill in asker.required_skills:
            passes &= among(ids, self._counted[skill])
        return passes

    def _figures(self, asker: VacancyFacts, ids: Ids) -> tuple[AvailabilityNumbers, VacancyNumbers]:
        return chosen(self._numbers, ids), vacancy_numbers([asker])

    def _free_heads(self, asker: VacancyFacts, ids: Ids) -> tuple[Ints, Ints]:
        own = self._free_of_posts(asker, ids, self._numbers.headcount[ids])
        return own, self._free_of_asker(asker, ids)

    def _occupation_factors(self, asker: VacancyFacts, ids: Ids) -> Floats:
        steps = self._knowledge.steps
        return self._occupations.figures(
            ("nearness", asker.occupation, asker.entry_level),
            lambda own: nearness(own, asker.occupation, steps, entry_level=asker.entry_level),
            ids,
        )

    def _same_trade(self, asker: VacancyFacts, ids: Ids) -> Bools:
        trade = asker.occupation[:2]
        return self._occupations.passes(("trade", trade), lambda own: own[:2] == trade, ids)

    def _skill_factors(self, asker: VacancyFacts, ids: Ids, occupation: Floats) -> Floats:
        if not asker.asks_skills:
            return occupation
        weights = dict.fromkeys(asker.desired_skills, 1.0) | dict.fromkeys(asker.required_skills, 2.0)
        credit = np.zeros(len(ids))
        for skill, weight in weights.items():
            held = among(ids, self._counted[skill])
            credit += weight * held
            if not held.all():
                related = among(ids, self._direct.of_any(self._kinship.of(skill)))
                credit += 0.5 * weight * (related & ~held)
        share: Floats = credit / sum(weights.values())
        return share
