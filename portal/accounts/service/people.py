"""People come in, and say how they are called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.domain import FIRST_PASSWORD_LIFE, LinkPurpose, email_key
from portal.accounts.events import PersonRegistered, ProfileChanged, StaffAppointed
from portal.accounts.models import PersonRow
from portal.accounts.queries import person_by_email, sessions_of
from portal.accounts.service.addresses import send_confirmation
from portal.accounts.service.links import make_link
from portal.accounts.service.sessions import sign_out_everywhere
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId
from portal.kernel.outcomes import Refusal
from portal.kernel.viewer import StaffRole


@dataclass(frozen=True)
class Registered:
    """Somebody has an account now."""

    person_id: UUID


@dataclass(frozen=True)
class EmailTaken(Refusal):
    """Somebody has an account with this address. Never to be shown: only mailed to the address."""

    person_id: UUID


def register_person(
    work: Work,
    *,
    name: str,
    email: str,
    password_hash: str | None,
    language: str = "en",
    is_confirmed: bool = False,
) -> Registered | EmailTaken:
    """Give somebody an account; unless the address is proved already, mail a link to confirm it."""
    if other := person_by_email(work.session, email):
        return EmailTaken(other.id)
    person = PersonRow(
        id=work.new_id(),
        email=email.strip(),
        email_key=email_key(email),
        name=name.strip(),
        language=language,
        password_hash=password_hash,
        staff_roles=[],
        registered_at=work.now,
        confirmed_at=work.now if is_confirmed else None,
    )
    try:
        with work.session.begin_nested():
            work.session.add(person)
    except IntegrityError:  # the same address, registered at the same moment
        other_id = work.session.scalar(select(PersonRow.id).where(PersonRow.email_key == email_key(email)))
        if other_id is None:
            raise
        return EmailTaken(other_id)
    work.emit(PersonRegistered(at=work.now, by=ActorId(person.id), person_id=person.id))
    if not is_confirmed:
        send_confirmation(work, person)
    return Registered(person.id)


def find_or_register(work: Work, *, name: str, email: str) -> UUID:
    """The person with this address, or a new one without a password."""
    match register_person(work, name=name, email=email, password_hash=None, is_confirmed=True):
        case Registered(person_id=person_id) | EmailTaken(person_id=person_id):
            return person_id


@dataclass(frozen=True)
class StaffAppointment:
    """Somebody is on the staff; the token lets them choose a password once."""

    person_id: UUID
    token: str
    expires_at: datetime


def appoint_staff(work: Work, *, email: str, name: str, roles: Collection[StaffRole]) -> StaffAppointment:
    """Give a person these roles on the staff (and no others), and a link to choose a password.

    They are signed out: a session that began without a second factor must not become one of staff.
    """
    person_id = find_or_register(work, name=name, email=email)
    person = work.session.get_one(PersonRow, person_id)
    person.staff_roles = sorted(role.value for role in roles)
    work.emit(
        StaffAppointed(at=work.now, by=work.actor, person_id=person_id, roles=tuple(person.staff_roles))
    )
    if sessions_of(work.session, person_id):
        sign_out_everywhere(work, person_id)
    link = make_link(work, person_id, LinkPurpose.CHOOSE_PASSWORD, life=FIRST_PASSWORD_LIFE)
    return StaffAppointment(person_id, link.token, link.expires_at)


def change_profile(work: Work, person_id: UUID, *, name: str, language: str) -> ProfileChanged:
    """Change how a person is called and in which language the portal speaks to them."""
    person = work.session.get_one(PersonRow, person_id)
    person.name, person.language = name.strip(), language
    changed = ProfileChanged(at=work.now, by=work.actor, person_id=person_id)
    work.emit(changed)
    return changed
