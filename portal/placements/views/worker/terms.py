"""A worker who has accepted answers changed terms."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import perform, say
from portal.kernel.outcomes import Refusal
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.terms import NothingToAgree
from portal.placements.offers.opened_here import note_act
from portal.placements.offers.service import NoSuchOffer
from portal.placements.offers.service.terms import answer_terms
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.answers import seen_terms
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import draw, no_such_offer
from portal.placements.words import refusal_words


@worker_pages.post("/offer/<code>/terms/agree")
@for_worker
def agree_terms(code: str) -> ResponseReturnValue:
    """The new terms count from now on."""
    return _answer(code, agrees=True, done=gettext("You agreed. The new terms count from now on."))


@worker_pages.post("/offer/<code>/terms/keep")
@for_worker
def keep_terms(code: str) -> ResponseReturnValue:
    """What was accepted stays."""
    return _answer(code, agrees=False, done=gettext("You said no. What you accepted still counts."))


def _answer(code: str, *, agrees: bool, done: str) -> ResponseReturnValue:
    """A second click finds nothing to answer any more, and that is all right."""
    match perform(answer_terms, code, seen_terms(), agrees=agrees):
        case OfferState():
            note_act(code)
            say(done)
        case NothingToAgree():
            pass
        case NoSuchOffer():
            return no_such_offer()
        case Refusal() as refusal:
            return draw(code, refusal_words(refusal))
    return redirect(url_for(".offer", code=code), 303)
