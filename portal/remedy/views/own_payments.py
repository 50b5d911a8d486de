"""What came back to one worker, as the payer says, and the worker's own word on it."""

from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask_babel import gettext

from portal.infra.web import perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.placements.offers.opened_here import is_open_here
from portal.remedy import queries
from portal.remedy.domain.money import Instalment, PaymentState
from portal.remedy.rows import AffectedRow, PaymentRow
from portal.remedy.service import repaying
from portal.remedy.words import refusal_words
from portal.workers.own_contact import has_word


@dataclass(frozen=True)
class OwnPayment:
    """One payment to whoever reads the page."""

    payment: PaymentRow
    currency: str
    payer: str

    @property
    def awaits_word(self) -> bool:
        return self.payment.state is PaymentState.CLAIMED


def needs_word(listed: AffectedRow) -> bool:
    """Whether the worker has a secret word and has not shown it in this browser."""
    if listed.worker_id is None or not has_word(reading(), listed.worker_id):
        return False
    return not is_open_here(listed.worker_id)


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
