"""Choosing a password, by a mailed link or while signed in."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts import notices
from portal.accounts.domain import LinkPurpose, email_key
from portal.accounts.events import EmailConfirmed, PasswordChanged, PasswordResetAsked
from portal.accounts.models import PersonRow
from portal.accounts.service.links import LinkSpent, end_links, make_link, use_up
from portal.accounts.service.sessions import sign_out_everywhere
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId
from portal.notifications.service import queue


def ask_password_reset(work: Work, email: str) -> None:
    """Mail a link to choose a new password, if anybody has this address; the page says nothing of it."""
    person = work.session.scalar(
        select(PersonRow).where(PersonRow.email_key == email_key(email), PersonRow.closed_at.is_(None))
    )
    if person is None:
        return
    link = make_link(work, person.id, LinkPurpose.CHOOSE_PASSWORD)
    queue(work, notices.choose_password(person.email, person.language, link.token, link.expires_at))
    work.emit(PasswordResetAsked(at=work.now, by=work.actor, person_id=person.id))


def choose_password(work: Work, token: str, password_hash: str) -> PasswordChanged | LinkSpent:
    """Set a new password by a mailed link, which also proves the address; ends every session."""
    link = use_up(work, token, LinkPurpose.CHOOSE_PASSWORD)
    if isinstance(link, LinkSpent):
        return link
    person = work.session.get_one(PersonRow, link.person_id, with_for_update=True)
    if person.confirmed_at is None:
        person.confirmed_at = work.now
        work.emit(EmailConfirmed(at=work.now, by=ActorId(person.id), person_id=person.id))
    return _set(work, person, password_hash, keep_session=None)


def change_password(work: Work, person_id: UUID, password_hash: str, session_id: UUID) -> PasswordChanged:
    """Set a new password while signed in; ends the sessions in all other browsers."""
    person = work.session.get_one(PersonRow, person_id, with_for_update=True)
    return _set(work, person, password_hash, keep_session=session_id)


def _set(work: Work, person: PersonRow, password_hash: str, keep_session: UUID | None) -> PasswordChanged:
    """Take a new password; links asked for under the old one open nothing any more."""
    person.password_hash = password_hash
    end_links(work, person.id, LinkPurpose.CHOOSE_PASSWORD, LinkPurpose.CHANGE_EMAIL)
    sign_out_everywhere(work, person.id, but=keep_session)
    changed = PasswordChanged(at=work.now, by=ActorId(person.id), person_id=person.id)
    work.emit(changed)
    return changed
