"""Who belongs to an organisation: invited, joined, given another role, removed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.accounts.domain import email_key
from portal.accounts.queries import person, person_by_email
from portal.accounts.secrets import new_token, token_hash
from portal.accounts.service import EmailTaken, Registered, register_person
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.kernel.viewer import MemberRole
from portal.notifications.service import drop_waiting, queue
from portal.organisations import notices
from portal.organisations.domain import INVITATION_LIFE, LastAdministrator, NotYours, judge_leaving
from portal.organisations.events import (
    InvitationWithdrawn,
    MemberInvited,
    MemberJoined,
    MemberRemoved,
    MemberRoleChanged,
)
from portal.organisations.models import InvitationRow, MemberRow, OrganisationRow
from portal.organisations.service.registration import join


@dataclass(frozen=True)
class AlreadyMember(Refusal):
    """The person with this address belongs to the organisation already."""


@dataclass(frozen=True)
class InvitationSpent(Refusal):
    """The invitation was accepted, withdrawn, has expired, or never was."""


@dataclass(frozen=True)
class InvitationForSomebodyElse(Refusal):
    """The invitation went to another address than the one of the person who is signed in."""


def invite_member(
    work: Work, organisation_id: UUID, email: str, role: MemberRole
) -> MemberInvited | AlreadyMember:
    """Mail somebody a link to join; an earlier invitation to the same address stops working."""
    known = person_by_email(work.session, email)
    if known and work.session.get(MemberRow, (known.id, organisation_id)):
        return AlreadyMember()
    _end_earlier(work, organisation_id, email)
    token = new_token()
    row = InvitationRow(
        id=work.new_id(),
        organisation_id=organisation_id,
        email=email.strip(),
        role=role,
        token_hash=token_hash(token),
        invited_by=work.actor,
        invited_at=work.now,
        expires_at=work.now + INVITATION_LIFE,
        ended_at=None,
    )
    work.session.add(row)
    host = work.session.get_one(OrganisationRow, organisation_id)
    inviter = person(work.session, work.actor)
    queue(
        work,
        notices.invitation(
            row.id,
            email=row.email,
            organisation=host.name,
            inviter=inviter.name if inviter else "",
            token=token,
            expires_at=row.expires_at,
        ),
    )
    invited = MemberInvited(
        at=work.now, by=work.actor, organisation_id=organisation_id, invitation_id=row.id, role=role
    )
    work.emit(invited)
    return invited


def _end_earlier(work: Work, organisation_id: UUID, email: str) -> None:
    waiting = work.session.scalars(
        select(InvitationRow).where(
            InvitationRow.organisation_id == organisation_id, InvitationRow.ended_at.is_(None)
        )
    )
    for row in waiting:
        if email_key(row.email) == email_key(email):
            row.ended_at = work.now


def _end_invitations_by(work: Work, organisation_id: UUID, person_id: UUID) -> None:
    work.session.execute(
        update(InvitationRow)
        .where(
            InvitationRow.organisation_id == organisation_id,
            InvitationRow.invited_by == person_id,
            InvitationRow.ended_at.is_(None),
        )
        .values(ended_at=work.now)
    )


def withdraw_invitation(
    work: Work, organisation_id: UUID, invitation_id: UUID
) -> InvitationWithdrawn | NotYours:
    """Make an invitation's link stop working."""
    row = work.session.get(InvitationRow, invitation_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id or row.ended_at is not None:
        return NotYours()
    row.ended_at = work.now
    done = InvitationWithdrawn(
        at=work.now, by=work.actor, organisation_id=organisation_id, invitation_id=invitation_id
    )
    work.emit(done)
    return done


def accept_invitation(
    work: Work, token: str, person_id: UUID
) -> MemberJoined | InvitationSpent | InvitationForSomebodyElse:
    """Somebody with an account joins; only the address that was invited may."""
    row = _live(work, token)
    if isinstance(row, InvitationSpent):
        return row
    who = person(work.session, person_id)
    if who is None or email_key(who.email) != email_key(row.email):
        return InvitationForSomebodyElse()
    return _accept(work, row, person_id)


def join_as_new_person(
    work: Work, token: str, *, name: str, password_hash: str, language: str = "en"
) -> MemberJoined | InvitationSpent | EmailTaken:
    """Somebody without an account joins; the link came by mail, so the address is proved."""
    row = _live(work, token)
    if isinstance(row, InvitationSpent):
        return row
    registered = register_person(
        work,
        name=name,
        email=row.email,
        password_hash=password_hash,
        language=language,
        is_confirmed=True,
    )
    match registered:
        case EmailTaken():
            return registered
        case Registered(person_id=person_id):
            return _accept(work, row, person_id)


def _live(work: Work, token: str) -> InvitationRow | InvitationSpent:
    row = work.session.scalar(
        select(InvitationRow).where(InvitationRow.token_hash == token_hash(token)).with_for_update()
    )
    if row is None or row.ended_at is not None or work.now >= row.expires_at:
        return InvitationSpent()
    return row


def _accept(work: Work, row: InvitationRow, person_id: UUID) -> MemberJoined | InvitationSpent:
    if work.session.get(MemberRow, (person_id, row.organisation_id)):
        return InvitationSpent()
    row.ended_at = work.now
    return join(work, row.organisation_id, person_id, row.role)


def change_role(
    work: Work, organisation_id: UUID, person_id: UUID, role: MemberRole
) -> MemberRoleChanged | LastAdministrator | NotYours:
    """Let a member do more or less."""
    roles = _locked_roles(work, organisation_id)
    if person_id not in roles:
        return NotYours()
    if role is not MemberRole.ADMINISTRATOR and (refused := judge_leaving(roles, person_id)):
        return refused
    work.session.get_one(MemberRow, (person_id, organisation_id)).role = role
    changed = MemberRoleChanged(
        at=work.now, by=work.actor, organisation_id=organisation_id, person_id=person_id, role=role
    )
    work.emit(changed)
    return changed


def remove_member(
    work: Work, organisation_id: UUID, person_id: UUID
) -> MemberRemoved | LastAdministrator | NotYours:
    """End a person's membership: from the next page they ask for, for mails that wait.

    Whom they invited must be invited anew, so that nobody comes back by a link of their own making.
    """
    roles = _locked_roles(work, organisation_id)
    if person_id not in roles:
        return NotYours()
    if refused := judge_leaving(roles, person_id):
        return refused
    work.session.execute(
        delete(MemberRow).where(
            MemberRow.organisation_id == organisation_id, MemberRow.person_id == person_id
        )
    )
    drop_waiting(work, person_id, organisation_id)
    _end_invitations_by(work, organisation_id, person_id)
    removed = MemberRemoved(
        at=work.now,
        by=work.actor,
        organisation_id=organisation_id,
        person_id=person_id,
        role=roles[person_id],
    )
    work.emit(removed)
    return removed


def _locked_roles(work: Work, organisation_id: UUID) -> dict[UUID, MemberRole]:
    """Everybody's role, while nobody else can change them."""
    work.session.get(OrganisationRow, organisation_id, with_for_update=True)
    rows = work.session.scalars(select(MemberRow).where(MemberRow.organisation_id == organisation_id))
    return {row.person_id: row.role for row in rows}
