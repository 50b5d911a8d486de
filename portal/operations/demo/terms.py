"""What the posts of the demo say, in the portal's own terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityTerms, PaidByWorkers
from portal.gazetteer.domain import Place, resolve
from portal.gazetteer.queries import DatabasePlaces
from portal.kernel.globe import Point, great_circle_km
from portal.operations.demo.conditions import conditions_of
from portal.operations.demo.world import DemoLot, DemoPost, DemoVacancy
from portal.organisations.domain.chains import Chain, ThroughAgents
from portal.organisations.queries import BranchRow
from portal.posts.domain import EngagementForm, Shift, ShiftRule, Skill
from portal.taxonomy.domain import Concept, FreeSkill, resolve_occupation, resolve_skill
from portal.taxonomy.files import ShippedTaxonomy, shipped_taxonomy
from portal.vacancies.domain import PayInterval, VacancyTerms


@dataclass(frozen=True)
class Atlas:
    """The places of the demo, each looked up once."""

    session: Session
    known: dict[tuple[str, str], Place]

    def place(self, town: str, country: str) -> Place:
        """Raises LookupError where the gazetteer does not know the town."""
        if (town, country) not in self.known:
            found = resolve(DatabasePlaces(self.session), town, country)
            if not isinstance(found, Place):
                raise LookupError(f"the gazetteer has no {town} in {country}")
            self.known[town, country] = found
        return self.known[town, country]


@dataclass(frozen=True)
class Wording:
    """Turns what the files say into terms; days count from `today`."""

    today: date
    atlas: Atlas
    branches: Mapping[str, Sequence[BranchRow]]
    """By the key of the organisation."""

    @cached_property
    def taxonomy(self) -> ShippedTaxonomy:
        return shipped_taxonomy()

    def lot(self, lot: DemoLot) -> AvailabilityTerms:
        place, occupation = self.atlas.place(lot.town, lot.country), self._occupation(lot.occupation)
        skills = self._skills(lot.skills)
        usual = self.taxonomy.usual_skills(occupation.uri).essential
        first = self._day(lot.begins)
        return AvailabilityTerms(
            branch_id=self._nearest_branch(lot, place),
            on_behalf_of=lot.client,
            occupation_uri=occupation.uri,
            occupation=occupation.label,
            isco=occupation.isco or "",
            skills=skills or tuple(Skill(one.uri, one.label) for one in usual),
            skills_assumed=not skills,
            languages=dict(lot.languages),
            tickets=lot.tickets,
            place_id=place.id,
            town=place.name,
            region=place.region,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
            travel_km=float(lot.travel_km),
            relocates=lot.relocates,
            work_countries=lot.work_countries,
            work_sectors=lot.work_sectors,
            available_from=first,
            available_to=first + timedelta(days=lot.days - 1) if lot.days else None,
            headcount=lot.headcount,
            min_group=min(lot.min_group, lot.headcount),
            min_pay=dict(lot.min_pay),
            shifts=frozenset(map(Shift, lot.shifts)),
            engagement=frozenset(map(EngagementForm, lot.engagement)),
            paid_by_workers=PaidByWorkers(lot.paid_by_workers),
            chain=Chain(ThroughAgents.NO if lot.paid_by_workers == "no" else ThroughAgents.UNSAID),
            notes=lot.notes,
        )

    def vacancy(self, job: DemoVacancy) -> VacancyTerms:
        place, occupation = self.atlas.place(job.town, job.country), self._occupation(job.occupation)
        starts = self._day(job.begins)
        return VacancyTerms(
            branch_id=self._nearest_branch(job, place),
            on_behalf_of=job.client,
            title=job.title,
            sector=job.sector,
            occupation_uri=occupation.uri,
            occupation=occupation.label,
            isco=occupation.isco or "",
            entry_level=job.entry_level,
            required_skills=self._skills(job.required_skills),
            desired_skills=self._skills(job.desired_skills),
            languages=dict(job.languages),
            tickets=job.tickets,
            place_id=place.id,
            town=place.name,
            region=place.region,
            country=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
            accommodation=job.accommodation,
            starts=starts,
            latest_start=starts + timedelta(days=job.latest),
            ends=starts + timedelta(days=job.days - 1) if job.days else None,
            headcount=job.headcount,
            min_group=min(job.min_group, job.headcount),
            pay=job.pay,
            currency=job.currency,
            shifts=frozenset(map(Shift, job.shifts)),
            shift_rule=ShiftRule(job.shift_rule),
            engagement=frozenset(map(EngagementForm, job.engagement)),
            hours_per_week=job.hours_per_week,
            start_time=job.start_time,
            pay_interval=PayInterval(job.pay_interval),
            housing_cost_week=job.housing_cost_week,
            transport=job.transport,
            priority=job.priority,
            description=job.description,
            conditions=conditions_of(job),
        )

    def _day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def _occupation(self, name: str) -> Concept:
        match resolve_occupation(self.taxonomy, name):
            case Concept() as concept:
                return concept
            case _:
                raise LookupError(f"the taxonomy has no {name}")

    def _skills(self, names: Sequence[str]) -> tuple[Skill, ...]:
        return tuple(self._skill(name) for name in names)

    def _skill(self, name: str) -> Skill:
        match resolve_skill(self.taxonomy, name):
            case Concept() as concept:
                return Skill(concept.uri, concept.label)
            case FreeSkill(label):
                return Skill(None, label)
            case _:
                raise LookupError(f"{name} means several skills")

    def _nearest_branch(self, post: DemoPost, place: Place) -> UUID:
        desks = self.branches[post.organisation]
        return min(
            desks, key=lambda desk: great_circle_km(Point(desk.latitude, desk.longitude), place.point)
        ).id
