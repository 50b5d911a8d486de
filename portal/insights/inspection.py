"""What needs compliance staff now: findings, cases, holds, sanctions and checks, each with one click."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.queries import Waiting, waiting_errands
from portal.compliance.errands.words import TITLES
from portal.compliance.findings.queries import waiting_to_be_judged
from portal.compliance.findings.words import title_of
from portal.compliance.holds import queries as holds
from portal.compliance.holds.domain import HoldCause
from portal.compliance.sanctions import queries as sanctions
from portal.compliance.sanctions.domain import Sanction, SanctionState
from portal.insights import cases
from portal.insights.domain import Need, NeedKind, a_few_rules, most_urgent_first
from portal.organisations import queries as organisations
from portal.own_data import requests as listings
from portal.placements.introductions.staff_checks import checks_to_make


def needs_of_compliance(session: Session, person_id: UUID, now: datetime) -> list[Need]:
    """What somebody of compliance decides or looks at next; in each sort, the most pressing first."""
    return [
        *_of_sanctions(session, person_id, now),
        *cases.needs_of_compliance(session, person_id),
        *_of_holds(session),
        *_of_errands(session),
        *_of_checks(session, now),
        *_of_listings(session, now),
        *_of_findings(session),
    ]


def _of_findings(session: Session) -> tuple[Need, ...]:
    """One line a rule, however many findings it has; one more for all that is less pressing."""
    waiting = waiting_to_be_judged(session)
    needs = most_urgent_first(
        Need(
            NeedKind.JUDGE_FINDINGS,
            "compliance_staff.findings",
            {"rule": one.rule, "severity": one.severity.value, "outcome": one.outcome.value},
            one.count,
            title_of(one.rule),
            one.due_at,
            is_at_once=bool(one.stopping),
            note=one.severity.value,
        )
        for one in waiting
    )
    return a_few_rules(needs)


def _of_sanctions(session: Session, person_id: UUID, now: datetime) -> Iterator[Need]:
    pending = sanctions.sanctions(session)
    names = organisations.organisations(session, {one.organisation_id for one in pending})

    def need(kind: NeedKind, one: Sanction, due_at: datetime | None = None) -> Need:
        name = names[one.organisation_id].name
        values = {"sanction_id": one.id}
        return Need(
            kind, "compliance_staff.sanction", values, 1, name, due_at, one.proposed_at, note=one.step.value
        )

    for one in pending:
        if one.state is SanctionState.PROPOSED:
            may_be_decided = one.reply is not None or one.reply_until <= now
            if may_be_decided and one.proposed_by != person_id:
                yield need(NeedKind.DECIDE_SANCTION, one)
        elif one.deadline is not None and one.deadline <= now.date():
            yield need(NeedKind.CHECK_CONDITIONS, one, datetime.combine(one.deadline, time.max, UTC))


def _of_holds(session: Session) -> Iterator[Need]:
    """What a person holds and a person lifts; the portal itself lifts a hold for a licence."""
    decided = [one for one in holds.open_holds(session) if one.cause is HoldCause.DECISION]
    if decided:
        where = {"cause": HoldCause.DECISION.value}
        yield Need(
            NeedKind.REVIEW_HOLDS,
            "placements_staff.holds",
            where,
            len(decided),
            since=decided[0].placed_at,
        )


def _of_errands(session: Session) -> Iterator[Need]:
    """One line for all errands of a kind."""
    return (_of_errand(one) for one in waiting_errands(session))


def _of_errand(waiting: Waiting) -> Need:
    where = {"kind": waiting.kind.value}
    kind, endpoint, title = NeedKind.LOOK_INTO, "placements_staff.errands", str(TITLES[waiting.kind])
    match waiting.kind:
        case ErrandKind.SILENT_FIRST | ErrandKind.SILENT_SECOND:
            kind, title = NeedKind.CALL_WORKERS, "7" if waiting.kind is ErrandKind.SILENT_FIRST else "30"
        case ErrandKind.FORGOTTEN_WORD:
            kind, endpoint, where = NeedKind.RENEW_WORDS, "placements_staff.forgotten_words", {}
        case ErrandKind.SHARED_CONTACT | ErrandKind.BURST:
            pass
    return Need(kind, endpoint, where, waiting.count, title, waiting.due_at, waiting.since)


def _of_listings(session: Session, now: datetime) -> Iterator[Need]:
    """One line for all that providers let pass of what workers on their lists asked."""
    dues = listings.overdue(session, now)
    if dues:
        yield Need(NeedKind.REMOVE_LISTINGS, "own_data_staff.overdue", count=len(dues), due_at=dues[0])


def _of_checks(session: Session, now: datetime) -> Iterator[Need]:
    """One line for all introductions on which staff have to look at something."""
    if waiting := checks_to_make(session, now.date()):
        due_at = min((one.due_at for one in waiting if one.due_at), default=None)
        yield Need(
            NeedKind.MAKE_CHECKS,
            "placements_staff.matches",
            {"checks": "yes"},
            sum(len(one.checks) for one in waiting),
            due_at=due_at,
            since=waiting[0].introduction.introduced_at,
        )
