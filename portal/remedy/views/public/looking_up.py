"""Reporting without an account, and looking a case up; number and word are never in an address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import browser
from portal.accounts.domain import TryKind
from portal.accounts.views.public import count, offer_again
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.remedy import queries
from portal.remedy.bodies import OutsideBody, bodies_in
from portal.remedy.domain.codes import new_word, plain_number, plain_word
from portal.remedy.domain.money import Instalment, PaymentState
from portal.remedy.domain.states import CaseState
from portal.remedy.forms import LookUpForm, MessageForm, ReportForm
from portal.remedy.rows import AffectedRow, CaseRow, MessageRow, PaymentRow
from portal.remedy.service import NoOfferWithThisCode, repaying, report_by_worker, seal, writing
from portal.remedy.views.showing import (
    case_here,
    forget_here,
    new_here,
    open_here,
    remember_new,
    sealed_address,
)
from portal.remedy.words import refusal_words, stands
from portal.vacancies import queries as vacancies

public_pages = Blueprint("remedy_public", __name__)


@dataclass(frozen=True)
class ReceivedPage:
    """What whoever reported has to write down."""

    number: str
    word: str
    bodies: tuple[OutsideBody, ...]


@dataclass(frozen=True)
class OwnPayment:
    """One payment to whoever reads the page."""

    payment: PaymentRow
    currency: str
    payer: str

    @property
    def awaits_word(self) -> bool:
        return self.payment.state is PaymentState.CLAIMED


@dataclass(frozen=True)
class StatusPage:
    """How a case stands, for whoever reported it."""

    case: CaseRow
    how_it_stands: str
    what_is_next: str
    messages: list[MessageRow]
    payments: tuple[OwnPayment, ...]
    bodies: tuple[OutsideBody, ...]
    now: datetime

    @property
    def is_over(self) -> bool:
        return self.case.state is CaseState.CLOSED

    @property
    def shows_deadline(self) -> bool:
        return self.case.due_at is not None and not self.is_over


@public_pages.route("/report", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def report() -> ResponseReturnValue:
    """Tell us what happened, in a few taps."""
    form = ReportForm()
    if not form.validate_on_submit():
        return ask("remedy/public/report.html", form, job_of_offer(form.offer_code.data or ""))
    count(TryKind.CASE_REPORT, sealed_address())
    word = new_word()
    outcome = perform(
        report_by_worker,
        form.report(),
        browser.hashed(plain_word(word)),
        offer_code=form.offer_code.data or "",
        **form.reporter,
    )
    match outcome:
        case NoOfferWithThisCode():
            offer_again(form)
            form.fail(
                "offer_code",
                gettext("No offer has this code. Check it, or leave it empty and say which job it is"),
            )
            return ask("remedy/public/report.html", form, "")
        case opened:
            open_here(opened.id)
            remember_new(opened.number, word)
            return redirect(url_for(".received"), 303)


@public_pages.get("/report/received")
@allow(Audience.PUBLIC)
def received() -> ResponseReturnValue:
    """The case's number and word, to be written down."""
    found = new_here()
    if found is None:
        return redirect(url_for(".look_up"), 303)
    return page("remedy/public/received.html", ReceivedPage(*found, bodies_in({_own_country()})))


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
    form = MessageForm()
    if form.validate_on_submit():
        count(TryKind.CASE_REPORT, sealed_address())
        perform(writing.write_as_reporter, row.id, form.text.data or "")
        say(gettext("Sent. We answer here."))
        return redirect(url_for(".case"), 303)
    return ask("remedy/public/case.html", form, _status(row))


@public_pages.post("/case/open/answer")
@allow(Audience.PUBLIC)
def answer() -> ResponseReturnValue:
    """The worker who reported says whether a payment came."""
    case_id = case_here()
    own = _own_listing(case_id) if case_id else None
    if own is None:
        return redirect(url_for(".look_up"), 303)
    answer_from_form(own.id)
    return redirect(url_for(".case"), 303)


@public_pages.post("/case/forget")
@allow(Audience.PUBLIC)
def forget() -> ResponseReturnValue:
    """Leave nothing in this browser."""
    forget_here()
    say(gettext("Closed. Nothing of it is left on this phone."))
    return redirect(url_for(".look_up"), 303)


def job_of_offer(code: str) -> str:
    """Which job an offer's code is about, in words; empty for an unknown code."""
    session = reading()
    offer = placements.offer_by_code(session, code) if code else None
    row = placements.any_introduction(session, offer.introduction_id) if offer else None
    job = vacancies.vacancy(session, row.vacancy_id) if row else None
    provider = organisations.organisation(session, row.provider_id) if row else None
    if job is None or provider is None:
        return ""
    return gettext("%(title)s in %(town)s, by %(name)s", title=job.title, town=job.town, name=provider.name)


def answer_from_form(affected_id: UUID) -> None:
    """Take a worker's yes or no about one payment, and say what became of it."""
    try:
        payment_id = UUID(request.form.get("payment", ""))
    except ValueError:
        return
    said = request.form.get("came")
    if said not in {"yes", "no"}:
        return
    match perform(repaying.answer_payment, affected_id, payment_id, came=said == "yes"):
        case Refusal() as refusal:
            say(refusal_words(refusal))
        case _ if said == "yes":
            say(gettext("Thank you. We wrote down that the money came."))
        case _:
            say(gettext("Thank you. We tell them that it did not come."))


def own_payments(listed: AffectedRow) -> tuple[OwnPayment, ...]:
    """Every payment to one worker, the latest first."""
    session = reading()
    plan: dict[UUID, Instalment] = {
        one.id: one for one in queries.instalments(session, listed.case_id) if one.affected_id == listed.id
    }
    payers = organisations.organisations(session, {one.payer_id for one in plan.values()})
    own = [one for one in queries.payments(session, listed.case_id) if one.instalment_id in plan]
    return tuple(
        OwnPayment(
            one,
            plan[one.instalment_id].currency,
            payers[plan[one.instalment_id].payer_id].name,
        )
        for one in reversed(own)
    )


def _status(row: CaseRow) -> StatusPage:
    how, following = stands(row.state)
    own = _own_listing(row.id)
    return StatusPage(
        case=row,
        how_it_stands=how,
        what_is_next=following,
        messages=queries.messages(reading(), row.id),
        payments=own_payments(own) if own else (),
        bodies=bodies_in(_countries(row)),
        now=clock.now(),
    )


def _own_listing(case_id: UUID) -> AffectedRow | None:
    """The reporter among the affected workers, where the report came by an offer's code."""
    worker_id = seal.worker_who_reported(reading(), case_id)
    listed = queries.affected(reading(), case_id) if worker_id else []
    return next((one for one in listed if one.worker_id == worker_id), None)


def _countries(row: CaseRow) -> set[str]:
    """Where the work is, where the organisations are: both ends of the corridor, as far as is known."""
    session = reading()
    job = vacancies.vacancy(session, row.vacancy_id) if row.vacancy_id else None
    known = organisations.organisations(session, row.organisation_ids)
    return {*(one.country for one in known.values()), *([job.country] if job else [_own_country()])}


def _own_country() -> str:
    return str(current_app.config["OPERATOR_COUNTRY"])
