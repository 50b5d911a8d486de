"""Vacancies as others read them."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.infra import clock
from portal.posts.domain import PostState
from portal.posts.drafts import Draft
from portal.posts.reading import Box
from portal.vacancies.domain import MaskedVacancy, VacancyRow
from portal.vacancies.models import Vacancy, VacancyDraft
from portal.vacancies.shelf import SHELF


def vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    """One vacancy, whoever it belongs to; never a draft."""
    return SHELF.find(session, vacancy_id)


def vacancy_numbered(session: Session, number: str) -> VacancyRow | None:
    """The vacancy with this reference, however it is spelled; never a draft."""
    return next(iter(SHELF.select(session, Vacancy.number == number.strip().upper())), None)


def own_vacancy(session: Session, organisation_id: UUID, vacancy_id: UUID) -> VacancyRow | None:
    """One of the organisation's own vacancies; another's is as good as missing."""
    row = SHELF.find(session, vacancy_id)
    return row if row and row.organisation_id == organisation_id else None


def vacancies(session: Session, ids: Collection[UUID]) -> dict[UUID, VacancyRow]:
    """Vacancies by id; those that there are."""
    return SHELF.find_all(session, ids)


def open_vacancies(
    session: Session,
    *,
    countries: Collection[str] | None = None,
    box: Box | None = None,
    isco: Collection[str] | None = None,
    now: datetime | None = None,
) -> list[VacancyRow]:
    """Vacancies that are published and not expired, the oldest first.

    `countries` are those that the work is in, `box` the corners between which it is,
    `isco` whole unit groups; each narrows.
    """
    wanted = [
        Vacancy.state == PostState.PUBLISHED,
        Vacancy.expires_at > (now or clock.now()),
    ]
    if countries is not None:
        wanted.append(Vacancy.country.in_(countries))
    if box is not None:
        wanted += box.holds(Vacancy)
    if isco is not None:
        wanted.append(Vacancy.isco.in_(isco))
    return SHELF.select(session, *wanted)


def open_ids(session: Session, now: datetime) -> list[UUID]:
    """The ids of all vacancies that are published and not expired."""
    wanted = select(Vacancy.id).where(Vacancy.state == PostState.PUBLISHED, Vacancy.expires_at > now)
    return list(session.scalars(wanted))


def open_work(session: Session, now: datetime) -> set[tuple[str, str]]:
    """The country and sector of every kind of work that an open vacancy is about."""
    wanted = select(Vacancy.country, Vacancy.sector).distinct()
    found = session.execute(wanted.where(Vacancy.state == PostState.PUBLISHED, Vacancy.expires_at > now))
    return {(country, sector) for country, sector in found}


def own_vacancies(session: Session, organisation_id: UUID) -> list[VacancyRow]:
    """All of an organisation's vacancies in every state but draft, the oldest first."""
    return SHELF.select(session, Vacancy.organisation_id == organisation_id)


def vacancy_as_of(session: Session, vacancy_id: UUID, version: int) -> VacancyRow | None:
    """A lot with the terms of an earlier version; its state and commitments are today's."""
    return SHELF.as_of(session, vacancy_id, version)


def own_drafts(session: Session, organisation_id: UUID) -> list[Draft]:
    """What an organisation has begun to write, the latest first."""
    return SHELF.drafts_of(session, organisation_id)


def own_draft(session: Session, organisation_id: UUID, vacancy_id: UUID) -> Draft | None:
    """One of the organisation's own drafts."""
    return SHELF.find_draft(session, organisation_id, vacancy_id)


def masked(row: VacancyRow) -> MaskedVacancy:
    """What a labour provider may see of a vacancy before an introduction (matching rules, section 3)."""
    shown = {one.name: getattr(row, one.name) for one in fields(MaskedVacancy) if hasattr(row, one.name)}
    shown["conditions"] = row.conditions.without_contact()
    return MaskedVacancy(**shown, is_on_behalf=row.on_behalf_of is not None)


def ids_saying(session: Session, words: str, of: Collection[UUID] = ()) -> set[UUID]:
    """Posts whose number, town or work contains the words, or that belong to one of these organisations."""
    said = (Vacancy.number, Vacancy.town, Vacancy.title, Vacancy.occupation)
    fits = or_(*(one.icontains(words, autoescape=True) for one in said), Vacancy.organisation_id.in_(of))
    return set(session.scalars(select(Vacancy.id).where(fits)))


def all_drafts(session: Session) -> list[Draft]:
    """Everything that any organisation has begun to write, the latest first; for staff."""
    found = session.scalars(select(VacancyDraft).order_by(VacancyDraft.saved_at.desc()))
    return [Draft(one.id, one.organisation_id, one.answers, one.saved_at) for one in found]
