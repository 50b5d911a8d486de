"""People and sessions, read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts import models
from portal.accounts.domain import LinkPurpose, Stage, email_key, is_alive, limits_of
from portal.accounts.secrets import token_hash
from portal.kernel.viewer import StaffRole
from portal.notifications.domain import Address


@dataclass(frozen=True)
class PersonRow:
    """Somebody with an account, as others in the portal may need them."""

    id: UUID
    name: str
    email: str
    language: str
    staff: frozenset[StaffRole]
    is_confirmed: bool
    has_second_factor: bool


def person(session: Session, person_id: UUID) -> PersonRow | None:
    """One person; none when nobody has this id or the account was closed."""
    return people(session, [person_id]).get(person_id)


def people(session: Session, ids: Iterable[UUID]) -> dict[UUID, PersonRow]:
    """Several people by their ids."""
    wanted = select(models.PersonRow).where(
        models.PersonRow.id.in_(set(ids)), models.PersonRow.closed_at.is_(None)
    )
    return {row.id: _person(row) for row in session.scalars(wanted)}


def person_by_email(session: Session, email: str) -> PersonRow | None:
    """The person with this address, however it is capitalised."""
    row = session.scalar(_with_email(email))
    return _person(row) if row else None


def staff_with(session: Session, role: StaffRole) -> list[PersonRow]:
    """Everybody on the staff who has this role."""
    rows = session.scalars(select(models.PersonRow).where(models.PersonRow.closed_at.is_(None)))
    return [_person(row) for row in rows if role.value in row.staff_roles]


def address_of(session: Session, person_id: UUID) -> Address | None:
    """Where mail for a person goes; none while the address is not confirmed."""
    found = person(session, person_id)
    return Address(found.email, found.name, found.language) if found and found.is_confirmed else None


@dataclass(frozen=True)
class Credentials:
    """What a given password is checked against."""

    person_id: UUID
    password_hash: str | None


def credentials_of(session: Session, email: str) -> Credentials | None:
    """What to check a password against, for somebody who may sign in."""
    row = session.scalar(_with_email(email))
    if row is None or row.confirmed_at is None:
        return None
    return Credentials(row.id, row.password_hash)


def credentials_of_person(session: Session, person_id: UUID) -> Credentials:
    """The same for somebody who is signed in and proves it again."""
    return Credentials(person_id, session.get_one(models.PersonRow, person_id).password_hash)


@dataclass(frozen=True)
class OpenSession:
    """A browser in which a person is signed in, or half signed in."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    language: str
    staff: frozenset[StaffRole]
    stage: Stage
    acting_organisation_id: UUID | None
    last_seen_at: datetime


def open_session(session: Session, token: str, now: datetime) -> OpenSession | None:
    """The session of this token, unless it was ended or has outlived a limit."""
    found = session.execute(
        select(models.AccountSessionRow, models.PersonRow)
        .join(models.PersonRow, models.PersonRow.id == models.AccountSessionRow.person_id)
        .where(models.AccountSessionRow.token_hash == token_hash(token), models.PersonRow.closed_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    row, who = found
    limits = limits_of(row.stage, is_staff=bool(who.staff_roles))
    if not is_alive(limits, row.created_at, row.last_seen_at, now):
        return None
    return OpenSession(
        id=row.id,
        person_id=who.id,
        name=who.name,
        email=who.email,
        language=who.language,
        staff=_roles(who),
        stage=row.stage,
        acting_organisation_id=row.acting_organisation_id,
        last_seen_at=row.last_seen_at,
    )


def sessions_of(session: Session, person_id: UUID) -> int:
    """In how many browsers a person is signed in."""
    wanted = select(func.count()).where(
        models.AccountSessionRow.person_id == person_id, models.AccountSessionRow.stage == Stage.OPEN
    )
    return session.scalar(wanted) or 0


def recovery_codes_left(session: Session, person_id: UUID) -> int:
    """How many recovery codes a person can still use."""
    wanted = select(func.count()).where(
        models.RecoveryCodeRow.person_id == person_id, models.RecoveryCodeRow.used_at.is_(None)
    )
    return session.scalar(wanted) or 0


def live_link(session: Session, token: str, now: datetime) -> LinkPurpose | None:
    """What a link can still be used for; none once used or expired."""
    row = session.scalar(
        select(models.AccountLinkRow).where(models.AccountLinkRow.token_hash == token_hash(token))
    )
    return row.purpose if row and row.used_at is None and now < row.expires_at else None


def _with_email(email: str) -> Select[models.PersonRow]:
    return select(models.PersonRow).where(
        models.PersonRow.email_key == email_key(email), models.PersonRow.closed_at.is_(None)
    )


def _person(row: models.PersonRow) -> PersonRow:
    return PersonRow(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        staff=_roles(row),
        is_confirmed=row.confirmed_at is not None,
        has_second_factor=row.totp_sealed is not None,
    )


def _roles(row: models.PersonRow) -> frozenset[StaffRole]:
    return frozenset(StaffRole(role) for role in row.staff_roles)
