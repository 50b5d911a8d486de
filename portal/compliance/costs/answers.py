"""What a placed worker answers: did you pay anything to get this job?"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.events import WorkerPaidNothing, WorkerReportedCost, WorkerTookBackCost
from portal.compliance.costs.ledger import PLACEMENT, CostLedger, LedgerLine
from portal.compliance.costs.models import WorkerCostAnswer
from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import rewrite_costs
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal

CHANGEABLE = timedelta(days=1)
"""How long after the first answer a worker can give another one; but for "I paid" after "nothing"."""


@dataclass(frozen=True)
class AnswerTaken:
    """What stands now, and whether that is new: the same answer twice changes nothing."""

    paid: bool
    is_new: bool


@dataclass(frozen=True)
class AnswerStands(Refusal):
    """A day is over since the first answer: nothing is taken back, and further money is reported apart."""

    paid: bool


@dataclass(frozen=True)
class NoLedger(Refusal):
    """The placement has no cost ledger, so that there is nothing to confirm."""


def answer_costs(work: Work, placement: Ref, paid: CostLine | None) -> AnswerTaken | AnswerStands | NoLedger:
    """A worker says that they paid nothing, or what they paid. One answer, which can be changed for a day.

    What they paid replaces an earlier "nothing" at any time: they may have been afraid to say so.
    """
    ledger = ledger_of(work.session, placement)
    if not ledger.version:
        return NoLedger()
    row = work.session.get(WorkerCostAnswer, placement.id, with_for_update=True)
    speaks_up = row is not None and not row.paid and paid is not None
    if row is not None and work.now - row.first_at > CHANGEABLE and not speaks_up:
        return AnswerStands(row.paid)  # of the same answer too: a link must not tell which one stands
    if row is not None and _says_the_same(row, ledger, paid):
        return AnswerTaken(row.paid, is_new=False)
    had_paid = row is not None and row.paid
    _keep(work, placement, row, paid)
    _change_lines(work, ledger, paid, had_paid=had_paid)
    return AnswerTaken(paid is not None, is_new=True)


def _says_the_same(row: WorkerCostAnswer, ledger: CostLedger, paid: CostLine | None) -> bool:
    if paid is None:
        return not row.paid
    return row.paid and paid in [one.line for one in ledger.reported]


def _keep(work: Work, placement: Ref, row: WorkerCostAnswer | None, paid: CostLine | None) -> None:
    if row is None:
        row = WorkerCostAnswer(placement_id=placement.id, first_at=work.now)
        work.session.add(row)
    row.paid, row.changed_at = paid is not None, work.now
    work.session.flush()


def _change_lines(work: Work, ledger: CostLedger, paid: CostLine | None, *, had_paid: bool) -> None:
    """The worker's own line comes, changes or goes in a further version; the former one stays as it was."""
    origin = ledger.origin
    about: dict[str, Any] = {
        "at": work.now,
        "by": work.actor,
        "placement_id": ledger.ref.id,
        "vacancy_id": origin.vacancy_id if origin else None,
        "availability_id": origin.availability_id if origin else None,
    }
    others = [one for one in ledger.lines if one.origin != PLACEMENT]
    if paid is None:
        if had_paid:
            rewrite_costs(work, ledger, others)
            work.emit(WorkerTookBackCost(**about))
        work.emit(WorkerPaidNothing(**about))
        return
    own = LedgerLine(position=len(others), line=replace(paid, worker_confirmed=False), origin=PLACEMENT)
    version = rewrite_costs(work, ledger, [*others, own])
    work.emit(
        WorkerReportedCost(
            **about,
            version=version,
            position=own.position,
            category=paid.category,
            amount=paid.amount,
            currency=paid.currency,
            collection=paid.collection,
        )
    )
