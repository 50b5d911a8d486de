"""A second person of compliance agrees to what the first proposed, or rejects it."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import NeedsSecondPerson, Refusal
from portal.remedy import queries
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import NotPossibleNow
from portal.remedy.events import ProposalDecided
from portal.remedy.models import Case, CaseProposal
from portal.remedy.service import scope, steps
from portal.remedy.service.life import NoSuchCase, locked


@dataclass(frozen=True)
class NoSuchProposal(Refusal):
    """It was decided meanwhile, or the case has gone on without it."""


@dataclass(frozen=True)
class ProposalMet:
    """The second person's answer stands; what they agreed to is done."""

    agrees: bool


def decide(
    work: Work, case_id: UUID, proposal_id: UUID, *, agrees: bool, reason: str
) -> ProposalMet | NoSuchCase | NoSuchProposal | NeedsSecondPerson | NotPossibleNow:
    """Agree or reject; never by whoever proposed it. What is agreed to is done at once."""
    case = locked(work, case_id)
    if case is None:
        return NoSuchCase()
    if proposal_id not in {one.id for one in queries.proposals(work.session, case.id)}:
        return NoSuchProposal()
    row = work.session.get_one(CaseProposal, proposal_id, with_for_update=True)
    if row.proposed_by == work.actor:
        return NeedsSecondPerson()
    row.agreed, row.decided_by, row.decided_at, row.decision_reason = agrees, work.actor, work.now, reason
    work.emit(
        ProposalDecided(
            at=work.now,
            by=work.actor,
            case_id=case.id,
            proposal_id=row.id,
            what=row.what,
            agrees=agrees,
            reason=reason,
        )
    )
    refused = _do(work, case, row) if agrees else None
    return refused or ProposalMet(agrees)


def _do(work: Work, case: Case, row: CaseProposal) -> NotPossibleNow | None:
    match row.what:
        case ProposedAct.FIND_UNFOUNDED:
            reached = steps.end_as_unfounded(work, case, row.reason)
            return reached if isinstance(reached, NotPossibleNow) else None
        case ProposedAct.REMOVE_AMOUNT:
            scope.take_amount_off(work, case, row.amount_id)
            return None
