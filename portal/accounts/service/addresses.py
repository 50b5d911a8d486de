"""Proving that a mail address is one's own, and changing it."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts import notices
from portal.accounts.domain import LinkPurpose, email_key
from portal.accounts.events import EmailChangeAsked, EmailChanged, EmailConfirmed
from portal.accounts.models import PersonRow
from portal.accounts.queries import person_by_email
from portal.accounts.service.links import LinkSpent, end_links, make_link, use_up
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId
from portal.notifications.service import queue


def send_confirmation(work: Work, person: PersonRow) -> None:
    """Mail a link by which a person proves that the address is theirs."""
    link = make_link(work, person.id, LinkPurpose.CONFIRM_EMAIL)
    queue(work, notices.confirm_email(person.email, person.language, link.token, link.expires_at))


def confirm_email(work: Work, token: str) -> EmailConfirmed | LinkSpent:
    """The address is theirs: from now on they can sign in and get mail."""
    link = use_up(work, token, LinkPurpose.CONFIRM_EMAIL)
    if isinstance(link, LinkSpent):
        return link
    return mark_email_confirmed(work, link.person_id)


def mark_email_confirmed(work: Work, person_id: UUID) -> EmailConfirmed:
    """Take an address as proved, because something that was mailed to it came back."""
    row = work.session.get_one(PersonRow, person_id)
    row.confirmed_at = row.confirmed_at or work.now
    confirmed = EmailConfirmed(at=work.now, by=ActorId(person_id), person_id=person_id)
    work.emit(confirmed)
    return confirmed


def ask_email_change(work: Work, person_id: UUID, email: str) -> None:
    """Mail a link to the new address; the old one counts until the link is used.

    Nothing tells whether somebody else has the new address already: then no link is sent.
    """
    person = work.session.get_one(PersonRow, person_id)
    work.emit(EmailChangeAsked(at=work.now, by=work.actor, person_id=person_id))
    if person_by_email(work.session, email) is None:
        link = make_link(work, person_id, LinkPurpose.CHANGE_EMAIL, email=email.strip())
        queue(work, notices.change_email(email.strip(), person.language, link.token, link.expires_at))


def change_email(work: Work, token: str) -> EmailChanged | LinkSpent:
    """Take the new address as theirs, and tell the old one; what was mailed there opens nothing any more."""
    link = use_up(work, token, LinkPurpose.CHANGE_EMAIL)
    if isinstance(link, LinkSpent):
        return link
    new = link.email or ""
    taken = work.session.scalar(select(PersonRow.id).where(PersonRow.email_key == email_key(new)))
    if taken not in (None, link.person_id):
        return LinkSpent()
    person = work.session.get_one(PersonRow, link.person_id, with_for_update=True)
    queue(work, notices.email_changed(work.new_id(), person.email, person.language))
    person.email, person.email_key = new, email_key(new)
    end_links(work, person.id, LinkPurpose.CHOOSE_PASSWORD)
    changed = EmailChanged(at=work.now, by=ActorId(person.id), person_id=person.id)
    work.emit(changed)
    return changed
