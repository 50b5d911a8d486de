"""The cost ledger hears from a case what was paid back, and what the worker says of it."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.costs.domain import Payer
from portal.compliance.costs.ledger import AVAILABILITY, PLACEMENT, LedgerLine
from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import confirm_refund, note_refund
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.placements import queries as placements
from portal.remedy import channel, queries
from portal.remedy.domain.refunds import Cost, Refund, refunds_of, shared_refund
from portal.remedy.models import Case
from portal.remedy.rows import CaseRow


def note_refunds(work: Work, case: Case) -> None:
    """Note on each line that the case's amounts are about what came back; the worker's word confirms it.

    On a placement's ledger that is the line of the worker who said that they paid; on a lot's it counts
    once every worker who lost it says so. Amounts that are about no line change no ledger.
    """
    books = queries.ledger(work.session, case.id)
    if not books.payments or not any(one.category for one in books.established):
        return
    on = max(one.paid_on for one in queries.payments(work.session, case.id))
    found = {one.id: refunds_of(books, one.id) for one in queries.affected(work.session, case.id)}
    for affected_id, ledger in _ledgers_of_workers(work.session, case):
        _note(work, ledger, found[affected_id], on)
    if lot := _lot(case):
        of_all: dict[Cost, list[Refund]] = defaultdict(list)
        for refunds in found.values():
            for cost, refund in refunds.items():
                of_all[cost].append(refund)
        _note(work, lot, {cost: shared_refund(each) for cost, each in of_all.items()}, on)


def categories_of(session: Session, case: CaseRow) -> tuple[str, ...]:
    """The categories of the lines that an amount of this case can be about, by their codes."""
    ledgers = [ledger for _, ledger in _ledgers_of_workers(session, case)]
    ledgers += [lot] if (lot := _lot(case)) else []
    return tuple(sorted({one.line.category for ref in ledgers for one in _lines(session, ref)}))


def _ledgers_of_workers(session: Session, case: Case | CaseRow) -> list[tuple[UUID, Ref]]:
    """Of each affected worker, the ledgers of their placements in the channel."""
    listed = {one.worker_id: one.id for one in queries.affected(session, case.id) if one.worker_id}
    return [
        (listed[placed.worker_id], Ref(PLACEMENT, placed.id))
        for one in channel.introductions_of_channel(session, case.provider_id, case.vacancy_id)
        for placed in placements.placements_of(session, one.id)
        if placed.worker_id in listed
    ]


def _lot(case: Case | CaseRow) -> Ref | None:
    """The lot whose labour provider said that its workers had paid, where that opened the case."""
    return Ref(AVAILABILITY, case.ref_id) if case.ref_kind == AVAILABILITY and case.ref_id else None


def _lines(session: Session, ref: Ref) -> list[LedgerLine]:
    """What workers paid, as the ledger itself has it: on a placement what this worker says."""
    lines = ledger_of(session, ref).lines
    return [one for one in lines if one.origin == ref.kind and one.line.payer is Payer.WORKER]


def _note(work: Work, ref: Ref, refunds: dict[Cost, Refund], on: date) -> None:
    for one in _lines(work.session, ref):
        refund = refunds.get((one.line.category, one.line.currency or ""))
        if refund is None:
            continue
        if (one.line.reimbursed or 0) != refund.paid:
            note_refund(work, ref, one.position, refund.paid, on)
        if refund.is_confirmed:
            confirm_refund(work, ref, one.position)
