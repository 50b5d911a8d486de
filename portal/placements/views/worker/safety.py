"""A worker says what they got before the first shift, in a language they understand."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from portal.infra.web import page, perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.offers.service import NoSuchOffer
from portal.placements.rows import PlacementRow
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.safety import SafetyRow, safety_of
from portal.placements.work.safety_forms import KINDS
from portal.placements.work.service.safety import answer_safety


@dataclass(frozen=True)
class SafetyThing:
    """One of the three things, and what is recorded of it."""

    title: str
    row: SafetyRow | None


@dataclass(frozen=True)
class WorkersSafetyPage:
    """What the worker is said to have got."""

    code: str
    placement: PlacementRow
    things: tuple[SafetyThing, ...]
    problem: str


@worker_pages.route("/offer/<code>/safety", methods=["GET", "POST"])
@for_worker
def safety(code: str) -> ResponseReturnValue:
    """Read what is recorded, and say whether it is so."""
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    placement = queries.placement_of_offer(reading(), offer.id) or no_such_offer()
    problem = ""
    if request.method == "POST":
        got = request.form.get("got") == "yes"
        match perform(answer_safety, code, _record(), got=got, language=spoken()):
            case PlacementState():
                say(_done(got=got))
                return redirect(url_for(".safety", code=code), 303)
            case NoSuchOffer():
                return no_such_offer()
            case Refusal():
                problem = gettext("This was recorded anew. Read it again, then answer.")
    found = {
        one.standing.measure.kind: one for one in safety_of(reading(), [placement.id]).get(placement.id, ())
    }
    things = tuple(SafetyThing(str(KINDS[kind]), found.get(kind)) for kind in SafetyKind)
    shown = WorkersSafetyPage(code, placement, things, problem)
    return page("placements/worker/safety.html", shown, status=422 if problem else 200)


def spoken() -> str:
    """The language of the page, kept with what the worker says on it."""
    locale = get_locale()
    return locale.language if locale else "en"


def _record() -> UUID:
    try:
        return UUID(request.form.get("record", ""))
    except ValueError:
        return UUID(int=0)


def _done(*, got: bool) -> str:
    if got:
        return gettext("Thank you. You said that you got this.")
    return gettext("Thank you. You cannot start before you get it. The agency and the workplace see it.")
