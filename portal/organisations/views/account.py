"""Pages on which somebody signed in chooses, or adds, the organisation they act for."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.browser import this_session
from portal.accounts.service import act_for as act_for_organisation
from portal.infra.web import Audience, allow, ask, perform, reading, say, viewer
from portal.infra.web.pages import not_found, safe_next
from portal.organisations import forms, service

account_pages = Blueprint("organisations_account", __name__)


@account_pages.route("/act-for", methods=["POST"])
@allow(Audience.ACCOUNT)
def act_for() -> ResponseReturnValue:
    """From now on, in this browser, act for another of one's organisations."""
    wanted = request.form.get("organisation_id", "")
    for one in viewer.memberships:
        if str(one.organisation_id) == wanted:
            perform(act_for_organisation, this_session().id, one.organisation_id)
            say(gettext("You act for %(name)s now.", name=one.organisation_name))
            return redirect(safe_next(request.form.get("next")) or "/home", 303)
    return not_found()


@account_pages.route("/organisations/new", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def register() -> ResponseReturnValue:
    """Register one more organisation, as the person who is signed in."""
    mine = this_session()
    form = forms.OrganisationForm()
    place = form.checked_place(reading())
    if place is None:
        return ask("organisations/account/register.html", form)
    perform(
        service.register_for,
        UUID(str(mine.person_id)),
        form.terms(mine.email),
        form.branch(place, mine.email),
        express=bool(form.express.data),
        session_id=mine.id,
    )
    say(gettext("Your organisation is registered. You can post at once; we check it meanwhile."))
    return redirect(url_for("organisations_member.organisation"), 303)
