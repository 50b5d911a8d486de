"""Who is told of what in a case: the right people only, and none of them what was reported.

Provider and employer hear nothing before staff ask them or a plan is agreed. Whoever reported gets no mail:
a phone may be shared; they look the case up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from portal.accounts.queries import staff_with
from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.kernel.viewer import StaffRole
from portal.notifications.domain import Category, Message, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.remedy import events, queries
from portal.remedy.domain.deadlines import Due, Reminder
from portal.remedy.domain.money import PaymentState
from portal.remedy.domain.reporting import Source
from portal.remedy.domain.states import CaseState
from portal.remedy.rows import CaseRow

Told = Iterator[Message]


def _reported(work: Work, happened: events.CaseReported) -> Told:
    """Compliance staff; a report that staff wrote down themselves is known to them."""
    if happened.source is not Source.STAFF:
        yield from _to_staff(work, happened, "case_opened", {"is_critical": happened.is_critical})


def _written(work: Work, happened: events.CaseWritten) -> Told:
    if not happened.from_staff:
        yield from _to_staff(work, happened, "case_message", {})


def _taken_back(work: Work, happened: events.CaseTakenBack) -> Told:
    """Staff, who ask whether somebody pressed whoever reported."""
    yield from _to_staff(work, happened, "case_taken_back", {})


def _word_asked(work: Work, happened: events.WordAsked) -> Told:
    party = queries.parties(work.session, happened.case_id).get(happened.organisation_id)
    if party is not None and party.reply_by is not None:
        facts = {"reply_by": party.reply_by.isoformat()}
        yield from _to_administrators(work, happened, "word_asked", happened.organisation_id, facts)


def _word_given(work: Work, happened: events.WordGiven) -> Told:
    yield from _to_staff(work, happened, "word_given", {})


def _plan_agreed(work: Work, happened: events.PlanAgreed) -> Told:
    facts = {
        "sums": {code: str(amount) for code, amount in happened.sums.items()},
        "first_due": happened.first_due.isoformat(),
    }
    yield from _to_administrators(work, happened, "plan_agreed", happened.payer_id, facts)


def _payment_recorded(work: Work, happened: events.PaymentRecorded) -> Told:
    """The worker alone, who says whether it came."""
    yield from _ask_worker(work, happened, happened.payment_id)


def _payment_denied(work: Work, happened: events.PaymentDenied) -> Told:
    """Whoever paid: the money has to be looked for, and paid again if it is lost."""
    yield from _to_administrators(work, happened, "payment_denied", happened.payer_id, {})


def _stepped(work: Work, happened: events.CaseStepped) -> Told:
    """Whoever was asked hears when the workers have confirmed everything."""
    if happened.after is CaseState.WORKER_CONFIRMED:
        for organisation_id in sorted(queries.parties(work.session, happened.case_id)):
            yield from _to_administrators(work, happened, "case_remedied", organisation_id, {})


def _fell_due(work: Work, happened: events.CaseFellDue) -> Told:
    """Staff for what staff must do; for a payment the payer's administrators alone."""
    row = queries.case(work.session, happened.case_id)
    if row is None or row.due_at is None:
        return
    is_late = happened.reminder is Reminder.LATE
    when = {"due_at": row.due_at.isoformat(), "is_late": is_late}
    if happened.due.is_of_staff:
        yield from _to_staff(work, happened, "case_due", {"due": happened.due.value, **when})
    else:
        for payer_id in _payers_due(work, row):
            yield from _to_administrators(work, happened, "payment_due", payer_id, when)
    if happened.due is Due.ASK_WORKERS and not is_late:
        for one in queries.payments(work.session, row.id):
            if one.state is PaymentState.CLAIMED:
                yield from _ask_worker(work, happened, one.id)


def _payers_due(work: Work, row: CaseRow) -> list[UUID]:
    """Whoever has an instalment that is due by the case's deadline."""
    unpaid = queries.ledger(work.session, row.id).unpaid()
    until = row.due_at.date() if row.due_at else None
    return sorted({one.payer_id for one in unpaid if until and one.due <= until})


def _ask_worker(work: Work, happened: events.OfCase, payment_id: UUID) -> Told:
    row = queries.case(work.session, happened.case_id)
    payment = next((p for p in queries.payments(work.session, happened.case_id) if p.id == payment_id), None)
    if row is None or payment is None:
        return
    plan = {one.id: one for one in queries.instalments(work.session, row.id)}
    people = {one.id: one for one in queries.affected(work.session, row.id)}
    instalment = plan.get(payment.instalment_id)
    worker = people.get(instalment.affected_id) if instalment else None
    if instalment is None or worker is None or worker.worker_id is None:
        return
    payer = organisations.organisation(work.session, instalment.payer_id)
    yield Message(
        template="remedy/repayment",
        to=ToWorker(worker.worker_id),
        facts={
            "payer": payer.name if payer else "",
            "amount": str(payment.amount),
            "currency": instalment.currency,
            "affected_id": str(worker.id),
            "code_hash": worker.code_hash,
        },
        key=f"remedy/repayment:{payment.id}:{happened.action}",
        category=Category.WORKER,
        about=(happened.about,),
    )


def _to_staff(work: Work, happened: events.OfCase, template: str, facts: Mapping[str, Any]) -> Told:
    row = queries.case(work.session, happened.case_id)
    if row is None:
        return
    told = {
        "number": row.number,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "url": public_url("remedy_staff.case", id=row.id),
        **facts,
    }
    for one in staff_with(work.session, StaffRole.COMPLIANCE):
        yield _message(happened, template, one.id, told)


def _to_administrators(
    work: Work, happened: events.OfCase, template: str, organisation_id: UUID, facts: Mapping[str, Any]
) -> Told:
    """Whoever answers for the organisation; its other members need not know."""
    row = queries.case(work.session, happened.case_id)
    if row is None:
        return
    told = {"number": row.number, "url": public_url("remedy_member.case", id=row.id), **facts}
    for person_id in organisations.administrators_of(work.session, organisation_id):
        yield _message(happened, template, person_id, told, organisation_id)


def _message(
    happened: events.OfCase,
    template: str,
    person_id: UUID,
    facts: Mapping[str, Any],
    organisation_id: UUID | None = None,
) -> Message:
    """Deadlines of a case cannot be unsubscribed from."""
    return Message(
        template=f"remedy/{template}",
        to=ToPerson(person_id),
        facts=facts,
        key=f"remedy/{template}:{happened.case_id}:{organisation_id}:{happened.at.isoformat()}",
        category=Category.ACCOUNT,
        organisation_id=organisation_id,
        about=(Ref("case", happened.case_id),),
    )


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    events.CaseReported: _reported,
    events.CaseWritten: _written,
    events.CaseTakenBack: _taken_back,
    events.WordAsked: _word_asked,
    events.WordGiven: _word_given,
    events.PlanAgreed: _plan_agreed,
    events.PaymentRecorded: _payment_recorded,
    events.PaymentDenied: _payment_denied,
    events.CaseStepped: _stepped,
    events.CaseFellDue: _fell_due,
}
