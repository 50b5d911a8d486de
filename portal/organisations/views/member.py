"""Pages on which members look after their organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.queries import people
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, page, perform, reading, say, viewer
from portal.infra.web.pages import not_found
from portal.kernel.viewer import MemberRole
from portal.organisations import forms, queries, service
from portal.organisations.domain import (
    LastAdministrator,
    LicenceStatus,
    NotYours,
    Standing,
    StandingForbids,
    SupplyLicence,
)
from portal.organisations.events import MemberRemoved, MemberRoleChanged
from portal.organisations.files import authority_name, sector_words
from portal.organisations.forms.choices import readable_phone
from portal.organisations.queries import BranchRow, LicenceRow, OrganisationRow
from portal.organisations.register_words import STATUS_COLOURS, STATUS_WORDS
from portal.organisations.service import AlreadyMember

member_pages = Blueprint("organisations_member", __name__)
member_pages.add_app_template_filter(readable_phone, "phone")


@dataclass(frozen=True)
class LicenceLine:
    """A supply licence as it is shown."""

    id: UUID
    authority: str
    number: str
    sectors: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    status: str
    words: str
    """The status in a word."""
    colour: str
    """Of its tag."""


@dataclass(frozen=True)
class MemberLine:
    """A member as the others see them."""

    person_id: UUID
    name: str
    email: str
    role: MemberRole
    is_me: bool


@dataclass(frozen=True)
class InvitationLine:
    """An invitation that waits."""

    id: UUID
    email: str
    role: MemberRole
    expires_on: date


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation on one page."""

    organisation: OrganisationRow
    sectors: tuple[str, ...]
    branches: Sequence[BranchRow]
    licences: Sequence[LicenceLine]
    members: Sequence[MemberLine]
    invitations: Sequence[InvitationLine]
    may_manage: bool
    is_pending: bool
    is_refused: bool


def licence_lines(rows: Sequence[LicenceRow]) -> tuple[LicenceLine, ...]:
    """Licences with names instead of codes."""
    today = clock.today()
    return tuple(
        LicenceLine(
            id=row.id,
            authority=authority_name(row.licence.authority),
            number=row.licence.number,
            sectors=tuple(sector_words(code) for code in row.licence.sectors),
            valid_from=row.licence.valid_from,
            valid_to=row.licence.valid_to,
            status=status.value,
            words=str(STATUS_WORDS[status]),
            colour=STATUS_COLOURS[status],
        )
        for row, status in ((row, _status_on(today, row.licence)) for row in rows)
    )


def _status_on(today: date, licence: SupplyLicence) -> LicenceStatus:
    """A good licence whose last day is over has lapsed, also before the portal has noted it."""
    is_over = licence.valid_to is not None and licence.valid_to < today
    return LicenceStatus.LAPSED if is_over and licence.status.is_good else licence.status


def _own() -> OrganisationRow:
    found = queries.organisation(reading(), acting_for())
    return found if found is not None else not_found()


@member_pages.route("/organisation")
@allow(Audience.MEMBER)
def organisation() -> ResponseReturnValue:
    """Details, standing, branches, licences and members."""
    session, own = reading(), _own()
    rows = queries.members_of(session, own.id)
    known = people(session, [row.person_id for row in rows])
    members = tuple(
        MemberLine(
            row.person_id,
            known[row.person_id].name,
            known[row.person_id].email,
            row.role,
            row.person_id == viewer.person_id,
        )
        for row in rows
        if row.person_id in known
    )
    invitations = queries.invitations_of(session, own.id, clock.now())
    shown = OrganisationPage(
        organisation=own,
        sectors=tuple(sector_words(code) for code in own.sectors),
        branches=queries.branches_of(session, own.id),
        licences=licence_lines(queries.licences_of(session, own.id)),
        members=members,
        invitations=[InvitationLine(i.id, i.email, i.role, i.expires_at.date()) for i in invitations],
        may_manage=viewer.is_administrator,
        is_pending=own.state is Standing.PENDING,
        is_refused=own.state is Standing.REFUSED,
    )
    return page("organisations/member/organisation.html", shown)


def _back(done: str, anchor: str = "") -> ResponseReturnValue:
    say(done)
    return redirect(url_for("organisations_member.organisation", _anchor=anchor or None), 303)


@member_pages.route("/organisation/members")
@allow(Audience.MEMBER)
def members() -> ResponseReturnValue:
    """The members' part of the organisation's page."""
    return redirect(url_for("organisations_member.organisation", _anchor="members"), 303)


