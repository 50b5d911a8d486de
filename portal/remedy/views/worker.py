"""What the holder of a code does: report from an offer, say whether a repayment came."""

from dataclasses import dataclass
from typing import NoReturn

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, ask, opened_by, page, reading
from portal.infra.web.languages import SOURCE, speak
from portal.placements.offers.opening_forms import WordForm
from portal.placements.views.worker.door import forgot_word, gave_word
from portal.placements.views.worker.showing import speak_to_worker
from portal.remedy import queries
from portal.remedy.forms import TapsForm
from portal.remedy.rows import AffectedRow
from portal.remedy.views.own_payments import OwnPayment, answer_from_form, needs_word, own_payments
from portal.remedy.views.public.reporting import report_page
from portal.workers import queries as workers
from portal.workers.queries import WorkerRow

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


def opened_repayment(code: str) -> ResponseReturnValue | None:
    """None where the worker gave their word here, or never set one: then they have the link alone."""
    if needs_word(_listed(code)):
        return redirect(url_for("remedy_worker.repayment", code=code), 303)
    return None


for_payee = opened_by(opened_repayment)
"""The stamp of a view that only who is paid back may use; its first argument is the repayment's `code`."""


@worker_pages.get("/offer/<code>/report")
@allow(Audience.LINK_HOLDER)
def report(code: str) -> ResponseReturnValue:
    """The report's form with the offer's code filled in; it is sent to an address without the code.

    Whoever holds the link may report; `report_by_worker` says whose report it is without the word.
    """
    shown = report_page(code)
    if not shown.job:
        _unknown()
    form = TapsForm()
    form.offer_code.data = code
    return ask("remedy/public/report.html", form, shown)


@worker_pages.route("/repayment/<code>", methods=["GET", "POST"])
@allow(Audience.LINK_HOLDER)
def repayment(code: str) -> ResponseReturnValue:
    """Did the money come? Whoever has a secret word shows by it that it is them who answers."""
    listed = _listed(code)
    form = WordForm()
    locked = needs_word(listed)
    if locked and listed.worker_id and gave_word(form, listed.worker_id):
        return redirect(url_for(".repayment", code=code), 303)
    return ask("remedy/worker/repayment.html", form, RepaymentPage(code, own_payments(listed), locked))


@worker_pages.post("/repayment/<code>/forgotten")
@allow(Audience.LINK_HOLDER)
def forgotten(code: str) -> ResponseReturnValue:
    """The word is forgotten."""
    person = _person(_listed(code))
    if person is not None:
        forgot_word(person.id, person.organisation_id)
    return redirect(url_for(".repayment", code=code), 303)


@worker_pages.post("/repayment/<code>/answer")
@for_payee
def answer(code: str) -> ResponseReturnValue:
    """The worker's own word on one payment."""
    answer_from_form(_listed(code).id)
    return redirect(url_for(".repayment", code=code), 303)


def _listed(code: str) -> AffectedRow:
    """Whose repayment it is; the page then speaks their language."""
    found = queries.affected_by_code(reading(), code)
    if found is None:
        _unknown()
    person = _person(found)
    if person is not None and person.language != SOURCE.code:
        speak(person.language)
    return found


def _person(listed: AffectedRow) -> WorkerRow | None:
    return workers.worker(reading(), listed.worker_id) if listed.worker_id else None


def _unknown() -> NoReturn:
    """An unknown code may be a swindler's."""
    abort(page("remedy/worker/unknown.html", status=404))
