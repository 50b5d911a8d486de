"""What the holder of a code does: report from an offer, say whether a repayment came."""

from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, ask, page, reading
from portal.remedy import queries
from portal.remedy.forms import TapsForm
from portal.remedy.rows import AffectedRow
from portal.remedy.views.own_payments import OwnPayment, answer_from_form, own_payments
from portal.remedy.views.public.reporting import job_of_offer

worker_pages = Blueprint("remedy_worker", __name__)


@dataclass(frozen=True)
class RepaymentPage:
    """What was paid back to one worker, as the payer says."""

    code: str
    payments: tuple[OwnPayment, ...]

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


@worker_pages.get("/repayment/<code>")
@allow(Audience.BEARER)
def repayment(code: str) -> ResponseReturnValue:
    """Did the money come?"""
    return page("remedy/worker/repayment.html", RepaymentPage(code, own_payments(_listed(code))))


@worker_pages.post("/repayment/<code>/answer")
@allow(Audience.BEARER)
def answer(code: str) -> ResponseReturnValue:
    """The worker's own word on one payment."""
    answer_from_form(_listed(code).id)
    return redirect(url_for(".repayment", code=code), 303)


def _listed(code: str) -> AffectedRow:
    found = queries.affected_by_code(reading(), code)
    if found is None:
        _unknown()
    return found


def _unknown() -> NoReturn:
    """An unknown code may be a swindler's."""
    abort(page("remedy/worker/unknown.html", status=404))
