"""Pages for organisations that are new, and for people who are invited."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import browser
from portal.accounts.domain import TryKind, email_key
from portal.accounts.queries import OpenSession, person, person_by_email
from portal.accounts.service import EmailTaken, act_for
from portal.accounts.views.public import count
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.organisations import forms, queries, service
from portal.organisations.domain import Applicant
from portal.organisations.events import MemberJoined
from portal.organisations.service import InvitationForSomebodyElse, InvitationSpent

public_pages = Blueprint("organisations_public", __name__)


@public_pages.route("/register", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def register() -> ResponseReturnValue:
    """One form: the organisation and its first administrator."""
    if viewer.is_signed_in:
        return redirect(url_for("organisations_account.register"), 303)
    form = forms.RegistrationForm()
    place = form.checked_place(reading())
    if place is None:
        form.come_by(request.args.get("as", ""))
        return ask("organisations/public/register.html", form)
    count(TryKind.REGISTRATION, browser.network_address())
    email = form.email.data or ""
    applicant = Applicant(form.your_name.data or "", email, browser.hashed(form.password.data or ""))
    perform(
        service.register_organisation,
        form.terms(email),
        form.branch(place, email),
        applicant,
        express=bool(form.express.data),
    )
    return redirect(url_for("organisations_public.registered"), 303)


@public_pages.route("/registered")
@allow(Audience.PUBLIC)
def registered() -> ResponseReturnValue:
    """What happens next; the same words whether or not the address was known."""
    return page("organisations/public/registered.html")


@dataclass(frozen=True)
class InvitationPage:
    """An invitation as the person who got it sees it."""

    organisation: str
    inviter: str
    email: str
    is_administrator: bool
    has_account: bool
    is_signed_in_as_invited: bool
    is_signed_in_as_other: bool
    path: str


@public_pages.route("/invitations/<token>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def invitation(token: str) -> ResponseReturnValue:
    """Join an organisation: with the account one has, or with a new one."""
    session = reading()
    found = queries.live_invitation(session, token, clock.now())
    host = queries.organisation(session, found.organisation_id) if found else None
    if found is None or host is None:
        return page("organisations/public/invitation_spent.html", status=410)
    mine = browser.signed_in()
    is_invited = mine is not None and email_key(mine.email) == email_key(found.email)
    inviter = person(session, found.invited_by)
    shown = InvitationPage(
        organisation=host.name,
        inviter=inviter.name if inviter else "",
        email=found.email,
        is_administrator=found.role.value == "administrator",
        has_account=person_by_email(session, found.email) is not None,
        is_signed_in_as_invited=is_invited,
        is_signed_in_as_other=mine is not None and not is_invited,
        path=url_for("organisations_public.invitation", token=token),
    )
    if mine is not None and is_invited:
        return _join(token, shown, mine)
    return _join_anew(token, shown)


def _join(token: str, shown: InvitationPage, mine: OpenSession) -> ResponseReturnValue:
    form = forms.AcceptForm()
    if not form.validate_on_submit():
        return ask("organisations/public/invitation.html", form, shown)
    match perform(service.accept_invitation, token, mine.person_id):
        case InvitationSpent() | InvitationForSomebodyElse():
            return page("organisations/public/invitation_spent.html", status=410)
        case MemberJoined(organisation_id=organisation_id):
            perform(act_for, mine.id, organisation_id)
            say(gettext("You belong to %(name)s now, and act for it.", name=shown.organisation))
            return redirect(url_for("organisations_member.organisation"), 303)


def _join_anew(token: str, shown: InvitationPage) -> ResponseReturnValue:
    form = forms.JoinForm()
    if shown.has_account or shown.is_signed_in_as_other or not form.validate_on_submit():
        return ask("organisations/public/invitation.html", form, shown)
    joined = perform(
        service.join_as_new_person,
        token,
        name=form.name.data or "",
        password_hash=browser.hashed(form.password.data or ""),
    )
    match joined:
        case InvitationSpent() | EmailTaken():
            return page("organisations/public/invitation_spent.html", status=410)
        case MemberJoined():
            say(gettext("You belong to %(name)s now. Sign in to begin.", name=shown.organisation))
            return redirect(url_for("accounts_public.sign_in"), 303)
