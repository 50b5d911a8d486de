"""What an organisation sees of a case: what it is asked, and its own part; nothing of who reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.domain import TryKind
from portal.accounts.views.public import count
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, page, perform, reading, say, viewer
from portal.infra.web.pages import day, not_found
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.remedy import channel, queries
from portal.remedy.domain.money import Instalment, Ledger, PaymentState
from portal.remedy.domain.states import PAYABLE
from portal.remedy.dossier import SumLine, sum_lines
from portal.remedy.forms import PaymentForm, ReportForm, WordForm
from portal.remedy.rows import AskedCase, PaymentRow
from portal.remedy.service import parties, repaying, report_by_member
from portal.remedy.views.showing import fresh_word, open_here
from portal.remedy.words import refusal_words, sum_words
from portal.vacancies import queries as vacancies
from portal.workers import queries as workers
from portal.workers.queries import WorkerRow
from portal.workers.seen import note_seen

member_pages = Blueprint("remedy_member", __name__)


@dataclass(frozen=True)
class ListedCase:
    """One case that asks something of the organisation."""

    case: AskedCase
    job: str
    next_due: Instalment | None


@dataclass(frozen=True)
class DuePayment:
    """One instalment that the organisation owes, to whom, and what became of it."""

    instalment: Instalment
    worker: str
    payments: tuple[PaymentRow, ...]
    is_cleared: bool
    is_paid: bool

    @property
    def state(self) -> str:
        if self.is_cleared:
            return gettext("Confirmed by the worker")
        if self.is_paid:
            return gettext("Waits for the worker’s word")
        if any(one.state is PaymentState.DENIED for one in self.payments):
            return gettext("The worker says that it did not come: pay it")
        return gettext("To be paid")


@dataclass(frozen=True)
class CasePage:
    case: AskedCase
    job: str
    payments: tuple[DuePayment, ...]
    sums: tuple[SumLine, ...]
    can_pay: bool
    now: datetime


@member_pages.get("/cases")
@allow(Audience.ADMINISTRATOR)
def cases() -> ResponseReturnValue:
    """Cases that ask something of us."""
    session, organisation_id = reading(), acting_for()
    lines = [
        ListedCase(one, _job(one), _next(queries.ledger(session, one.id), organisation_id))
        for one in queries.cases_asking(session, organisation_id)
    ]
    return page("remedy/member/cases.html", lines)


@member_pages.route("/cases/<uuid:id>", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def case(id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One case: the statement, our word, what we owe, and recording what we paid."""
    asked = _asked(id)
    shown = _case_page(asked)
    _note_seen(asked, shown)
    form = PaymentForm()
    open_ones = [one for one in shown.payments if not one.is_paid]
    form.instalments.choices = [
        (
            str(one.instalment.id),
            gettext(
                "%(worker)s: %(sum)s, due %(day)s",
                worker=one.worker,
                sum=sum_words(one.instalment.amount, one.instalment.currency),
                day=day(one.instalment.due),
            ),
        )
        for one in open_ones
    ]
    if form.validate_on_submit():
        outcome = perform(
            repaying.record_payments,
            acting_for(),
            id,
            [UUID(one) for one in form.instalments.data or []],
            paid_on=form.paid_on.data or clock.today(),
            proof=form.proof.data or "",
        )
        if not isinstance(outcome, Refusal):
            say(gettext("Recorded. Each worker is asked whether it came."))
            return redirect(url_for(".case", id=id), 303)
        field = "paid_on" if isinstance(outcome, repaying.PaidLater) else "instalments"
        form.fail(field, refusal_words(outcome))
    return ask("remedy/member/case.html", form, shown)


