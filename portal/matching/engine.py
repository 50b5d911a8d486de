"""The matcher for many posts: the same answers as the reference, from packed arrays."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np

from portal.kernel.globe import great_circle_km
from portal.kernel.periods import Commitment
from portal.matching.cells import Ids
from portal.matching.domain import (
    AvailabilityFacts,
    Gate,
    Knowledge,
    PairJudgement,
    VacancyFacts,
    free_on,
)
from portal.matching.hits import Hits, best, rounded, seniority, totals
from portal.matching.numbers import (
    AvailabilityNumbers,
    Ints,
    VacancyNumbers,
    covered_days,
    date_of,
    dates_pass,
    distance_factors,
    distances,
    head_factors,
    within_radius,
)
from portal.matching.packing import Bools, Floats

Post = TypeVar("Post", AvailabilityFacts, VacancyFacts)
Asker = TypeVar("Asker", AvailabilityFacts, VacancyFacts)

# Cheap questions that turn away many come first; every gate is asked, so the order changes no answer.
_GATES_BY_COST = (
    Gate.PERMISSION,
    Gate.DATES,
    Gate.SKILLS,
    Gate.PLACE,
    Gate.SHIFTS,
    Gate.ENGAGEMENT,
    Gate.LANGUAGES,
    Gate.TICKETS,
    Gate.PAY,
    Gate.COMPLIANCE,
    Gate.RELEVANCE,
    Gate.GROUP,
)


class PackedPosts(ABC, Generic[Post, Asker]):
    """Many posts of one side, asked for the best of them by a post of the other side. Never changes."""

    def __init__(self, posts: Sequence[Post], knowledge: Knowledge) -> None:
        self.posts: tuple[Post, ...] = tuple(posts)
        self._knowledge = knowledge
        self._seniority = seniority(self.posts)
        self._busy = np.asarray([bool(post.commitments) for post in self.posts], np.bool_)

    def __len__(self) -> int:
        return len(self.posts)

    def passes(self, gate: Gate, asker: Asker, ids: Ids) -> Bools:
        """Which of the posts pass one gate with the asking post."""
        rules: dict[Gate, Callable[[Asker, Ids], Bools]] = {
            Gate.COMPLIANCE: self._compliance_passes,
            Gate.PERMISSION: self._permission_passes,
            Gate.ENGAGEMENT: self._engagement_passes,
            Gate.DATES: self._dates_pass,
            Gate.TICKETS: self._tickets_pass,
            Gate.LANGUAGES: self._languages_pass,
            Gate.SHIFTS: self._shifts_pass,
            Gate.PAY: self._pay_passes,
            Gate.SKILLS: self._skills_pass,
            Gate.PLACE: self._place_passes,
            Gate.GROUP: self._group_passes,
            Gate.RELEVANCE: self._relevance_passes,
        }
        return rules[gate](asker, ids)

    @abstractmethod
    def judge(self, asker: Asker, position: int) -> PairJudgement:
        """The reference's judgement of one pair, with all evidence."""

    @abstractmethod
    def _candidates(self, asker: Asker) -> Ids:
        """Posts in ascending order, each once, that hold all that may pass, and not many more."""

    @abstractmethod
    def _compliance_passes(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _permission_passes(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _engagement_passes(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _tickets_pass(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _languages_pass(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _shifts_pass(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _pay_passes(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _skills_pass(self, asker: Asker, ids: Ids) -> Bools: ...

    @abstractmethod
    def _figures(self, asker: Asker, ids: Ids) -> tuple[AvailabilityNumbers, VacancyNumbers]: ...

    @abstractmethod
    def _free_heads(self, asker: Asker, ids: Ids) -> tuple[Ints, Ints]: ...

    @abstractmethod
    def _occupation_factors(self, asker: Asker, ids: Ids) -> Floats: ...

    @abstractmethod
    def _skill_factors(self, asker: Asker, ids: Ids, occupation: Floats) -> Floats: ...

    @abstractmethod
    def _same_trade(self, asker: Asker, ids: Ids) -> Bools: ...

    def everyone(self) -> Ids:
        return np.arange(len(self.posts), dtype=np.int64)

    def hits(self, asker: Asker, top: int | None) -> Hits:
        """The posts that pass every gate, best first; all of them where `top` is None."""
        ids = self._candidates(asker)
        for gate in _GATES_BY_COST:
            ids = ids[self.passes(gate, asker, ids)]
        return self._ranked(asker, ids, top)

    def _ranked(self, asker: Asker, ids: Ids, top: int | None) -> Hits:
        a, v = self._figures(asker, ids)
        km = distances(a, v)
        within = within_radius(km, a.travel_km, lambda at: self._exact_km(asker, int(ids[at])))
        covered = covered_days(a, v)[2]
        free_a, free_v = self._free_heads(asker, ids)
        occupation = self._occupation_factors(asker, ids)
        skills = self._skill_factors(asker, ids, occupation)
        distance = distance_factors(km, a.travel_km, within)
        dates = np.minimum(1.0, covered / (v.ends - v.starts + 1))
        heads = head_factors(free_a, free_v)
        nano = rounded(
            totals(skills, occupation, distance, dates, heads),
            lambda at: self.judge(asker, int(ids[at])).score,
        )
        order = best(nano, self._seniority[ids], top)
        return Hits(
            positions=ids[order],
            nano_scores=nano[order],
            skills=skills[order],
            occupation=occupation[order],
            distance=distance[order],
            dates=dates[order],
            heads=heads[order],
            distance_km=km[order],
            relocating=~within[order],
            covered=covered[order],
            free_availability=free_a[order],
            free_vacancy=free_v[order],
        )

    def _exact_km(self, asker: Asker, position: int) -> float:
        return great_circle_km(asker.point, self.posts[position].point)

    def _place_passes(self, asker: Asker, ids: Ids) -> Bools:
        a, v = self._figures(asker, ids)
        within = within_radius(distances(a, v), a.travel_km, lambda at: self._exact_km(asker, int(ids[at])))
        worth_moving = v.asks_required | v.entry_level | self._same_trade(asker, ids)
        return within | (a.relocates & v.accommodation & worth_moving)

    def _dates_pass(self, asker: Asker, ids: Ids) -> Bools:
        return dates_pass(*self._figures(asker, ids))

    def _group_passes(self, asker: Asker, ids: Ids) -> Bools:
        a, v = self._figures(asker, ids)
        passes: Bools = np.minimum(*self._free_heads(asker, ids)) >= np.maximum(a.min_group, v.min_group)
        return passes

    def _relevance_passes(self, asker: Asker, ids: Ids) -> Bools:
        occupation = self._occupation_factors(asker, ids)
        passes: Bools = (occupation >= 0.5) | (self._skill_factors(asker, ids, occupation) > 0)
        return passes

    def _free_of_posts(self, asker: Asker, ids: Ids, headcount: Ints) -> Ints:
        """Free heads of the posts themselves, each in the days that its pair covers."""
        free = headcount.copy()
        busy = np.flatnonzero(self._busy[ids])
        if len(busy):
            first, last, _ = covered_days(*self._figures(asker, ids[busy]))
            for at, begin, end in zip(busy.tolist(), first.tolist(), last.tolist(), strict=True):
                post = self.posts[ids[at]]
                free[at] = _free(post.headcount, post.commitments, begin, end)
        return free

    def _free_of_asker(self, asker: Asker, ids: Ids) -> Ints:
        """Free heads of the asking post in the days that each pair covers."""
        if not asker.commitments:
            return np.full(len(ids), asker.headcount, np.int64)
        first, last, _ = covered_days(*self._figures(asker, ids))
        spans = list(zip(first.tolist(), last.tolist(), strict=True))
        free = {span: _free(asker.headcount, asker.commitments, *span) for span in set(spans)}
        return np.asarray([free[span] for span in spans], np.int64)


def _free(headcount: int, commitments: tuple[Commitment, ...], first: int, last: int) -> int:
    return free_on(headcount, commitments, date_of(first), date_of(last))
