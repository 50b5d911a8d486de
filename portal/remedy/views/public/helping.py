"""Who outside the portal helps, at both ends of a corridor."""

from dataclasses import dataclass

from flask import current_app, request
from flask.typing import ResponseReturnValue

from portal.compliance.bodies.domain import OutsideBody, bodies_in, bodies_of, countries_with_bodies
from portal.infra.web import Audience, allow, page
from portal.remedy.views.public import public_pages


@dataclass(frozen=True)
class HelpPage:
    """The bodies of the corridor that was asked for, and the countries that can be asked for."""

    origin: str
    destination: str
    bodies: tuple[OutsideBody, ...]
    countries: tuple[str, ...]


@public_pages.get("/help")
@allow(Audience.PUBLIC)
def help_outside() -> ResponseReturnValue:
    """Who else helps: where I come from, and where the work is."""
    known = countries_with_bodies()
    origin, destination = (
        code if (code := request.args.get(name, "").upper()) in known else "" for name in ("from", "to")
    )
    found = bodies_of(origin, destination) if origin or destination else bodies_in({own_country()})
    return page("remedy/public/help.html", HelpPage(origin, destination, found, known))


def own_country() -> str:
    """Where the portal is run: the best guess where nothing is known."""
    return str(current_app.config["OPERATOR_COUNTRY"])
