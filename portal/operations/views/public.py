"""Signs of life for whoever watches over the portal; outside production, the mails that it sent."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from portal.infra import clock
from portal.infra.web import Audience, allow, reading
from portal.operations.health import health
from portal.operations.readiness import hindrance
from portal.operations.views.mailbox import mail, mail_html, mailbox


def public_pages(*, with_mailbox: bool) -> Blueprint:
    """The pages that need no account. Production has no mailbox."""
    pages = Blueprint("operations_public", __name__)
    pages.add_url_rule("/livez", view_func=livez)
    pages.add_url_rule("/readyz", view_func=readyz)
    pages.add_url_rule("/health", view_func=how_it_fares, endpoint="health")
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
    """The portal can do its work; 503 says in words what is missing."""
    missing = hindrance(current_app.extensions["fairshift"].engine)
    if missing:
        return Response(f"{missing}\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@allow(Audience.PUBLIC)
def how_it_fares() -> Response:
    """What waits and for how long, as JSON; 503 where something is in trouble."""
    services = current_app.extensions["fairshift"]
    missing = hindrance(services.engine)
    if missing:
        return _answer({"troubles": [missing]})
    return _answer(asdict(health(reading(), clock.now(), {job.name for job in services.jobs})))


def _answer(found: dict[str, Any]) -> Response:
    told = {name: one.isoformat() if isinstance(one, datetime) else one for name, one in found.items()}
    answer = jsonify(told)
    answer.status_code = 503 if told["troubles"] else 200
    return answer
