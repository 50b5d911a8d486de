"""Places to choose from, while a person types."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.gazetteer.queries import suggest
from portal.infra.web import Audience, allow, reading
from portal.infra.web.pages import printable

public_pages = Blueprint("gazetteer_public", __name__, url_prefix="/typing")

LONGEST = 100
"""More than this nobody types to find a town."""


@public_pages.get("/places")
@allow(Audience.PUBLIC)
def places() -> ResponseReturnValue:
    """Towns and postcode areas that `q` may mean, in one `country` or anywhere, best first."""
    country = printable(request.args.get("country", ""))[:2] or None
    found = suggest(reading(), printable(request.args.get("q", ""))[:LONGEST], country)
    return {
        "found": [
            {
                "id": one.id,
                "label": one.label,
                "country": one.country,
                "latitude": one.latitude,
                "longitude": one.longitude,
            }
            for one in found
        ]
    }
