"""A worker leaves, and reads the sheet with which they return."""

from dataclasses import dataclass
from datetime import date

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import ask, page, perform, reading, say
from portal.infra.web.pages import day
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.rows import PlacementRow
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.words import refusal_words
from portal.placements.work.domain.leaving import LeavingReason, ReturnSheet
from portal.placements.work.domain.placements import DayOutside, PlacementState
from portal.placements.work.leaving import return_sheet
from portal.placements.work.leaving_forms import LeaveForm
from portal.placements.work.service.leaving import leave


@dataclass(frozen=True)
class LeavePage:
    """Whether there is anything to leave."""

    code: str
    placement: PlacementRow


@dataclass(frozen=True)
class ReturnSheetPage:
    """What is settled; none while nobody has written it."""

    code: str
    sheet: ReturnSheet | None
    employer: str
    provider: str


@worker_pages.route("/offer/<code>/leave", methods=["GET", "POST"])
@for_worker
def leave_work(code: str) -> ResponseReturnValue:
    """I want to leave, or I have left."""
    placed = _placement(code)
    form = LeaveForm()
    if not form.is_submitted():
        form.from_day.data = clock.today()
    if placed.state.takes_place and form.validate_on_submit():
        reason = LeavingReason(form.reason.data or LeavingReason.UNSAID)
        match perform(leave, code, form.from_day.data or date.min, reason):
            case PlacementState():
                say(_left(reason))
                return redirect(url_for(".offer", code=code), 303)
            case DayOutside(first, last):
                form.fail(
                    "from_day",
                    gettext("Enter a day from %(first)s to %(last)s", first=day(first), last=day(last)),
                )
            case Refusal() as refusal:
                form.fail("from_day", refusal_words(refusal))
    return ask("placements/worker/leave_work.html", form, LeavePage(code, placed))


@worker_pages.get("/offer/<code>/return-sheet")
@for_worker
def own_return_sheet(code: str) -> ResponseReturnValue:
    """What is owed, what to give back, whom to call; to read and to print."""
    placed = _placement(code)
    row = queries.any_introduction(reading(), placed.introduction_id) or no_such_offer()
    sides = organisations.organisations(reading(), [row.provider_id, row.employer_id])
    shown = ReturnSheetPage(
        code, return_sheet(reading(), placed.id), sides[row.employer_id].name, sides[row.provider_id].name
    )
    return page("placements/worker/own_return_sheet.html", shown)


def _left(reason: LeavingReason) -> str:
    if reason.is_complaint:
        return gettext(
            "You leave. The agency and the workplace are told the day, and not why."
            " You can report what happened, also without your name: the link is on this page."
        )
    return gettext("You leave. The agency and the workplace are told the day, and not why.")


def _placement(code: str) -> PlacementRow:
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    return queries.placement_of_offer(reading(), offer.id) or no_such_offer()
