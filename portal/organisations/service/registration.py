"""Organisations come in, and say what has changed about them."""

from dataclasses import dataclass
from uuid import UUID

from portal.accounts.queries import person
from portal.accounts.service import EmailTaken, Registered, act_for, ask_password_reset, register_person
from portal.infra.unit_of_work import Work
from portal.kernel.events import ActorId
from portal.kernel.viewer import MemberRole
from portal.notifications.service import queue
from portal.organisations import notices
from portal.organisations.domain import (
    Act,
    Applicant,
    BranchTerms,
    NotYours,
    OrganisationTerms,
    Standing,
    StandingForbids,
    after,
)
from portal.organisations.domain.addresses import address_key
from portal.organisations.domain.names import name_key, register_key
from portal.organisations.events import (
    MemberJoined,
    OrganisationAppliedAgain,
    OrganisationChanged,
    OrganisationRegistered,
)
from portal.organisations.models import MemberRow, OrganisationRow
from portal.organisations.service.branches import add_branch


@dataclass(frozen=True)
class RegistrationReceived:
    """The applicant has mail. No organisation was made if the address has an account: the mail says so,
    or lets them choose a password where nobody has proved the address yet.

    What the page shows must be the same in both cases.
    """

    organisation_id: UUID | None
    person_id: UUID


def register_organisation(
    work: Work, terms: OrganisationTerms, branch: BranchTerms, applicant: Applicant, *, express: bool = False
) -> RegistrationReceived:
    """A stranger registers an organisation and becomes its first administrator."""
    registered = register_person(
        work,
        name=applicant.name,
        email=applicant.email,
        password_hash=applicant.password_hash,
        language=applicant.language,
    )
    match registered:
        case Registered(person_id=person_id):
            done = register_for(work, person_id, terms, branch, express=express)
            return RegistrationReceived(done.organisation_id, person_id)
        case EmailTaken(person_id=person_id):
            _tell_registered(work, person_id, applicant.email)
            return RegistrationReceived(None, person_id)


def _tell_registered(work: Work, person_id: UUID, email: str) -> None:
    """Mail to whoever has the address.

    While nobody has proved it, somebody else may have taken it: a link to choose a password is theirs alone.
    """
    known = person(work.session, person_id)
    if known is not None and not known.is_confirmed:
        ask_password_reset(work, email)
    else:
        queue(work, notices.already_registered(work.new_id(), person_id))


def register_for(
    work: Work,
    person_id: UUID,
    terms: OrganisationTerms,
    branch: BranchTerms,
    *,
    express: bool = False,
    session_id: UUID | None = None,
) -> OrganisationRegistered:
    """Somebody with an account registers an organisation; with `session_id` they act for it at once."""
    row = OrganisationRow(
        id=work.new_id(),
        state=Standing.PENDING,
        express=express,
        express_at=work.now if express else None,
        registered_by=person_id,
        registered_at=work.now,
        applied_at=work.now,
    )
    _fill(row, terms)
    work.session.add(row)
    work.session.flush()
    by = ActorId(person_id)
    registered = OrganisationRegistered(at=work.now, by=by, organisation_id=row.id, express=express)
    work.emit(registered)
    join(work, row.id, person_id, MemberRole.ADMINISTRATOR)
    add_branch(work, row.id, branch)
    if session_id is not None:
        act_for(work, session_id, row.id)
    return registered


def join(work: Work, organisation_id: UUID, person_id: UUID, role: MemberRole) -> MemberJoined:
    """Make a person a member."""
    work.session.add(
        MemberRow(person_id=person_id, organisation_id=organisation_id, role=role, joined_at=work.now)
    )
    work.session.flush()
    joined = MemberJoined(
        at=work.now, by=ActorId(person_id), organisation_id=organisation_id, person_id=person_id, role=role
    )
    work.emit(joined)
    return joined


def change_organisation(
    work: Work, organisation_id: UUID, terms: OrganisationTerms
) -> OrganisationChanged | NotYours:
    """Change what an organisation says about itself.

    Name, country and register number were checked for the approval, so after it they stay. Who becomes
    a labour provider or an employer besides is checked anew.
    """
    row = work.session.get(OrganisationRow, organisation_id, with_for_update=True)
    if row is None:
        return NotYours()
    kept = (row.name, row.country, row.register_number)
    before = _said(row)
    gains = (terms.supplies and not row.supplies) or (terms.employs and not row.employs)
    _fill(row, terms)
    if row.state is Standing.APPROVED:
        row.name, row.country, row.register_number = kept
        row.name_key, row.register_key = name_key(row.name), register_key(row.register_number)
    if gains:
        _have_it_checked(work, row)
    said = _said(row)
    changed = OrganisationChanged(
        at=work.now,
        by=work.actor,
        organisation_id=organisation_id,
        fields=tuple(sorted(field for field in said if said[field] != before[field])),
    )
    work.emit(changed)
    return changed


def _have_it_checked(work: Work, row: OrganisationRow) -> None:
    standing = after(row.state, Act.GAIN_SIDE)
    if isinstance(standing, StandingForbids):
        return  # it waits for a decision anyway, or was refused
    row.state, row.applied_at = standing, work.now
    row.express, row.express_at = False, None
    work.emit(OrganisationAppliedAgain(at=work.now, by=work.actor, organisation_id=row.id))


def _fill(row: OrganisationRow, terms: OrganisationTerms) -> None:
    row.name, row.name_key = terms.name.strip(), name_key(terms.name)
    row.supplies, row.employs = terms.supplies, terms.employs
    row.country = terms.country
    row.register_number, row.register_key = terms.register_number, register_key(terms.register_number)
    address = terms.address
    row.street, row.town = (address.street.strip(), address.town.strip()) if address else (None, None)
    row.postcode, row.address_key = address.postcode.strip() if address else None, address_key(address)
    row.sectors = list(terms.sectors)
    row.website = terms.website
    row.contact_email, row.contact_phone = terms.contact_email.strip(), terms.contact_phone


def _said(row: OrganisationRow) -> dict[str, object]:
    names = (
        "name",
        "supplies",
        "employs",
        "country",
        "register_number",
        "street",
        "town",
        "postcode",
        "sectors",
        "website",
        "contact_email",
        "contact_phone",
    )
    return {name: getattr(row, name) for name in names}