@member_pages.route("/cases/<uuid:id>/word", methods=["GET", "POST"])
@allow(Audience.ADMINISTRATOR)
def word(id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """Right of reply."""
    asked = _asked(id)
    form = WordForm()
    if form.validate_on_submit():
        outcome = perform(parties.give_word, acting_for(), id, form.text.data or "")
        if not isinstance(outcome, Refusal):
            say(gettext("Thank you. Compliance staff read your word before they decide."))
            return redirect(url_for(".case", id=id), 303)
        form.fail("text", refusal_words(outcome))
    return ask("remedy/member/word.html", form, asked)


@member_pages.route("/cases/report", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def report() -> ResponseReturnValue:
    """A member reports something; their organisation does not learn who."""
    form = ReportForm()
    del form.offer_code
    del form.name
    if form.validate_on_submit():
        count(TryKind.CASE_REPORT, str(viewer.person_id))
        word = fresh_word()
        opened = perform(
            report_by_member,
            form.report(),
            word.word_hash,
            organisation_id=acting_for(),
            person_id=viewer.person_id or UUID(int=0),
            contact=(form.contact.data or "") if form.reach.data == "contact" else "",
        )
        open_here(opened.id, word)
        return redirect(url_for("remedy_public.received"), 303)
    return ask("remedy/member/report.html", form)


def _asked(case_id: UUID) -> AskedCase:
    found = queries.case_asking(reading(), acting_for(), case_id)
    if found is None:
        not_found()
    return found


def _case_page(asked: AskedCase) -> CasePage:
    session, organisation_id = reading(), acting_for()
    books = queries.ledger(session, asked.id)
    own = Ledger(
        instalments=tuple(one for one in books.instalments if one.payer_id == organisation_id),
        payments=books.payments,
    )
    names = _names(asked)
    recorded = queries.payments(session, asked.id)
    return CasePage(
        case=asked,
        job=_job(asked),
        payments=tuple(
            DuePayment(
                instalment=one,
                worker=names.get(one.affected_id, ""),
                payments=tuple(payment for payment in recorded if payment.instalment_id == one.id),
                is_cleared=own.is_cleared(one),
                is_paid=own.is_paid(one),
            )
            for one in sorted(own.instalments, key=lambda one: (one.due, names.get(one.affected_id, "")))
        ),
        sums=sum_lines(own),
        can_pay=asked.state in PAYABLE and bool(own.unpaid()),
        now=clock.now(),
    )


def _note_seen(asked: AskedCase, shown: CasePage) -> None:
    """Each worker whose name stands on the page can read that it was looked at."""
    named = _named(asked)
    for affected_id in dict.fromkeys(one.instalment.affected_id for one in shown.payments):
        if affected_id in named:
            note_seen(Ref("worker", named[affected_id].id))


def _names(asked: AskedCase) -> dict[UUID, str]:
    """By affected worker: the name for the provider that named them, first names for the employer."""
    found = {one.id: gettext("Worker %(n)s", n=one.number) for one in queries.affected(reading(), asked.id)}
    for affected_id, person in _named(asked).items():
        is_own = person.organisation_id == acting_for()
        found[affected_id] = person.name if is_own else f"{found[affected_id]}, {person.first_name}"
    return found


def _named(asked: AskedCase) -> dict[UUID, WorkerRow]:
    """By affected worker: those whom we know by name, as their provider or because they accepted."""
    listed = queries.affected(reading(), asked.id)
    people = workers.workers(reading(), [one.worker_id for one in listed if one.worker_id])
    placed = _accepted(asked)
    pairs = [(one.id, people.get(one.worker_id)) for one in listed if one.worker_id]
    return {
        key: person
        for key, person in pairs
        if person and (person.organisation_id == acting_for() or person.id in placed)
    }


def _accepted(asked: AskedCase) -> set[UUID]:
    """Workers whose first name the employer knows, because they accepted."""
    offers = channel.offers_of_channel(reading(), asked.provider_id, asked.vacancy_id)
    return {one.worker_id for one in offers if one.state.value == "accepted"}


def _job(asked: AskedCase) -> str:
    job = vacancies.vacancy(reading(), asked.vacancy_id) if asked.vacancy_id else None
    return f"{job.title}, {job.town} ({job.number})" if job else ""


def _next(books: Ledger, organisation_id: UUID) -> Instalment | None:
    unpaid: Sequence[Instalment] = books.unpaid()
    return next((one for one in unpaid if one.payer_id == organisation_id), None)
