"""What every act on a case shares: the locked row, the step to another state, the next deadline."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.remedy import queries
from portal.remedy.domain.deadlines import next_deadline
from portal.remedy.domain.money import advance
from portal.remedy.domain.states import CaseAct, CaseState, NotPossibleNow, after
from portal.remedy.events import CaseStepped
from portal.remedy.models import Case, CaseNote
from portal.remedy.rows import milestones
from portal.remedy.service.judging import judge_repayments
from portal.remedy.service.refunding import note_refunds


@dataclass(frozen=True)
class NoSuchCase(Refusal):
    """There is no such case, or none that this organisation was shown."""


def locked(work: Work, case_id: UUID) -> Case | None:
    """The case, for one act at a time."""
    return work.session.get(Case, case_id, with_for_update=True)


def step(work: Work, case: Case, act: CaseAct, text: str = "") -> CaseState | NotPossibleNow:
    """Take the case to what follows from the act; what staff wrote about it is kept for staff."""
    reached = after(case.state, act)
    if isinstance(reached, NotPossibleNow):
        return reached
    go(work, case, act, reached)
    if text:
        note(work, case.id, act.value, text)
    redue(work, case)
    judge_repayments(work, case)
    return reached


def go(work: Work, case: Case, act: CaseAct, reached: CaseState) -> None:
    """Enter a state, and remember when what counts from it began."""
    before, case.state = case.state, reached
    case.version += 1
    match reached:
        case CaseState.TRIAGED:
            case.triaged_at = work.now
        case CaseState.CONFIRMED:
            case.confirmed_at = work.now
        case CaseState.PAID:
            case.paid_at = work.now
        case CaseState.WORKER_CONFIRMED:
            case.remedied_at = work.now
        case CaseState.UNFOUNDED:
            case.confirmed_at = None
        case CaseState.DISPUTED:
            case.triaged_at = work.now  # the days to decide count anew
        case CaseState.CLOSED:
            case.closed_at = work.now
        case _:
            pass
    work.emit(CaseStepped(at=work.now, by=work.actor, case_id=case.id, act=act, before=before, after=reached))


def let_money_decide(work: Work, case: Case) -> CaseState:
    """After something was paid, confirmed or denied: what the cost ledger hears, and where the case comes."""
    work.session.flush()
    note_refunds(work, case)
    _, acts = advance(case.state, queries.ledger(work.session, case.id))
    for act in acts:
        reached = after(case.state, act)
        if isinstance(reached, CaseState):
            go(work, case, act, reached)
    redue(work, case)
    judge_repayments(work, case)
    return case.state


def redue(work: Work, case: Case) -> None:
    """What is due next, and by when; a new deadline is reminded of anew."""
    work.session.flush()
    found = next_deadline(case.state, milestones(case, queries.next_payment(work.session, case.id)))
    due, due_at = (found.due, found.at) if found else (None, None)
    if (due, due_at) != (case.due, case.due_at):
        case.due, case.due_at, case.reminded = due, due_at, None


def note(work: Work, case_id: UUID, act: str, text: str) -> None:
    """Keep what staff wrote, for staff."""
    work.session.add(
        CaseNote(id=work.new_id(), case_id=case_id, at=work.now, by=work.actor, act=act, text=text)
    )
