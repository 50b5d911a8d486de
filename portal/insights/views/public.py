"""The pages that anybody can open: the first page and the small print."""

from dataclasses import dataclass

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, reading
from portal.infra.web.languages import offered
from portal.insights import queries, surroundings
from portal.passports.forms import CheckOffer

public_pages = Blueprint("insights_public", __name__)
surroundings.install(public_pages)

REGISTER = "organisations_public.register"


@dataclass(frozen=True)
class FirstPage:
    """What stands open, and where the doors lead."""

    workers: int
    places: int
    countries: int
    register: str | None
    languages: tuple[str, ...]


@public_pages.get("/")
@allow(Audience.PUBLIC)
def first_page() -> ResponseReturnValue:
    """What the portal is, and its three doors."""
    found = queries.open_now(reading(), clock.now())
    return ask(
        "insights/public/first_page.html",
        CheckOffer(),
        FirstPage(
            workers=found.workers,
            places=found.places,
            countries=found.countries,
            register=REGISTER if REGISTER in current_app.view_functions else None,
            languages=tuple(one.name for one in offered()),
        ),
    )


@public_pages.get("/privacy")
@allow(Audience.PUBLIC)
def privacy() -> ResponseReturnValue:
    """What is kept about whom, why, and for how long."""
    return page("insights/public/privacy.html", surroundings.operator())


@public_pages.get("/terms")
@allow(Audience.PUBLIC)
def terms() -> ResponseReturnValue:
    """What everybody agrees to who uses the portal."""
    return page("insights/public/terms.html", surroundings.operator())


@public_pages.get("/contact")
@allow(Audience.PUBLIC)
def contact() -> ResponseReturnValue:
    """How to reach the operator, and what to do when somebody asks for money."""
    return page("insights/public/contact.html", surroundings.operator())
