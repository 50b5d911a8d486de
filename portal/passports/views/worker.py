"""A worker's own slip, to print or to keep."""

from dataclasses import replace

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, page, reading
from portal.infra.web.languages import current
from portal.infra.web.pages import not_found
from portal.passports.paper import Paper, slips_pdf
from portal.passports.qr import qr_svg
from portal.passports.slips import Slip, slip_of
from portal.placements import queries as placements
from portal.placements.offers.opened_here import is_open_here
from portal.placements.views.worker.showing import no_such_offer, speak_to_worker

worker_pages = Blueprint("passports_worker", __name__)
worker_pages.add_app_template_global(qr_svg, "square")
worker_pages.before_request(speak_to_worker)


@worker_pages.get("/offer/<code>/slip")
@allow(Audience.LINK_HOLDER)
def slip(code: str) -> ResponseReturnValue:
    """The slip as a page to print."""
    return page("passports/worker/slip.html", _slip(code), code=code)


@worker_pages.get("/offer/<code>/slip.pdf")
@allow(Audience.LINK_HOLDER)
def slip_pdf(code: str) -> ResponseReturnValue:
    """The slip as a file for a printer, or for a shop that prints."""
    found = _slip(code)
    return as_pdf([found], f"{found.number}.pdf")


def _slip(code: str) -> Slip:
    """The slip; with the code for the phone, and what it is for, only where the worker's word was given."""
    offer = placements.offer_by_code(reading(), code)
    found = slip_of(reading(), offer, current().code) if offer else None
    if offer is None or found is None:
        no_such_offer()
    return found if is_open_here(offer.worker_id) else replace(found, slip_code="", notice=())


def paper_asked() -> Paper:
    """The size that the address asks for; A6 where it names none."""
    try:
        return Paper(request.args.get("paper", Paper.A6).lower())
    except ValueError:
        not_found()


def as_pdf(slips: list[Slip], name: str) -> Response:
    """Slips as a file to download."""
    made = make_response(slips_pdf(slips, paper_asked()))
    made.mimetype = "application/pdf"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