@member_pages.route("/organisation/details", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def details() -> ResponseReturnValue:
    """Change what the organisation says about itself."""
    own = _own()
    kind = {(True, False): "provider", (False, True): "employer"}.get((own.supplies, own.employs), "both")
    form = forms.DetailsForm(
        name=own.name,
        kind=kind,
        country=own.country,
        register_number=own.register_number,
        street=own.address.street if own.address else None,
        post_town=own.address.town if own.address else None,
        postcode=own.address.postcode if own.address else None,
        website=own.website,
        sectors=list(own.sectors),
        email=own.contact_email,
        phone=own.contact_phone,
    )
    if own.is_approved:
        form.keep_checked(own.name, own.country, own.register_number)
    if not form.validate_on_submit():
        return ask("organisations/member/details.html", form, own)
    perform(service.change_organisation, own.id, form.terms())
    return _back(gettext("The details are saved."))


@member_pages.route("/organisation/express", methods=["POST"])
@allow(Audience.ADMINISTRATOR)
def ask_express() -> ResponseReturnValue:
    """Ask to be decided on within the hour."""
    perform(service.ask_express, acting_for())
    return _back(gettext("We decide within one hour and mail you."))


@member_pages.route("/organisation/apply-again", methods=["POST"])
@allow(Audience.ADMINISTRATOR)
def apply_again() -> ResponseReturnValue:
    """Ask for a new decision after a refusal."""
    if isinstance(perform(service.apply_again, acting_for()), StandingForbids):
        return redirect(url_for("organisations_member.organisation"), 303)
    return _back(gettext("Your application is with us again. We mail you when it is decided."))


@member_pages.route("/organisation/branches/new", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def new_branch() -> ResponseReturnValue:
    """Add a branch."""
    form = forms.BranchForm(country=_own().country)
    place = form.checked_place(reading())
    if place is None:
        return ask("organisations/member/new_branch.html", form)
    perform(service.add_branch, acting_for(), form.terms(place))
    return _back(gettext("The branch is added."), "branches")


@member_pages.route("/organisation/branches/<uuid:branch_id>", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def branch(branch_id: UUID) -> ResponseReturnValue:
    """Change a branch."""
    found = queries.branch(reading(), branch_id)
    if found is None or found.organisation_id != acting_for():
        not_found()
    town = f"{found.town}, {found.region}" if found.region else found.town
    form = forms.BranchForm(
        name=found.name,
        country=found.country,
        town=town,
        desk_email=found.desk_email,
        duty_phone=found.duty_phone,
    )
    place = form.checked_place(reading())
    if place is None:
        return ask("organisations/member/branch.html", form)
    perform(service.change_branch, acting_for(), branch_id, form.terms(place))
    return _back(gettext("The branch is saved."), "branches")


@member_pages.route("/organisation/licences/new", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def new_licence() -> ResponseReturnValue:
    """Declare a supply licence."""
    form = forms.LicenceForm()
    if not form.validate_on_submit():
        return ask("organisations/member/new_licence.html", form)
    perform(service.declare_licence, acting_for(), form.licence())
    return _back(gettext("The licence is added. We look it up in the authority’s register."), "licences")


@member_pages.route("/organisation/licences/<uuid:licence_id>", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def licence(licence_id: UUID) -> ResponseReturnValue:
    """Correct or renew a supply licence."""
    found = queries.licence(reading(), acting_for(), licence_id)
    if found is None:
        not_found()
    held = found.licence
    form = forms.LicenceForm(
        authority=authority_name(held.authority),
        number=held.number,
        sectors=list(held.sectors),
        valid_from=held.valid_from,
        valid_to=held.valid_to,
    )
    if not form.validate_on_submit():
        return ask("organisations/member/licence.html", form)
    perform(service.change_licence, acting_for(), licence_id, form.licence())
    return _back(gettext("The licence is saved."), "licences")


@member_pages.route("/organisation/members/invite", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = forms.InviteForm(role="member")
    if not form.validate_on_submit():
        return ask("organisations/member/invite.html", form)
    role = MemberRole(form.role.data or "member")
    if isinstance(perform(service.invite_member, acting_for(), form.email.data or "", role), AlreadyMember):
        form.fail("email", gettext("This person belongs to your organisation already"))
        return ask("organisations/member/invite.html", form)
    return _back(gettext("The invitation is on its way. The link in it works for 7 days."), "members")


@member_pages.route("/organisation/invitations/<uuid:invitation_id>/withdraw", methods=["POST"])
@allow(Audience.ADMINISTRATOR)
def withdraw_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Make an invitation's link stop working."""
    if isinstance(perform(service.withdraw_invitation, acting_for(), invitation_id), NotYours):
        not_found()
    return _back(gettext("The invitation is withdrawn."), "members")


@dataclass(frozen=True)
class MemberPage:
    """One member, to be given another role or removed."""

    name: str
    email: str
    person_id: UUID
    is_me: bool


@member_pages.route("/organisation/members/<uuid:person_id>", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def member(person_id: UUID) -> ResponseReturnValue:
    """Give a member another role."""
    session = reading()
    roles = {row.person_id: row.role for row in queries.members_of(session, acting_for())}
    who = people(session, [person_id]).get(person_id) if person_id in roles else None
    if who is None:
        not_found()
    shown = MemberPage(who.name, who.email, person_id, person_id == viewer.person_id)
    form = forms.RoleForm(role=roles[person_id].value)
    if not form.validate_on_submit():
        return ask("organisations/member/member.html", form, shown)
    role = MemberRole(form.role.data or "member")
    match perform(service.change_role, acting_for(), person_id, role):
        case LastAdministrator():
            form.fail("role", _last_administrator())
            return ask("organisations/member/member.html", form, shown)
        case NotYours():
            return not_found()
        case MemberRoleChanged():
            return _back(gettext("%(name)s has another role now.", name=who.name), "members")


@member_pages.route("/organisation/members/<uuid:person_id>/remove", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def remove_member(person_id: UUID) -> ResponseReturnValue:
    """End a membership, after asking once more."""
    session = reading()
    belongs = any(row.person_id == person_id for row in queries.members_of(session, acting_for()))
    who = people(session, [person_id]).get(person_id) if belongs else None
    if who is None:
        not_found()
    shown = MemberPage(who.name, who.email, person_id, person_id == viewer.person_id)
    form = forms.RemoveForm()
    if not form.validate_on_submit():
        return ask("organisations/member/remove_member.html", form, shown)
    match perform(service.remove_member, acting_for(), person_id):
        case LastAdministrator():
            form.fail("submit", _last_administrator())
            return ask("organisations/member/remove_member.html", form, shown)
        case NotYours():
            return not_found()
        case MemberRemoved():
            say(gettext("%(name)s no longer belongs to your organisation.", name=who.name))
            return redirect("/home" if shown.is_me else url_for("organisations_member.members"), 303)


def _last_administrator() -> str:
    return gettext("This is the last administrator. Make somebody else an administrator first")
