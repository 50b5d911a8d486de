"""Many vacancies, packed to be asked which of them are best for an availability."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from portal.matching.cells import Cells, Ids, gather
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
from portal.matching.packing import NONE, Bools, Distinct, Floats, PayOffers, Postings
from portal.matching.reference import judge, may_supply, nearness, serves_sector, speaks, works_shifts


def _weights(v: VacancyFacts) -> dict[str, float]:
    """What each skill asked weighs; one in both lists counts as required."""
    return dict.fromkeys(v.desired_skills, 1.0) | dict.fromkeys(v.required_skills, 2.0)


class VacancyIndex(PackedPosts[VacancyFacts, AvailabilityFacts]):
    """Vacancies under the rarest skill that each requires; those that require none, by place and trade."""

    def __init__(self, vacancies: Sequence[VacancyFacts], knowledge: Knowledge) -> None:
        super().__init__(vacancies, knowledge)
        posts = self.posts
        self._numbers = vacancy_numbers(posts)
        self._countries = Distinct(v.country for v in posts)
        self._sectors = Distinct(v.sector for v in posts)
        self._tickets = Distinct(v.tickets for v in posts)
        self._languages = Distinct(tuple(sorted(v.languages.items())) for v in posts)
        self._shifts = Distinct((v.shifts, v.shift_rule) for v in posts)
        self._forms = Distinct(v.engagement or ALL_FORMS for v in posts)
        self._supply = Distinct((v.country, v.sector, v.engagement or ALL_FORMS) for v in posts)
        self._occupations = Distinct((v.occupation, v.entry_level) for v in posts)
        self._held = np.asarray([v.held for v in posts], np.bool_)
        self._offers = PayOffers([(v.pay, v.currency) for v in posts])
        self._index_skills()
        self._index_places()

    def _index_skills(self) -> None:
        asked = [_weights(v) for v in self.posts]
        skills = sorted({skill for weights in asked for skill in weights})
        self._codes = {skill: code for code, skill in enumerate(skills)}
        self._ends = np.cumsum([len(weights) for weights in asked], dtype=np.int64)
        self._starts = self._ends - np.asarray([len(weights) for weights in asked], np.int64)
        self._asked = np.asarray([self._codes[s] for weights in asked for s in weights], np.int64)
        self._weights = np.asarray([w for weights in asked for w in weights.values()], np.float64)
        self._kinship = Kinship(skills, self._knowledge.skills)
        frequency = Counter(skill for v in self.posts for skill in v.required_skills)
        self._filed = Postings(
            (min(v.required_skills, key=lambda s: (frequency[s], s)),) if v.required_skills else ()
            for v in self.posts
        )

    def _index_places(self) -> None:
        figures = self._numbers
        free = np.flatnonzero(~figures.asks_required).astype(np.int64)
        latitudes, longitudes = np.degrees(figures.latitude[free]), np.degrees(figures.longitude[free])
        self._cells = Cells(free, latitudes, longitudes, np.zeros(len(free)))
        housed = [v.accommodation and not v.required_skills for v in self.posts]
        self._entry_housed = np.flatnonzero(np.asarray(housed, np.bool_) & figures.entry_level)
        self._housed_by_trade = Postings(
            (v.occupation[:2],) if has else () for v, has in zip(self.posts, housed, strict=True)
        )

    def best_for_availability(self, a: AvailabilityFacts, top: int | None = DEFAULT_TOP) -> Hits:
        """The vacancies whose every gate passes, best first: what the reference answers."""
        return self.hits(a, top)

    def judge(self, asker: AvailabilityFacts, position: int) -> PairJudgement:
        return judge(asker, self.posts[position], self._knowledge)

    def _counted(self, a: AvailabilityFacts) -> frozenset[str]:
        return a.skills.union(*(self._knowledge.skills.broader_skills(skill) for skill in a.skills))

    def _candidates(self, asker: AvailabilityFacts) -> Ids:
        if asker.held:
            return NONE
        point = asker.point
        found = [
            self._filed.of_any(self._counted(asker)),
            self._cells.near(point.latitude, point.longitude, asker.travel_km),
        ]
        if asker.relocates:
            found += [self._entry_housed, self._housed_by_trade[asker.occupation[:2]]]
        return np.unique(np.concatenate(found))

    def _permission_passes(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        open_to, sectors = asker.work_countries | asker.open_corridors, asker.work_sectors
        work = self._countries.passes(open_to, lambda country: country in open_to, ids)
        return work & self._sectors.passes(sectors, lambda sector: serves_sector(sectors, sector), ids)

    def _engagement_passes(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        forms = asker.engagement or ALL_FORMS
        return self._forms.passes(forms, lambda asked: bool(asked & forms), ids)

    def _tickets_pass(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        return self._tickets.passes(asker.tickets, lambda asked: asked <= asker.tickets, ids)

    def _languages_pass(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        held = tuple(sorted(asker.languages.items()))
        return self._languages.passes(held, lambda asked: speaks(asker.languages, dict(asked)), ids)

    def _shifts_pass(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        return self._shifts.passes(asker.shifts, lambda asked: works_shifts(asker.shifts, *asked), ids)

    def _pay_passes(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        return self._offers.at_least(asker.min_pay, ids)

    def _compliance_passes(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        a, forms = asker, asker.engagement or ALL_FORMS
        licensed = self._supply.passes(
            (a.licence_bars, forms),
            lambda asked: may_supply(a.licence_bars, asked[2] & forms, asked[0], asked[1]),
            ids,
        )
        return licensed & ~self._held[ids] & (not a.held)

    def _skills_pass(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        rows, asked, weights = self._skills_of(ids)
        credit = self._credit(asker, related=0.0)
        missing = np.bincount(rows, (weights == 2.0) & (credit[asked] < 1.0), minlength=len(ids))
        passes: Bools = missing == 0
        return passes

    def _figures(self, asker: AvailabilityFacts, ids: Ids) -> tuple[AvailabilityNumbers, VacancyNumbers]:
        return availability_numbers([asker]), chosen(self._numbers, ids)

    def _free_heads(self, asker: AvailabilityFacts, ids: Ids) -> tuple[Ints, Ints]:
        own = self._free_of_posts(asker, ids, self._numbers.headcount[ids])
        return self._free_of_asker(asker, ids), own

    def _occupation_factors(self, asker: AvailabilityFacts, ids: Ids) -> Floats:
        steps = self._knowledge.steps
        return self._occupations.figures(
            ("nearness", asker.occupation),
            lambda asked: nearness(asker.occupation, asked[0], steps, entry_level=asked[1]),
            ids,
        )

    def _same_trade(self, asker: AvailabilityFacts, ids: Ids) -> Bools:
        trade = asker.occupation[:2]
        return self._occupations.passes(("trade", trade), lambda asked: asked[0][:2] == trade, ids)

    def _skill_factors(self, asker: AvailabilityFacts, ids: Ids, occupation: Floats) -> Floats:
        rows, asked, weights = self._skills_of(ids)
        credit = self._credit(asker, related=0.5)
        covered = np.bincount(rows, weights * credit[asked], minlength=len(ids))
        total = np.bincount(rows, weights, minlength=len(ids))
        return np.where(total > 0, covered / np.where(total > 0, total, 1.0), occupation)

    def _skills_of(self, ids: Ids) -> tuple[Ids, Ids, Floats]:
        """Every skill asked by the posts: whose it is (a place among the ids), its code, its weight."""
        starts, ends = self._starts[ids], self._ends[ids]
        at = gather(starts, ends)
        rows = np.repeat(np.arange(len(ids), dtype=np.int64), ends - starts)
        return rows, self._asked[at], self._weights[at]

    def _credit(self, a: AvailabilityFacts, *, related: float) -> Floats:
        """For each skill that any vacancy asks what the lot brings: 1 held, less for a related one."""
        credit = np.zeros(len(self._codes))
        if related:
            near = {kin for skill in a.skills for kin in self._kinship.of(skill)}
            credit[[self._codes[skill] for skill in near]] = related
        credit[[self._codes[skill] for skill in self._counted(a) if skill in self._codes]] = 1.0
        return credit
