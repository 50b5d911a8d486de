"""A worker reads an offer and answers it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.compliance.domain import RulesForbid
from portal.infra.web import Audience, allow, perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import OfferAlreadyAnswered, OfferState, TooLateToUndo
from portal.placements.offers.opened_here import note_act
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import draw, no_such_offer
from portal.placements.words import refusal_words


@worker_pages.get("/offer/<code>")
@allow(Audience.LINK_HOLDER)
def offer(code: str) -> ResponseReturnValue:
    """The offer behind a code."""
    return draw(code)


@worker_pages.post("/offer/<code>/accept")
@for_worker
def accept(code: str) -> ResponseReturnValue:
    """The worker's deliberate yes."""
    done = gettext("You accepted. The place is yours.")
    return _answered(
        code, perform(offers.accept_offer, code, seen_terms=seen_terms()), OfferState.ACCEPTED, done
    )


@worker_pages.post("/offer/<code>/decline")
@for_worker
def decline(code: str) -> ResponseReturnValue:
    """The worker's no."""
    done = gettext("You said no thanks. That is fine.")
    return _answered(code, perform(offers.decline_offer, code), OfferState.DECLINED, done)


@worker_pages.post("/offer/<code>/undo")
@for_worker
def undo(code: str) -> ResponseReturnValue:
    """The answer is taken back within the hour."""
    done = gettext("Your answer is taken back. The offer is open again.")
    return _answered(code, perform(offers.take_back, code), OfferState.OPEN, done)


@worker_pages.post("/offer/<code>/more-time")
@for_worker
def more_time(code: str) -> ResponseReturnValue:
    """The worker asks for a later deadline."""
    done = gettext("We told the agency that you need more time. Look here again before your time is over.")
    return _answered(code, perform(offers.ask_more_time, code), OfferState.OPEN, done)


def seen_terms() -> int:
    """The version of the terms on the page from which the worker answers; the first where it names none."""
    sent = request.form.get("terms", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 1


def _answered(code: str, outcome: OfferState | Refusal, wanted: OfferState, done: str) -> ResponseReturnValue:
    """A second click on the same button finds the first one's answer, and that is all right.

    These forms carry no token against repeats, which would be kept with the address and its code.
    """
    match outcome:
        case OfferAlreadyAnswered(state) if state is wanted:
            return redirect(url_for(".offer", code=code), 303)
        case OfferState():
            note_act(code)
            say(done)
            return redirect(url_for(".offer", code=code), 303)
        case TooLateToUndo() if _is_open(code):
            return redirect(url_for(".offer", code=code), 303)
        case offers.NoSuchOffer():
            return no_such_offer()
        case RulesForbid():
            return draw(
                code,
                gettext("A check stopped this. You did nothing wrong. Ask the agency, or tell us below."),
            )
        case Refusal() as refusal:
            return draw(code, refusal_words(refusal))


def _is_open(code: str) -> bool:
    """Whether there is no answer to take back, because it was taken back already."""
    found = queries.offer_by_code(reading(), code)
    return found is not None and found.state is OfferState.OPEN
