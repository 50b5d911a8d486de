"""Signs of life for whoever watches over the portal; outside production, the mails that it sent."""

from flask import Blueprint, Response, current_app

from portal.infra.web import Audience, allow
from portal.matching.index.paths import path_in_use
from portal.operations.readiness import hindrance
from portal.operations.views.mailbox import mail, mail_html, mailbox


def public_pages(*, with_mailbox: bool) -> Blueprint:
    """The pages that need no account. Production has no mailbox."""
    pages = Blueprint("operations_public", __name__)
    pages.add_url_rule("/livez", view_func=livez)
    pages.add_url_rule("/readyz", view_func=readyz)
    if with_mailbox:
        pages.add_url_rule("/mailbox", view_func=mailbox)
        pages.add_url_rule("/mailbox/<name>", view_func=mail)
        pages.add_url_rule("/mailbox/<name>/html", view_func=mail_html)
    return pages


@allow(Audience.PUBLIC)
def livez() -> Response:
    """The process answers."""
    return Response("alive\n", mimetype="text/plain")


@allow(Audience.PUBLIC)
def readyz() -> Response:
    """The portal can do its work, and how it matches; 503 says in words what is missing."""
    missing = hindrance(current_app.extensions["fairshift"].engine)
    if missing:
        return Response(f"{missing}\n", status=503, mimetype="text/plain")
    return Response(f"ready\nmatching: {path_in_use()}\n", mimetype="text/plain")
