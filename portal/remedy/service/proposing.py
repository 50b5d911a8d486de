"""One person of compliance proposes what a second one has to agree to."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy import queries
from portal.remedy.domain.second import ProposedAct
from portal.remedy.events import ActProposed
from portal.remedy.models import Case, CaseProposal


@dataclass(frozen=True)
class Proposed:
    """It waits for a second person; nothing is done yet."""

    id: UUID


@dataclass(frozen=True)
class AlreadyProposed(Refusal):
    """Somebody proposed the same, and it waits for a second person."""


def propose(
    work: Work, case: Case, what: ProposedAct, reason: str, amount_id: UUID | None = None
) -> Proposed | AlreadyProposed:
    """Ask for a second person; the proposal lapses when the case goes on without it."""
    for one in queries.proposals(work.session, case.id):
        if (one.what, one.amount_id) == (what, amount_id):
            return AlreadyProposed()
    row = CaseProposal(
        id=work.new_id(),
        case_id=case.id,
        case_version=case.version,
        what=what,
        amount_id=amount_id,
        reason=reason,
        proposed_by=work.actor,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.emit(
        ActProposed(at=work.now, by=work.actor, case_id=case.id, proposal_id=row.id, what=what, reason=reason)
    )
    return Proposed(row.id)
