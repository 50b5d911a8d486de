"""From posts as they are stored to the facts that a pair is judged on, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.availability.domain import AvailabilityRow
from portal.kernel.globe import Point
from portal.matching.domain import (
    AvailabilityFacts,
    Level,
    LicenceBar,
    VacancyFacts,
    end_of,
    latest_start_of,
)
from portal.posts.domain import Skill
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class Standing:
    """What compliance, licences and the taxonomy say of posts, beside the posts themselves."""

    held_posts: frozenset[UUID] = frozenset()
    held_organisations: frozenset[UUID] = frozenset()
    licence_bars: Mapping[UUID, frozenset[LicenceBar]] = field(default_factory=dict)
    """By provider."""
    chain_bars: Mapping[UUID, frozenset[LicenceBar]] = field(default_factory=dict)
    """By lot, because of its sub-agents."""
    implied_tickets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def bars(self, row: AvailabilityRow) -> frozenset[LicenceBar]:
        """What the lot may not be sent to."""
        nothing: frozenset[LicenceBar] = frozenset()
        return self.licence_bars.get(row.organisation_id, nothing) | self.chain_bars.get(row.id, nothing)

    def holds(self, post_id: UUID, organisation_id: UUID) -> bool:
        return post_id in self.held_posts or organisation_id in self.held_organisations


def facts_of_availability(row: AvailabilityRow, standing: Standing) -> AvailabilityFacts:
    """What the matcher may know of a lot."""
    return AvailabilityFacts(
        reference=str(row.id),
        order=_age(row.published_at),
        occupation=row.isco,
        skills=_keys(row.skills),
        skills_assumed=row.skills_assumed,
        languages=_levels(row.languages),
        tickets=_with_implied(row.tickets, standing.implied_tickets),
        point=Point(row.latitude, row.longitude),
        travel_km=float(row.travel_km),
        relocates=row.relocates,
        work_countries=frozenset(row.work_countries) or frozenset({row.country}),
        work_sectors=frozenset(row.work_sectors),
        available_from=row.available_from,
        available_to=row.available_to,
        headcount=row.headcount,
        commitments=tuple(row.commitments),
        min_group=row.min_group,
        min_pay={currency: least for currency, least in row.min_pay.items() if least > 0},
        shifts=frozenset(row.shifts),
        engagement=frozenset(row.engagement),
        held=standing.holds(row.id, row.organisation_id),
        licence_bars=standing.bars(row),
    )


def facts_of_vacancy(row: VacancyRow, standing: Standing, today: date) -> VacancyFacts:
    """What the matcher may know of a vacancy; a start in the past counts as today."""
    required = _keys(row.required_skills)
    return VacancyFacts(
        reference=str(row.id),
        order=_age(row.published_at),
        occupation=row.isco,
        entry_level=row.entry_level,
        required_skills=required,
        desired_skills=_keys(row.desired_skills) - required,
        languages=_levels(row.languages),
        tickets=frozenset(row.tickets),
        point=Point(row.latitude, row.longitude),
        country=row.country,
        accommodation=row.accommodation,
        sector=row.sector or "",
        starts=row.starts,
        latest_start=latest_start_of(row.starts, row.latest_start),
        ends=end_of(row.starts, row.ends),
        min_days=row.min_days,
        headcount=row.headcount,
        commitments=tuple(row.commitments),
        min_group=row.min_group,
        pay=row.pay,
        currency=row.currency,
        shifts=frozenset(row.shifts),
        shift_rule=row.shift_rule,
        engagement=frozenset(row.engagement),
        held=standing.holds(row.id, row.organisation_id),
    ).seen_on(today)


def _keys(skills: Iterable[Skill]) -> frozenset[str]:
    return frozenset(skill.key for skill in skills)


def _levels(listed: Mapping[str, str]) -> dict[str, Level]:
    return {language: Level[level] for language, level in listed.items()}


def _with_implied(tickets: Iterable[str], implied: Mapping[str, frozenset[str]]) -> frozenset[str]:
    held = set(tickets)
    waiting = list(held)
    while waiting:
        for further in implied.get(waiting.pop(), frozenset()) - held:
            held.add(further)
            waiting.append(further)
    return frozenset(held)


def _age(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
