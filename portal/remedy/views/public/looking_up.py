"""Looking a case up by its number and word, adding to it, and taking it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import browser
from portal.accounts.domain import TryKind
from portal.accounts.views.public import count, offer_again
from portal.compliance.bodies.domain import OutsideBody, bodies_in
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, perform, reading, say
from portal.infra.web.languages import SOURCE, current, speak
from portal.organisations import queries as organisations
from portal.placements.offers.opened_here import close_here
from portal.remedy import queries
from portal.remedy.domain.codes import plain_number, plain_word
from portal.remedy.domain.states import CaseState
from portal.remedy.forms import DetailsForm, LookUpForm, MessageForm
from portal.remedy.rows import AffectedRow, CaseRow, MessageRow
from portal.remedy.service import seal, writing
from portal.remedy.service.scope import repayment_code_under
from portal.remedy.views.own_payments import OwnPayment, answer_from_form, needs_word, own_payments
from portal.remedy.views.public import public_pages
from portal.remedy.views.public.helping import own_country
from portal.remedy.views.showing import case_here, forget_here, open_here, sealed_address
from portal.remedy.words import stands
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class StatusPage:
    """How a case stands, for whoever reported it."""

    case: CaseRow
    how_it_stands: str
    what_is_next: str
    messages: list[MessageRow]
    payments: tuple[OwnPayment, ...]
    answer_at: str
    """Where the worker's secret word is asked for before the answer; empty where it is given here."""
    bodies: tuple[OutsideBody, ...]
    country: str
    """Of the work, by whose clocks the reporter lives; empty where the job is not known."""
    now: datetime

    @property
    def is_over(self) -> bool:
        return self.case.state is CaseState.CLOSED

    @property
    def shows_deadline(self) -> bool:
        return self.case.due_at is not None and not self.is_over


@public_pages.route("/case", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def look_up() -> ResponseReturnValue:
    """Open a case by its number and word."""
    form = LookUpForm()
    if not form.validate_on_submit():
        return ask("remedy/public/look_up.html", form)
    number = plain_number(form.number.data or "")
    count(TryKind.CASE_LOOK_UP, number, sealed_address())
    count(TryKind.CASE_LOOK_UP, number)
    found = queries.credentials_of(reading(), number)
    if not browser.is_right(plain_word(form.word.data or ""), found[1] if found else None) or found is None:
        offer_again(form)
        form.fail("word", gettext("The number or the word is wrong"))
        return ask("remedy/public/look_up.html", form)
    forget_here()
    open_here(found[0])
    return redirect(url_for(".case"), 303)


@public_pages.route("/case/open", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def case() -> ResponseReturnValue:
    """How the case stands, and writing to staff."""
    case_id = case_here()
    row = queries.case(reading(), case_id) if case_id else None
    if row is None:
        return redirect(url_for(".look_up"), 303)
    speak(row.language)
    form = MessageForm()
    if form.validate_on_submit():
        count(TryKind.CASE_REPORT, sealed_address())
        perform(writing.write_as_reporter, row.id, form.text.data or "")
        say(gettext("Sent. We answer here."))
        return redirect(url_for(".case"), 303)
    return ask("remedy/public/case.html", form, _status(row))


@public_pages.route("/case/open/details", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def details() -> ResponseReturnValue:
    """How much, to whom, when: what was left out, and can be told as long as the case is open."""
    case_id = case_here()
    row = queries.case(reading(), case_id) if case_id else None
    if row is None:
        return redirect(url_for(".look_up"), 303)
    speak(row.language)
    form = DetailsForm()
    form.leave_out_known(row)
    if form.validate_on_submit():
        count(TryKind.CASE_REPORT, sealed_address())
        perform(writing.add_details, row.id, form.details())
        say(gettext("Sent. We answer here."))
        return redirect(url_for(".case"), 303)
    return ask("remedy/public/details.html", form, row)


@public_pages.post("/case/open/take-back")
@allow(Audience.PUBLIC)
def take_back() -> ResponseReturnValue:
    """Whoever reported takes the report back; staff ask them whether somebody pressed them."""
    case_id = case_here()
    if case_id is None:
        return redirect(url_for(".look_up"), 303)
    perform(writing.take_back, case_id)
    return redirect(url_for(".case"), 303)


@public_pages.post("/case/open/answer")
@allow(Audience.PUBLIC)
def answer() -> ResponseReturnValue:
    """The worker who reported says whether a payment came."""
    case_id = case_here()
    own = _own_listing(case_id) if case_id else None
    if own is None:
        return redirect(url_for(".look_up"), 303)
    if not needs_word(own):
        answer_from_form(own.id)
    return redirect(url_for(".case"), 303)


@public_pages.post("/case/forget")
@allow(Audience.PUBLIC)
def forget() -> ResponseReturnValue:
    """Leave nothing in this browser but the language in which the reporter reads."""
    case_id = case_here()
    row = queries.case(reading(), case_id) if case_id else None
    if row is not None:
        speak(row.language)
    forget_here()
    close_here()
    say(gettext("Closed. Nothing of it is left on this phone."))
    here = current()
    return redirect(url_for(".look_up", language=None if here is SOURCE else here.code), 303)


def _status(row: CaseRow) -> StatusPage:
    how, following = stands(row.state)
    own = _own_listing(row.id)
    return StatusPage(
        case=row,
        how_it_stands=how,
        what_is_next=following,
        messages=queries.messages(reading(), row.id),
        payments=own_payments(own) if own else (),
        answer_at=_own_page(own) if own and needs_word(own) else "",
        bodies=bodies_in(_countries(row)),
        country=_country_of_work(row),
        now=clock.now(),
    )


def _own_page(own: AffectedRow) -> str:
    code = repayment_code_under(own.id, own.code_hash)
    return url_for("remedy_worker.repayment", code=code or "unknown")


def _own_listing(case_id: UUID) -> AffectedRow | None:
    """The reporter among the affected workers, where the report came by an offer's code."""
    worker_id = seal.worker_who_reported(reading(), case_id)
    listed = queries.affected(reading(), case_id) if worker_id else []
    return next((one for one in listed if one.worker_id == worker_id), None)


def _country_of_work(row: CaseRow) -> str:
    job = vacancies.vacancy(reading(), row.vacancy_id) if row.vacancy_id else None
    return job.country if job else ""


def _countries(row: CaseRow) -> set[str]:
    """Where the work is, where the organisations are: both ends of the corridor, as far as is known."""
    session = reading()
    job = vacancies.vacancy(session, row.vacancy_id) if row.vacancy_id else None
    known = organisations.organisations(session, row.organisation_ids)
    return {*(one.country for one in known.values()), *([job.country] if job else [own_country()])}
