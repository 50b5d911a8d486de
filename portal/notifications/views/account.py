"""What somebody with an account wants to be told."""

from dataclasses import dataclass

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.infra.web import Audience, allow, ask, perform, reading, say, viewer
from portal.infra.web.acts import actor
from portal.notifications import queries, service
from portal.notifications.forms import Choice, preferences_form

account_pages = Blueprint("notifications_account", __name__)


@dataclass(frozen=True)
class PreferencesPage:
    """The organisations for which there is something to choose."""

    choices: tuple[Choice, ...]


@account_pages.route("/account/mails", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def preferences() -> ResponseReturnValue:
    """Choose how often to hear of matches, and whether to be told of each step."""
    person_id = actor()
    choices = tuple(
        Choice(
            one.organisation_id,
            one.organisation_name,
            queries.preference(reading(), person_id, one.organisation_id),
        )
        for one in viewer.memberships
    )
    form = preferences_form(choices)
    if choices and form.validate_on_submit():
        chosen = {one.organisation_id: form.chosen(one.organisation_id) for one in choices}
        perform(service.choose_all, person_id, chosen)
        say(_("Your choice is saved."))
        return redirect(url_for("notifications_account.preferences"), 303)
    return ask("notifications/account/preferences.html", form, PreferencesPage(choices))
