"""Stopping mails by the link in them, without signing in."""

from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.infra.web import Audience, allow, page, perform
from portal.infra.web.pages import not_found
from portal.notifications import service
from portal.notifications.domain import Category
from portal.notifications.stopping import read_stop

public_pages = Blueprint("notifications_public", __name__)


@dataclass(frozen=True)
class UnsubscribePage:
    """Which mails the link stops, and whether it has just done so."""

    mails: str
    is_stopped: bool


@public_pages.route("/unsubscribe/<token>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def unsubscribe(token: str) -> ResponseReturnValue:
    """Ask on GET; stop on POST, at once, as mail programs do it (RFC 8058): no session, no redirect."""
    stop = read_stop(token)
    if stop is None:
        not_found()
    is_stopped = request.method == "POST"
    if is_stopped:
        perform(service.stop, stop.person_id, stop.organisation_id, stop.category)
    mails = _("new matches") if stop.category is Category.MATCHES else _("the steps of your matches")
    return page("notifications/public/unsubscribe.html", UnsubscribePage(mails, is_stopped))
