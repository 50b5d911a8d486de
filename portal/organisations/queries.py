"""Organisations, branches, members and licences, read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts.queries import person
from portal.accounts.secrets import token_hash
from portal.infra.database import portions
from portal.kernel.viewer import MemberRole, Membership
from portal.organisations import models
from portal.organisations.application import Application, mail_domain
from portal.organisations.domain import (
    LicenceStatus,
    LicenceVerdict,
    Licensed,
    RegisteredAddress,
    Standing,
    SupplyLicence,
    Unlicensed,
    decide_by,
    judge_licence,
)
from portal.organisations.files import authority_name, free_mail, licence_rules


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as its members and staff see it."""

    id: UUID
    name: str
    supplies: bool
    employs: bool
    country: str
    register_number: str | None
    address: RegisteredAddress | None
    sectors: tuple[str, ...]
    website: str | None
    contact_email: str
    contact_phone: str
    state: Standing
    express: bool
    registered_by: UUID
    registered_at: datetime
    applied_at: datetime
    decide_by: datetime
    decided_at: datetime | None
    decided_by: UUID | None
    decision_reason: str | None

    @property
    def is_approved(self) -> bool:
        return self.state is Standing.APPROVED


@dataclass(frozen=True)
class BranchRow:
    """A branch of an organisation. Latitude and longitude in degrees (WGS84)."""

    id: UUID
    organisation_id: UUID
    name: str
    place_id: str | None
    town: str
    region: str | None
    country: str
    latitude: float
    longitude: float
    desk_email: str
    duty_phone: str


@dataclass(frozen=True)
class MemberRow:
    """A person's place in an organisation."""

    person_id: UUID
    role: MemberRole
    joined_at: datetime


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has answered yet."""

    id: UUID
    organisation_id: UUID
    email: str
    role: MemberRole
    invited_by: UUID
    expires_at: datetime


@dataclass(frozen=True)
class LicenceRow:
    """A supply licence with its id."""

    id: UUID
    organisation_id: UUID
    licence: SupplyLicence


def memberships_of(session: Session, person_id: UUID) -> tuple[Membership, ...]:
    """All organisations a person may act for, by name."""
    wanted = (
        select(models.MemberRow.role, models.OrganisationRow)
        .join(models.OrganisationRow, models.OrganisationRow.id == models.MemberRow.organisation_id)
        .where(models.MemberRow.person_id == person_id)
        .order_by(models.OrganisationRow.name, models.OrganisationRow.id)
    )
    return tuple(
        Membership(
            organisation_id=row.id,
            organisation_name=row.name,
            role=role,
            supplies=row.supplies,
            employs=row.employs,
            approved=row.state is Standing.APPROVED,
        )
        for role, row in session.execute(wanted)
    )


def organisation(session: Session, organisation_id: UUID) -> OrganisationRow | None:
    """One organisation."""
    row = session.get(models.OrganisationRow, organisation_id)
    return _organisation(row) if row else None


def organisations(session: Session, ids: Iterable[UUID]) -> dict[UUID, OrganisationRow]:
    """Several organisations by their ids."""
    wanted = select(models.OrganisationRow).where(models.OrganisationRow.id.in_(set(ids)))
    return {row.id: _organisation(row) for row in session.scalars(wanted)}


def ids_named(session: Session, words: str) -> set[UUID]:
    """Organisations whose name contains the words."""
    named = models.OrganisationRow.name.icontains(words, autoescape=True)
    return set(session.scalars(select(models.OrganisationRow.id).where(named)))


def approved(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these organisations that are approved."""
    wanted = select(models.OrganisationRow.id).where(
        models.OrganisationRow.id.in_(set(ids)), models.OrganisationRow.state == Standing.APPROVED
    )
    return set(session.scalars(wanted))


def organisations_in(session: Session, state: Standing) -> list[OrganisationRow]:
    """All organisations of a standing, whoever applied first coming first."""
    wanted = (
        select(models.OrganisationRow)
        .where(models.OrganisationRow.state == state)
        .order_by(models.OrganisationRow.applied_at, models.OrganisationRow.id)
    )
    return [_organisation(row) for row in session.scalars(wanted)]


