"""Signs of life for whoever watches over the portal."""

from flask import Blueprint, Response, current_app

from portal.infra.web import Audience, allow
from portal.operations.readiness import hindrance

public_pages = Blueprint("operations_public", __name__)


@public_pages.get("/livez")
@allow(Audience.PUBLIC)
def livez() -> Response:
    """The process answers."""
    return Response("alive\n", mimetype="text/plain")


@public_pages.get("/readyz")
@allow(Audience.PUBLIC)
def readyz() -> Response:
    """The portal can do its work; 503 says in words what is missing."""
    missing = hindrance(current_app.extensions["fairshift"].engine)
    return Response(f"{missing or 'ready'}\n", status=503 if missing else 200, mimetype="text/plain")
