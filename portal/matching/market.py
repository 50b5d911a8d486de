"""All open posts of one moment, ready to be matched."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.matching.domain import AvailabilityFacts, Gate, Knowledge, PairJudgement, VacancyFacts
from portal.matching.facts import Standing, facts_of_availability, facts_of_vacancy
from portal.matching.fairness import PairFacts
from portal.matching.funnel import Funnel, funnel
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.knowledge import knowledge_of
from portal.matching.licensing import Work
from portal.matching.reference import judge
from portal.matching.standing import standing_of
from portal.posts.domain import PostState
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


class Side(StrEnum):
    """Which of the two posts of a pair."""

    AVAILABILITY = "availability"
    VACANCY = "vacancy"

    @property
    def other(self) -> "Side":
        return Side.VACANCY if self is Side.AVAILABILITY else Side.AVAILABILITY


@dataclass(frozen=True)
class Pair:
    """A lot and a vacancy that pass every gate together."""

    availability: AvailabilityRow
    vacancy: VacancyRow
    score: float

    def id_of(self, side: Side) -> UUID:
        return self.availability.id if side is Side.AVAILABILITY else self.vacancy.id

    def counterpart(self, side: Side) -> UUID:
        """The id of the post on the other side."""
        return self.id_of(side.other)


def is_open(post: AvailabilityRow | VacancyRow, now: datetime) -> bool:
    """Whether a post takes part in matching at a moment: published, and not expired."""
    return post.state is PostState.PUBLISHED and post.expires_at > now


def _rank(score: float, facts: AvailabilityFacts | VacancyFacts) -> tuple[float, int, str]:
    """In which order counterparts stand: the better score, then the older post, then the reference."""
    return -score, facts.order, facts.reference


@dataclass(frozen=True)
class Market:
    """Open posts with what compliance and licences say of them; read once, asked often."""

    session: Session
    now: datetime
    lots: Mapping[UUID, AvailabilityRow]
    vacancies: Mapping[UUID, VacancyRow]
    knowledge: Knowledge
    work: Collection[Work] = ()
    """Country and sector of further vacancies, of which licences are asked too."""
    _judged: dict[tuple[UUID, UUID], PairJudgement] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, session: Session, now: datetime) -> Self:
        """The posts that are published and not expired."""
        return cls(
            session=session,
            now=now,
            lots={row.id: row for row in availability.open_availabilities(session, now=now)},
            vacancies={row.id: row for row in vacancies.open_vacancies(session, now=now)},
            knowledge=knowledge_of(session),
        )

    @classmethod
    def among(
        cls,
        session: Session,
        now: datetime,
        lots: Collection[UUID],
        jobs: Collection[UUID],
        work: Collection[Work] = (),
    ) -> Self:
        """The same of some posts alone: those of them that are published and not expired."""
        found_lots = availability.availabilities(session, lots).values()
        found_jobs = vacancies.vacancies(session, jobs).values()
        return cls(
            session=session,
            now=now,
            lots={row.id: row for row in found_lots if is_open(row, now)},
            vacancies={row.id: row for row in found_jobs if is_open(row, now)},
            knowledge=knowledge_of(session),
            work=work,
        )

    @classmethod
    def of_pair(cls, session: Session, now: datetime, availability_id: UUID, vacancy_id: UUID) -> Self:
        """Two posts alone, whether or not they are open; raises LookupError when one does not exist."""
        lot = availability.availability(session, availability_id)
        vacancy = vacancies.vacancy(session, vacancy_id)
        if lot is None or vacancy is None:
            raise LookupError("a match names a post that does not exist")
        return cls(session, now, {lot.id: lot}, {vacancy.id: vacancy}, knowledge_of(session))

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def standing(self) -> Standing:
        work = {(row.country, row.sector) for row in self.vacancies.values()} | set(self.work)
        return standing_of(self.session, self.lots.values(), work, self.today)

    @cached_property
    def pair_facts(self) -> PairFacts:
        """What rules need to know of these posts' pairs."""
        return PairFacts(self.session, self.today)

    @cached_property
    def lot_facts(self) -> dict[UUID, AvailabilityFacts]:
        return {row.id: facts_of_availability(row, self.standing) for row in self.lots.values()}

    @cached_property
    def vacancy_facts(self) -> dict[UUID, VacancyFacts]:
        return {row.id: facts_of_vacancy(row, self.standing, self.today) for row in self.vacancies.values()}

    @cached_property
    def _lot_index(self) -> AvailabilityIndex:
        return AvailabilityIndex(list(self.lot_facts.values()), self.knowledge)

    @cached_property
    def _vacancy_index(self) -> VacancyIndex:
        return VacancyIndex(list(self.vacancy_facts.values()), self.knowledge)

    def pairs_of(self, side: Side, post_id: UUID) -> list[Pair]:
        """Every pair of a post that passes all gates, best first; none where the post is not open."""
        if side is Side.AVAILABILITY:
            lot, jobs = self.lots.get(post_id), list(self.vacancies.values())
            if lot is None:
                return []
            found = self._vacancy_index.best_for_availability(self.lot_facts[post_id], top=None)
            return [Pair(lot, jobs[one.position], one.score) for one in found]
        vacancy, lots = self.vacancies.get(post_id), list(self.lots.values())
        if vacancy is None:
            return []
        hits = self._lot_index.best_for_vacancy(self.vacancy_facts[post_id], top=None)
        return [Pair(lots[one.position], vacancy, one.score) for one in hits]

    def pairs_among(self, side: Side, post_id: UUID, counterparts: Iterable[UUID]) -> list[Pair]:
        """Of the pairs with these counterparts those that pass all gates, best first; judged one by one."""
        posts = self.lots if side is Side.AVAILABILITY else self.vacancies
        others = self.vacancies if side is Side.AVAILABILITY else self.lots
        if post_id not in posts:
            return []
        found = []
        for other in counterparts:
            if other in others:
                lot, job = (post_id, other) if side is Side.AVAILABILITY else (other, post_id)
                judged = self.judge(lot, job)
                if judged.passed:
                    found.append(Pair(self.lots[lot], self.vacancies[job], judged.score))
        facts = self.vacancy_facts if side is Side.AVAILABILITY else self.lot_facts
        return sorted(found, key=lambda one: _rank(one.score, facts[one.counterpart(side)]))

    def funnel_of(self, side: Side, post_id: UUID) -> Funnel | None:
        """How many organisations each gate leaves to a post; none where the post is not open."""
        if side is Side.AVAILABILITY:
            lot = self.lot_facts.get(post_id)
            owners = [row.organisation_id for row in self.vacancies.values()]
            return funnel(self._vacancy_index, lot, owners) if lot else None
        vacancy = self.vacancy_facts.get(post_id)
        owners = [row.organisation_id for row in self.lots.values()]
        return funnel(self._lot_index, vacancy, owners) if vacancy else None

    def why_not(self, availability_id: UUID, vacancy_id: UUID) -> str:
        """The first reason for which two posts do not match: a post that is not open, or a gate's code."""
        if availability_id not in self.lots:
            return Side.AVAILABILITY.value
        if vacancy_id not in self.vacancies:
            return Side.VACANCY.value
        failed = self.judge(availability_id, vacancy_id).failed
        return failed[0].value if failed else Side.VACANCY.value

    def missed(self, availability_id: UUID, vacancy_id: UUID) -> bool:
        """Whether one of the two posts opened after these were read; its own publication has matched it."""
        lot = self.lots.get(availability_id) or availability.availability(self.session, availability_id)
        job = self.vacancies.get(vacancy_id) or vacancies.vacancy(self.session, vacancy_id)
        if lot is None or job is None or (lot.id in self.lots and job.id in self.vacancies):
            return False
        return all(is_open(one, self.now) for one in (lot, job))

    def stopped_by_compliance(
        self, availability_id: UUID, vacancy_id: UUID
    ) -> tuple[Pair, PairJudgement] | None:
        """Two open posts of which nothing but compliance, licences included, stops the match."""
        lot, vacancy = self.lots.get(availability_id), self.vacancies.get(vacancy_id)
        if lot is None or vacancy is None:
            return None
        judged = self.judge(lot.id, vacancy.id)
        return (Pair(lot, vacancy, judged.score), judged) if judged.failed == (Gate.COMPLIANCE,) else None

    def judge(self, availability_id: UUID, vacancy_id: UUID) -> PairJudgement:
        """Judge two of these posts; raises KeyError for one that is not among them."""
        pair = (availability_id, vacancy_id)
        if pair not in self._judged:
            lot, vacancy = self.lot_facts[availability_id], self.vacancy_facts[vacancy_id]
            self._judged[pair] = judge(lot, vacancy, self.knowledge)
        return self._judged[pair]
