"""Drawing the page of an offer, with what could not be done, or the page that says there is no such offer."""

from typing import NoReturn

from flask import Response, abort, request

from portal.infra.web import page, reading
from portal.infra.web.languages import speak
from portal.placements import queries
from portal.placements.offers.opened_here import is_open_here
from portal.placements.offers.page import offer_page
from portal.workers import queries as workers
from portal.workers.languages import known_language
from portal.workers.queries import WorkerRow


def speak_to_worker() -> None:
    """Before a page behind an offer's code: in the language known of its worker."""
    code = (request.view_args or {}).get("code")
    found = queries.offer_by_code(reading(), code) if code else None
    person = workers.worker(reading(), found.worker_id) if found else None
    if person:
        speak_as_known(person)


def speak_as_known(worker: WorkerRow) -> None:
    """The one rule for every page of a worker's: by link, else as chosen in this browser, else as is known of
    the worker, else as the browser asks."""
    if language := known_language(reading(), worker):
        speak(language)


def draw(code: str, problem: str = "") -> Response:
    """The offer behind a code, for a worker."""
    shown = offer_page(reading(), code, problem, is_open_here=is_open_here)
    if shown is None:
        no_such_offer()
    status = 410 if shown.is_gone else 409 if problem else 200
    return page("placements/worker/offer.html", shown, status=status)


def no_such_offer() -> NoReturn:
    """Said in a worker's words: an unknown code may be a swindler's."""
    abort(page("placements/worker/unknown.html", status=404))
