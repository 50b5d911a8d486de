"""What the holder of a code does: report from an offer, say whether a repayment came."""

from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.views.public import offer_again
from portal.infra.web import Audience, allow, ask, page, perform, reading
from portal.placements.offers.opened_here import open_here
from portal.placements.offers.opening_forms import WordForm
from portal.placements.views.worker.showing import speak_to_worker
from portal.remedy import queries
from portal.remedy.forms import TapsForm
from portal.remedy.rows import AffectedRow
from portal.remedy.views.own_payments import OwnPayment, answer_from_form, needs_word, own_payments
from portal.remedy.views.public.reporting import job_of_offer
from portal.workers import own_contact
from portal.workers.own_contact import WordRight, WordWrong

worker_pages = Blueprint("remedy_worker", __name__)
worker_pages.before_request(speak_to_worker)


@dataclass(frozen=True)
class RepaymentPage:
    """What was paid back to one worker, as the payer says."""

    code: str
    payments: tuple[OwnPayment, ...]
    needs_word: bool
    """Their secret word is asked for first."""

    @property
    def waiting(self) -> tuple[OwnPayment, ...]:
        return tuple(one for one in self.payments if one.awaits_word)


@worker_pages.get("/offer/<code>/report")
@allow(Audience.BEARER)
def report(code: str) -> ResponseReturnValue:
    """The report's form with the offer's code filled in; it is sent to an address without the code."""
    job = job_of_offer(code)
    if not job:
        _unknown()
    form = TapsForm()
    form.offer_code.data = code
    return ask("remedy/public/report.html", form, job)


@worker_pages.route("/repayment/<code>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def repayment(code: str) -> ResponseReturnValue:
    """Did the money come? Whoever has a secret word shows by it that it is them who answers."""
    listed = _listed(code)
    form = WordForm()
    locked = needs_word(listed)
    if locked and listed.worker_id and form.validate_on_submit():
        match perform(own_contact.check_word, listed.worker_id, form.word.data or ""):
            case WordRight():
                open_here(listed.worker_id)
                return redirect(url_for(".repayment", code=code), 303)
            case WordWrong():
                form.fail("word", gettext("This is not your secret word. Look where you wrote it down"))
            case _:
                form.fail("word", gettext("Too many tries. Wait an hour"))
        offer_again(form)
    return ask("remedy/worker/repayment.html", form, RepaymentPage(code, own_payments(listed), locked))


@worker_pages.post("/repayment/<code>/answer")
@allow(Audience.BEARER)
def answer(code: str) -> ResponseReturnValue:
    """The worker's own word on one payment."""
    listed = _listed(code)
    if not needs_word(listed):
        answer_from_form(listed.id)
    return redirect(url_for(".repayment", code=code), 303)


def _listed(code: str) -> AffectedRow:
    found = queries.affected_by_code(reading(), code)
    if found is None:
        _unknown()
    return found


def _unknown() -> NoReturn:
    """An unknown code may be a swindler's."""
    abort(page("remedy/worker/unknown.html", status=404))