def count_by_standing(session: Session) -> dict[Standing, int]:
    """How many organisations have each standing."""
    wanted = select(models.OrganisationRow.state, func.count()).group_by(models.OrganisationRow.state)
    return dict(session.execute(wanted).all())


def members_of(session: Session, organisation_id: UUID) -> list[MemberRow]:
    """Everybody who belongs to an organisation, longest first."""
    wanted = (
        select(models.MemberRow)
        .where(models.MemberRow.organisation_id == organisation_id)
        .order_by(models.MemberRow.joined_at, models.MemberRow.person_id)
    )
    return [MemberRow(row.person_id, row.role, row.joined_at) for row in session.scalars(wanted)]


def administrators_of(session: Session, organisation_id: UUID) -> list[UUID]:
    """The persons who look after an organisation."""
    members = members_of(session, organisation_id)
    return [one.person_id for one in members if one.role is MemberRole.ADMINISTRATOR]


def branches_of(session: Session, organisation_id: UUID) -> list[BranchRow]:
    """All branches of an organisation, by name."""
    wanted = (
        select(models.BranchRow)
        .where(models.BranchRow.organisation_id == organisation_id)
        .order_by(models.BranchRow.name, models.BranchRow.id)
    )
    return [_branch(row) for row in session.scalars(wanted)]


def branch(session: Session, branch_id: UUID) -> BranchRow | None:
    """One branch, of whichever organisation."""
    row = session.get(models.BranchRow, branch_id)
    return _branch(row) if row else None


def licences_of(session: Session, organisation_id: UUID) -> list[LicenceRow]:
    """All supply licences of an organisation, the latest to end first."""
    wanted = (
        select(models.SupplyLicenceRow)
        .where(models.SupplyLicenceRow.organisation_id == organisation_id)
        .order_by(models.SupplyLicenceRow.declared_at, models.SupplyLicenceRow.id)
    )
    return [_licence(row) for row in session.scalars(wanted)]


def licences_held(
    session: Session, organisation_ids: Collection[UUID]
) -> dict[UUID, tuple[SupplyLicence, ...]]:
    """The supply licences of organisations, those declared first in front; none where one has none."""
    row = models.SupplyLicenceRow
    held: dict[UUID, list[SupplyLicence]] = {}
    for ids in portions(organisation_ids):
        wanted = select(row).where(row.organisation_id.in_(ids)).order_by(row.declared_at, row.id)
        for one in session.scalars(wanted):
            held.setdefault(one.organisation_id, []).append(_licence(one).licence)
    return {organisation_id: tuple(licences) for organisation_id, licences in held.items()}


def licence(session: Session, organisation_id: UUID, licence_id: UUID) -> LicenceRow | None:
    """One licence of this organisation."""
    row = session.get(models.SupplyLicenceRow, licence_id)
    return _licence(row) if row and row.organisation_id == organisation_id else None


def licence_verdict(  # noqa: PLR0917 - place, sector, form and day are always given together
    session: Session, provider_id: UUID, country: str, sector: str, form: str, on: date
) -> LicenceVerdict:
    """Whether a labour provider may supply labour there, in that sector and form, on that day.

    `form` is a form of engagement ("agency", "loan"…). Authorities in the verdict bear their present name.
    """
    held = licences_held(session, [provider_id]).get(provider_id, ())
    return verdict_on(held, country, sector, form, on)


def verdict_on(
    held: Sequence[SupplyLicence], country: str, sector: str, form: str, on: date
) -> LicenceVerdict:
    """The same for whoever holds these licences."""
    verdict = judge_licence(licence_rules(), held, country, sector, form, on)
    if isinstance(verdict, Licensed | Unlicensed):
        return replace(verdict, authority=authority_name(verdict.authority))
    return verdict


