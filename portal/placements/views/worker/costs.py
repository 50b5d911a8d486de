"""A worker who accepted answers: did you pay anything to get this job?"""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.compliance.costs.answers import AnswerStands, AnswerTaken
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.forms.reported import PaidForm
from portal.infra.web import ask, perform, reading, say
from portal.placements import queries
from portal.placements.offers.service.paid import say_paid
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class PaidPage:
    """The job about which a worker says that they paid."""

    code: str
    title: str
    town: str


@worker_pages.post("/offer/<code>/paid-nothing")
@for_worker
def paid_nothing(code: str) -> ResponseReturnValue:
    """No, I paid nothing."""
    return _answer(code, None, gettext("Thank you. You said that you paid nothing to get this job."))


@worker_pages.route("/offer/<code>/paid", methods=["GET", "POST"])
@for_worker
def paid(code: str) -> ResponseReturnValue:
    """Yes: what, how much, to whom, when."""
    offer = queries.offer_by_code(reading(), code)
    row = queries.any_introduction(reading(), offer.introduction_id) if offer else None
    if offer is None or row is None or queries.placement_of_offer(reading(), offer.id) is None:
        return no_such_offer()
    vacancy = vacancies.vacancy_as_of(reading(), row.vacancy_id, offer.vacancy_version)
    if vacancy is None:
        raise LookupError("an offer names a vacancy that was never kept")
    form = PaidForm()
    if form.currency.data is None and not form.is_submitted():
        form.currency.data = vacancy.currency
    if not form.validate_on_submit():
        return ask("placements/worker/paid.html", form, PaidPage(code, vacancy.title, vacancy.town))
    done = gettext("Thank you for telling us. Nobody at the agency or the workplace is told that it was you.")
    return _answer(code, form.line(), done)


def _answer(code: str, line: CostLine | None, done: str) -> ResponseReturnValue:
    """The same answer sent twice is one: these forms carry no token, which would be kept with the code.

    What is said depends on the answer just sent alone: whoever else holds the link learns of no other.
    """
    match perform(say_paid, code, line):
        case AnswerTaken():
            say(done)
        case AnswerStands():
            say(gettext("Your answer is more than a day old and stands. Tell us of anything else below."))
        case _:
            return no_such_offer()
    return redirect(url_for(".offer", code=code, _anchor="paid"), 303)
