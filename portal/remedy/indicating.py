"""The indicator over everybody who was placed, from placements and from what cases found."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.placements import queries as placements
from portal.placements.work.domain.placements import PlacementState
from portal.remedy import queries
from portal.remedy.domain.indicator import Group, Line, Placed, indicator, monthly_earnings, quarter_of
from portal.vacancies import queries as vacancies

CAME = frozenset(
    {
        PlacementState.STARTED,
        PlacementState.LEFT,
        PlacementState.TRANSFERRED,
        PlacementState.COMPLETED,
        PlacementState.RECALLED,
    }
)


def indicator_now(session: Session) -> tuple[Line, ...]:
    """The figure of every corridor, sector and quarter in which somebody got a job."""
    return indicator(placed_workers(session))


def placed_workers(session: Session) -> list[Placed]:
    """Everybody who came to work, with what the job cost them as far as cases found out."""
    introductions = {one.id: one for one in placements.all_introductions(session)}
    jobs = vacancies.vacancies(session, {one.vacancy_id for one in introductions.values()})
    lots = availability.availabilities(session, {one.availability_id for one in introductions.values()})
    lost = queries.losses_of_workers(session)
    found = []
    for row in placements.all_placements(session):
        introduction = introductions[row.introduction_id]
        job, lot = jobs.get(introduction.vacancy_id), lots.get(introduction.availability_id)
        if row.state not in CAME or job is None or lot is None:
            continue
        cost: dict[str, Decimal] = defaultdict(Decimal)
        for amount in lost.get((row.worker_id, introduction.vacancy_id), ()):
            cost[amount.currency] += amount.total
        found.append(
            Placed(
                group=Group(
                    lot.country, job.country, job.sector[:2], quarter_of(row.started_on or row.first)
                ),
                cost=tuple(cost.items()),
                monthly=monthly_earnings(job.pay, job.hours_per_week),
                currency=job.currency,
            )
        )
    return found