def invitations_of(session: Session, organisation_id: UUID, now: datetime) -> list[InvitationRow]:
    """Invitations that still wait for an answer."""
    wanted = (
        select(models.InvitationRow)
        .where(
            models.InvitationRow.organisation_id == organisation_id,
            models.InvitationRow.ended_at.is_(None),
            models.InvitationRow.expires_at > now,
        )
        .order_by(models.InvitationRow.invited_at)
    )
    return [_invitation(row) for row in session.scalars(wanted)]


def live_invitation(session: Session, token: str, now: datetime) -> InvitationRow | None:
    """The invitation behind a link; none once accepted, withdrawn or expired."""
    row = session.scalar(
        select(models.InvitationRow).where(models.InvitationRow.token_hash == token_hash(token))
    )
    return _invitation(row) if row and row.ended_at is None and now < row.expires_at else None


def application(session: Session, organisation_id: UUID) -> Application | None:
    """What is known of an organisation that applies, with whom it resembles."""
    row = session.get(models.OrganisationRow, organisation_id)
    applicant = person(session, row.registered_by) if row else None
    if row is None or applicant is None:
        return None
    licences = select(func.count()).where(models.SupplyLicenceRow.organisation_id == row.id)
    domain = mail_domain(applicant.email)
    same_domain = models.OrganisationRow.contact_email.ilike(f"%@{domain}")
    return Application(
        name=row.name,
        supplies=row.supplies,
        country=row.country,
        register_number=row.register_number,
        website=row.website,
        applicant_email=applicant.email,
        is_email_confirmed=applicant.is_confirmed,
        licences=session.scalar(licences) or 0,
        same_name=_others(session, row, models.OrganisationRow.name_key == row.name_key),
        same_register_number=_others(
            session,
            row,
            models.OrganisationRow.register_key == row.register_key,
            models.OrganisationRow.country == row.country,
        )
        if row.register_key
        else (),
        same_mail_domain=() if domain in free_mail() else _others(session, row, same_domain),
        has_address=row.street is not None,
        same_address=_others(
            session,
            row,
            models.OrganisationRow.address_key == row.address_key,
            models.OrganisationRow.country == row.country,
        )
        if row.address_key
        else (),
        same_phone=_others(session, row, models.OrganisationRow.contact_phone == row.contact_phone),
    )


def _others(session: Session, row: models.OrganisationRow, *alike: ColumnElement[bool]) -> tuple[UUID, ...]:
    wanted = select(models.OrganisationRow.id).where(models.OrganisationRow.id != row.id, *alike)
    return tuple(session.scalars(wanted.order_by(models.OrganisationRow.registered_at).limit(5)))


def _organisation(row: models.OrganisationRow) -> OrganisationRow:
    return OrganisationRow(
        id=row.id,
        name=row.name,
        supplies=row.supplies,
        employs=row.employs,
        country=row.country,
        register_number=row.register_number,
        address=RegisteredAddress(row.street, row.town or "", row.postcode or "") if row.street else None,
        sectors=tuple(row.sectors),
        website=row.website,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        state=row.state,
        express=row.express,
        registered_by=row.registered_by,
        registered_at=row.registered_at,
        applied_at=row.applied_at,
        decide_by=decide_by(row.express_at or row.applied_at, express=row.express),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
    )


def _branch(row: models.BranchRow) -> BranchRow:
    return BranchRow(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        place_id=row.place_id,
        town=row.town,
        region=row.region,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        desk_email=row.desk_email,
        duty_phone=row.duty_phone,
    )


def _licence(row: models.SupplyLicenceRow) -> LicenceRow:
    held = SupplyLicence(
        authority=row.authority,
        number=row.number,
        country=row.country,
        sectors=tuple(row.sectors),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        status=LicenceStatus(row.status),
        awaits_register=row.awaits_register,
    )
    return LicenceRow(row.id, row.organisation_id, held)


def _invitation(row: models.InvitationRow) -> InvitationRow:
    return InvitationRow(row.id, row.organisation_id, row.email, row.role, row.invited_by, row.expires_at)
