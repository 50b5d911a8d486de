"""What cases ask of compliance staff, and of an organisation that was shown one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.insights.domain import Need, NeedKind
from portal.remedy import queries as remedy
from portal.remedy.domain.deadlines import end_of
from portal.remedy.domain.states import CaseState
from portal.remedy.words import DUES

MOST = 10
"""Of the cases that wait, as many as a home can show; the queue has all."""
_PAYABLE = frozenset({CaseState.PLAN_AGREED, CaseState.PAYING})


def needs_of_compliance(session: Session, person_id: UUID) -> list[Need]:
    """What colleagues proposed, then the next step of each case in which staff must act, by deadline."""
    return [*_proposed_by_others(session, person_id), *_steps(session)]


def _proposed_by_others(session: Session, person_id: UUID) -> list[Need]:
    """One line a case, the longest waiting first; nobody is their own second person."""
    waiting: dict[UUID, datetime] = {}
    for one in remedy.proposals(session):
        if one.proposed_by != person_id:
            waiting.setdefault(one.case_id, one.proposed_at)
    rows = [(remedy.case(session, case_id), since) for case_id, since in waiting.items()]
    return [
        Need(
            NeedKind.SECOND_IN_CASE,
            "remedy_staff.step",
            {"id": row.id, "step": "second"},
            title=row.number,
            since=since,
        )
        for row, since in rows[:MOST]
        if row is not None
    ]


def _steps(session: Session) -> list[Need]:
    waiting = [one for one in remedy.cases(session) if one.due is not None and one.due.is_of_staff]
    return [
        Need(
            NeedKind.WORK_ON_CASE,
            "remedy_staff.case",
            {"id": one.id},
            title=one.number,
            due_at=one.due_at,
            note=str(DUES[one.due]),
        )
        for one in waiting[:MOST]
        if one.due is not None
    ]


def needs_of_organisation(session: Session, organisation_id: UUID) -> list[Need]:
    """The word that it is asked for, and the payments that it owes; nothing of cases it was not shown."""
    found = []
    for one in remedy.cases_asking(session, organisation_id):
        values = {"id": one.id}
        if one.awaits_word:
            found.append(
                Need(NeedKind.GIVE_WORD, "remedy_member.word", values, title=one.number, due_at=one.reply_by)
            )
        if one.state not in _PAYABLE:
            continue
        own = [two for two in remedy.ledger(session, one.id).unpaid() if two.payer_id == organisation_id]
        if own:
            due_at = end_of(own[0].due)
            found.append(Need(NeedKind.PAY_BACK, "remedy_member.case", values, len(own), one.number, due_at))
    return found
