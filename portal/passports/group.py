"""Work shown to a group of workers: it informs, and nobody can accept anything with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class GroupWork:
    """One job as a whole group may read of it."""

    agency: str
    phone: str
    employer: str
    title: str
    town: str
    country: str
    first: date
    last: date
    pay: Decimal
    currency: str
    is_offered: bool
    """Workers can still be given offers of their own."""


def group_work(session: Session, introduction_id: UUID) -> GroupWork | None:
    """The work of an introduction whose terms both sides agreed; none before that."""
    row = placements.any_introduction(session, introduction_id)
    if row is None or row.excluded_by or placements.agreed_engagement(session, row.id) is None:
        return None
    vacancy = vacancies.vacancy_as_of(session, row.vacancy_id, row.vacancy_version)
    if vacancy is None:
        raise LookupError("an introduction names a vacancy that was never kept")
    both = organisations.organisations(session, [row.provider_id, row.employer_id])
    desk = next(iter(organisations.branches_of(session, row.provider_id)), None)
    agency = both[row.provider_id]
    return GroupWork(
        agency=agency.name,
        phone=desk.duty_phone if desk else agency.contact_phone,
        employer=both[row.employer_id].name,
        title=vacancy.title,
        town=vacancy.town,
        country=vacancy.country,
        first=row.first,
        last=row.last,
        pay=vacancy.pay,
        currency=vacancy.currency,
        is_offered=row.state is IntroductionState.OPEN,
    )
