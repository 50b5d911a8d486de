"""What rules say of a case's money: a loss stays a finding until the worker says that it came back."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from portal.compliance.domain import Repayment, Stage, Terms
from portal.compliance.findings.queries import current_decision
from portal.compliance.findings.service import judge_and_keep
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.remedy import queries
from portal.remedy.domain.money import Ledger
from portal.remedy.domain.states import CaseState
from portal.remedy.models import Case


def judge_repayments(work: Work, case: Case) -> None:
    """Judge what each worker lost and got back, whenever something about it changes.

    A case that proved unfounded owes nothing. A case without any loss was never judged and is not now.
    """
    work.session.flush()
    books = queries.ledger(work.session, case.id)
    owed = () if case.state is CaseState.UNFOUNDED else repayments_of(books)
    ref = Ref("case", case.id)
    if owed or current_decision(work.session, ref, Stage.AFTERWARDS):
        judge_and_keep(work, ref, Stage.AFTERWARDS, Terms(repayments=owed))


def repayments_of(books: Ledger) -> tuple[Repayment, ...]:
    """By worker and currency: what was lost, what payers say they paid, and whether the worker says so too.

    They stand by sum, so that their order names nobody.
    """
    lost: dict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for line in books.established:
        lost[line.affected_id, line.currency] += line.total
    found = []
    for (affected_id, currency), owed in lost.items():
        own = [one for one in books.instalments if (one.affected_id, one.currency) == (affected_id, currency)]
        found.append(
            Repayment(
                owed=owed,
                paid=sum(map(books.paid, own), Decimal(0)),
                currency=currency,
                worker_confirmed=bool(own)
                and sum(map(books.confirmed, own)) >= owed
                and all(map(books.confirmed_by_worker, own)),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.currency, one.owed, one.paid, one.worker_confirmed)))
