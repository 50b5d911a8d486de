"""What a worker takes along from a job: employer, work and skills, days and hours, and who confirms it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.infra import clock
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.work.check_ins import hours_worked
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies
from portal.workers import queries as workers

SCHEMA = "fairshift-work-record-1"
"""Names what the file holds; docs/work_record.md describes it."""


@dataclass(frozen=True)
class Skill:
    """A skill by its name, and its address in ESCO where it has one."""

    label: str
    uri: str | None


@dataclass(frozen=True)
class WorkRecord:
    """One job as its worker can show it to anybody."""

    number: str
    """Of the introduction, by which the portal finds the job again."""
    name: str
    employer: str
    provider: str
    title: str
    town: str
    country: str
    occupation: Skill
    isco: str | None
    skills: tuple[Skill, ...]
    first: date
    last: date
    """The last day of work; today where the work goes on."""
    goes_on: bool
    hours: Decimal | None
    """As the worker said them; none where the worker did not."""
    made_on: date


def work_record(session: Session, offer_id: UUID) -> WorkRecord | None:
    """The record of a job that has begun; none before that."""
    offer, placed = queries.offer(session, offer_id), queries.placement_of_offer(session, offer_id)
    row = queries.any_introduction(session, offer.introduction_id) if offer else None
    if offer is None or row is None or placed is None or placed.started_on is None:
        return None
    job = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version)
    if job is None:
        raise LookupError("an offer names a vacancy that was never kept")
    sides = organisations.organisations(session, [row.provider_id, row.employer_id])
    person, said = workers.worker(session, offer.worker_id), hours_worked(session, placed.id)
    goes_on, today = placed.state is PlacementState.STARTED, clock.today()
    return WorkRecord(
        number=row.number,
        name=person.name if person else "",
        employer=sides[row.employer_id].name,
        provider=sides[row.provider_id].name,
        title=job.title,
        town=job.town,
        country=job.country,
        occupation=Skill(job.occupation, job.occupation_uri),
        isco=job.isco,
        skills=tuple(Skill(one.label, one.uri) for one in job.required_skills),
        first=placed.started_on,
        last=max(placed.started_on, min(placed.last, today)) if goes_on else placed.last,
        goes_on=goes_on,
        hours=said.hours_worked if said else None,
        made_on=today,
    )


def as_plain(record: WorkRecord) -> dict[str, Any]:
    """The same for other programs: days as ISO 8601, the country as ISO 3166, skills as ESCO names them."""
    return {
        "schema": SCHEMA,
        "made_on": record.made_on.isoformat(),
        "reference": record.number,
        "worker": {"name": record.name},
        "employer": {"name": record.employer},
        "labour_provider": {"name": record.provider},
        "job": {
            "title": record.title,
            "town": record.town,
            "country": record.country,
            "occupation": {
                "label": record.occupation.label,
                "esco": record.occupation.uri,
                "isco_08": record.isco,
            },
            "skills": [{"label": one.label, "esco": one.uri} for one in record.skills],
        },
        "worked": {
            "from": record.first.isoformat(),
            "to": record.last.isoformat(),
            "goes_on": record.goes_on,
            "hours": str(record.hours) if record.hours is not None else None,
        },
        "confirmed": {
            "start": {"by": record.employer, "role": "employer", "how": "roll-call"},
            "hours": {"by": "worker", "role": "worker"} if record.hours is not None else None,
        },
    }
