"""Handing a worker's repayment link out by hand, where no mail can bring it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy.events import RepaymentLinkHandedOut
from portal.remedy.models import CaseAffected
from portal.remedy.service.scope import repayment_code_under
from portal.workers import queries as workers


@dataclass(frozen=True)
class LinkIsMailed(Refusal):
    """The worker gets the link by mail: nobody else needs it, and nobody else should have it."""


@dataclass(frozen=True)
class LinkLost(Refusal):
    """There is no such worker in this case, or the link was made under a secret that is gone."""


def reached_by_hand(session: Session, worker_id: UUID | None) -> bool:
    """Whether no mail reaches the worker, neither by an own e-mail nor by the one of the listing."""
    return worker_id is None or workers.address_of(session, worker_id) is None


def hand_out_link(work: Work, case_id: UUID, affected_id: UUID) -> str | LinkIsMailed | LinkLost:
    """The code of the worker's repayment page, for staff to pass on; who took it stands in the trail."""
    row = work.session.get(CaseAffected, affected_id)
    if row is None or row.case_id != case_id:
        return LinkLost()
    if not reached_by_hand(work.session, row.worker_id):
        return LinkIsMailed()
    code = repayment_code_under(row.id, row.code_hash)
    if code is None:
        return LinkLost()
    work.emit(RepaymentLinkHandedOut(at=work.now, by=work.actor, case_id=case_id, affected_id=affected_id))
    return code
