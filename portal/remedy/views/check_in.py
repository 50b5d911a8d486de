"""A worker says on day 7 or 30 how the job is; what needs remedy gets a case number and a word."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.infra.web import ask, page, perform, reading
from portal.placements import queries as placements
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.safety import spoken
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.work.domain.check_ins import AnsweredJustNow
from portal.remedy.check_in_forms import CheckInForm
from portal.remedy.service.checking_in import AllIsWell, check_in_or_report
from portal.remedy.service.reports import CaseOpened
from portal.remedy.views.showing import fresh_word, new_here, open_here
from portal.remedy.views.worker import worker_pages
from portal.vacancies import queries as vacancies

__all__ = ["worker_pages"]


@dataclass(frozen=True)
class CheckInPage:
    """Of which job it is asked."""

    code: str
    title: str
    town: str
    has_started: bool


@worker_pages.route("/offer/<code>/check-in", methods=["GET", "POST"])
@for_worker
def check_in(code: str) -> ResponseReturnValue:
    """Is this the job you were promised? Did anyone ask you for money?"""
    shown, currency = _page(code)
    form = CheckInForm()
    if not form.is_submitted():
        form.currency.data = currency
    if not shown.has_started or not form.validate_on_submit():
        return ask("remedy/worker/check_in.html", form, shown)
    word = fresh_word()
    match perform(check_in_or_report, code, form.answers(), spoken(), word.word_hash):
        case AnsweredJustNow() if new_here():
            return redirect(url_for("remedy_public.received"), 303)
        case AllIsWell() | AnsweredJustNow():
            return redirect(url_for(".checked_in", code=code), 303)
        case CaseOpened() as opened:
            open_here(opened.id, word)
            return redirect(url_for("remedy_public.received"), 303)
        case _:
            return no_such_offer()


@worker_pages.get("/offer/<code>/check-in/done")
@for_worker
def checked_in(code: str) -> ResponseReturnValue:
    """The answer is kept, and who reads it."""
    shown, _currency = _page(code)
    return page("remedy/worker/checked_in.html", shown)


def _page(code: str) -> tuple[CheckInPage, str]:
    session = reading()
    offer = placements.offer_by_code(session, code) or no_such_offer()
    row = placements.any_introduction(session, offer.introduction_id)
    job = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version) if row else None
    placed = placements.placement_of_offer(session, offer.id) or no_such_offer()
    title, town, currency = (job.title, job.town, job.currency) if job else ("", "", "")
    return CheckInPage(code, title, town, placed.started_on is not None), currency
