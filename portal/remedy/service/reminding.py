"""Reminding whoever must act next, once before a deadline and once after it."""

from portal.infra.unit_of_work import Work
from portal.remedy import queries
from portal.remedy.domain.deadlines import FURTHEST, Deadline, reminder_due
from portal.remedy.events import CaseFellDue
from portal.remedy.service.life import locked


def remind(work: Work) -> int:
    """Send the reminders that are due now; how many cases were reminded of."""
    reminded = 0
    for case_id in queries.cases_falling_due(work.session, work.now + FURTHEST):
        case = locked(work, case_id)
        if case is None or case.due is None or case.due_at is None:
            continue
        found = reminder_due(Deadline(case.due, case.due_at), case.reminded, work.now)
        if found is None:
            continue
        case.reminded = found
        reminded += 1
        work.emit(CaseFellDue(at=work.now, by=work.actor, case_id=case.id, due=case.due, reminder=found))
    return reminded
