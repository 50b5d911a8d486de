"""Reporting without an account: what happened, who may know, sent. No address holds number or word."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.domain import TryKind
from portal.accounts.views.public import count, offer_again
from portal.compliance.bodies.domain import OutsideBody, bodies_in
from portal.infra.web import Audience, allow, ask, page, perform, reading
from portal.infra.web.languages import speak
from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.placements.offers.opened_here import is_open_here
from portal.placements.rows import OfferRow
from portal.remedy import queries
from portal.remedy.forms import TapsForm
from portal.remedy.service import NoOfferWithThisCode, report_by_worker
from portal.remedy.views.public import public_pages
from portal.remedy.views.public.helping import own_country
from portal.remedy.views.showing import case_here, fresh_word, new_here, open_here, sealed_address
from portal.vacancies import queries as vacancies
from portal.workers.own_contact import has_word


@dataclass(frozen=True)
class ReceivedPage:
    """What whoever reported has to write down."""

    number: str
    word: str
    bodies: tuple[OutsideBody, ...]


@dataclass(frozen=True)
class ReportPage:
    """Which job it is about, and where its worker gives the word first; each empty where there is none."""

    job: str = ""
    opening: str = ""


@public_pages.route("/report", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def report() -> ResponseReturnValue:
    """Tell us what happened: one choice and a press; everything else may stay empty or come later."""
    form = TapsForm()
    if not form.validate_on_submit():
        return ask("remedy/public/report.html", form, report_page(form.offer_code.data or ""))
    count(TryKind.CASE_REPORT, sealed_address())
    code = form.offer_code.data or ""
    offer = _offer(code)
    word = fresh_word()
    outcome = perform(
        report_by_worker,
        form.report(),
        word.word_hash,
        offer_code=code,
        word_given=offer is not None and is_open_here(offer.worker_id),
        contact=form.own_contact,
    )
    match outcome:
        case NoOfferWithThisCode():
            offer_again(form)
            form.fail(
                "offer_code",
                gettext("No offer has this code. Check it, or leave it empty and say which job it is"),
            )
            return ask("remedy/public/report.html", form, ReportPage())
        case opened:
            open_here(opened.id, word)
            return redirect(url_for(".received"), 303)


@public_pages.get("/report/received")
@allow(Audience.PUBLIC)
def received() -> ResponseReturnValue:
    """The case's number and word, to be written down."""
    found = new_here()
    if found is None:
        return redirect(url_for(".look_up"), 303)
    case_id = case_here()
    row = queries.case(reading(), case_id) if case_id else None
    if row is not None:
        speak(row.language)
    return page("remedy/public/received.html", ReceivedPage(*found, bodies_in({own_country()})))


def report_page(code: str) -> ReportPage:
    """Of an offer's code what it is about; of an unknown one nothing."""
    offer = _offer(code)
    if offer is None:
        return ReportPage()
    if is_open_here(offer.worker_id) or not has_word(reading(), offer.worker_id):
        return ReportPage(_job_of(offer))
    back = url_for("remedy_worker.report", code=code)
    return ReportPage(_job_of(offer), url_for("placements_worker.opening", code=code, next=back))


def _offer(code: str) -> OfferRow | None:
    return placements.offer_by_code(reading(), code) if code else None


def _job_of(offer: OfferRow) -> str:
    """Which job an offer is about, in words."""
    session = reading()
    row = placements.any_introduction(session, offer.introduction_id)
    job = vacancies.vacancy(session, row.vacancy_id) if row else None
    provider = organisations.organisation(session, row.provider_id) if row else None
    if job is None or provider is None:
        return ""
    return gettext("%(title)s in %(town)s, by %(name)s", title=job.title, town=job.town, name=provider.name)
