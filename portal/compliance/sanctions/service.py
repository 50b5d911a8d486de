"""What staff and the organisation concerned do about a sanction."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.compliance.domain import RuleOutcome
from portal.compliance.findings.domain import FindingState, KeptFinding
from portal.compliance.findings.queries import finding
from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.service import hold, release
from portal.compliance.sanctions import domain
from portal.compliance.sanctions.domain import (
    ENDS,
    DeadlinePassed,
    EndProposed,
    NoSuchSanction,
    NothingWrong,
    ReplyIsOver,
    SanctionAct,
    SanctionState,
    Step,
    StepStands,
    StepTooEarly,
)
from portal.compliance.sanctions.events import (
    ConditionsDue,
    OfSanction,
    SanctionAnswered,
    SanctionDropped,
    SanctionEndProposed,
    SanctionImposed,
    SanctionKept,
    SanctionMet,
    SanctionProposed,
    SanctionReversed,
)
from portal.compliance.sanctions.models import SanctionRow
from portal.compliance.sanctions.queries import grounds_to_json, sanction_of, sanctions_of
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal

REMINDED_BEFORE = timedelta(days=3)
_TOLD_AS: dict[SanctionAct, type[OfSanction]] = {
    SanctionAct.IMPOSE: SanctionImposed,
    SanctionAct.DROP: SanctionDropped,
    SanctionAct.MEET: SanctionMet,
    SanctionAct.REVERSE: SanctionReversed,
    SanctionAct.KEEP: SanctionKept,
}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What one person of compliance wants done, and why; conditions name what and by when."""

    step: Step
    reason: str
    asked_for: str = ""
    deadline: date | None = None


def propose_sanction(
    work: Work, organisation_id: UUID, finding_id: UUID, proposal: Proposal
) -> UUID | NothingWrong | StepTooEarly | StepStands | DeadlinePassed:
    """Propose a step on the grounds of a finding that stands; the organisation is asked for its word.

    None on a passed check: what was passed, cleared or superseded is no ground. The proposal then stands
    on the finding as it is now, whatever becomes of the post.
    """
    grounds = finding(work.session, finding_id)
    if grounds is None or not _is_ground(grounds):
        return NothingWrong()
    if proposal.deadline is not None and proposal.deadline <= work.now.date():
        return DeadlinePassed()
    severity = grounds.finding.severity
    too_early = domain.judge_step(proposal.step, severity, sanctions_of(work.session, organisation_id))
    if too_early is not None:
        return too_early
    row = SanctionRow(
        id=work.new_id(),
        organisation_id=organisation_id,
        finding_id=finding_id,
        step=proposal.step,
        state=SanctionState.PROPOSED,
        reason=proposal.reason,
        asked_for=proposal.asked_for,
        deadline=proposal.deadline,
        proposed_by=work.actor,
        proposed_at=work.now,
        reply_until=domain.reply_until(severity, work.now),
        grounds=grounds_to_json(grounds),
    )
    work.session.add(row)
    work.session.flush()
    work.emit(
        SanctionProposed(
            at=work.now,
            by=work.actor,
            sanction_id=row.id,
            organisation_id=organisation_id,
            step=row.step,
            finding_id=finding_id,
            reason=row.reason,
        )
    )
    return row.id


def reply(
    work: Work, organisation_id: UUID, sanction_id: UUID, words: str
) -> UUID | NoSuchSanction | ReplyIsOver:
    """The organisation's own word, once, before anything is decided."""
    row = work.session.get(SanctionRow, sanction_id, with_for_update=True)
    if row is None or row.organisation_id != organisation_id:
        return NoSuchSanction()
    if row.state is not SanctionState.PROPOSED or row.reply is not None or work.now >= row.reply_until:
        return ReplyIsOver()
    row.reply, row.replied_by, row.replied_at = words, work.actor, work.now
    work.emit(SanctionAnswered(**_of(work, row)))
    return row.id


def decide(
    work: Work, sanction_id: UUID, act: SanctionAct, reason: str
) -> SanctionState | EndProposed | Refusal:
    """Impose, drop, call met or reverse a step, with the reason.

    Who proposed it does not decide on it. Suspension and removal hold the organisation, and one person
    alone does not end them: the first proposes it, the second ends or keeps it.
    """
    row = work.session.get(SanctionRow, sanction_id, with_for_update=True)
    if row is None:
        return NoSuchSanction()
    judged = domain.judge_decision(sanction_of(row), act, work.actor, work.now)
    if isinstance(judged, Refusal):
        return judged
    if isinstance(judged, EndProposed):
        return _propose_end(work, row, judged, reason)
    if act is SanctionAct.IMPOSE and _is_cleared(work, row):
        return NothingWrong()
    row.state = judged
    if act in ENDS:
        row.ended_by, row.ended_at, row.end_reason = work.actor, work.now, reason
    elif act is not SanctionAct.KEEP:
        row.decided_by, row.decided_at, row.decision_reason = work.actor, work.now, reason
    row.ending = row.ending_by = row.ending_at = row.ending_reason = None
    if row.step.stops:
        _hold_or_release(work, row, act, reason)
    work.emit(_TOLD_AS[act](**_of(work, row), reason=reason))  # type: ignore[call-arg] # all of these carry one
    return judged


def _propose_end(work: Work, row: SanctionRow, proposed: EndProposed, reason: str) -> EndProposed:
    row.ending, row.ending_by, row.ending_at = proposed.act, work.actor, work.now
    row.ending_reason = reason
    work.emit(SanctionEndProposed(**_of(work, row), how=proposed.act, reason=reason))
    return proposed


def _of(work: Work, row: SanctionRow) -> dict[str, Any]:
    """What every event of a sanction says."""
    return {
        "at": work.now,
        "by": work.actor,
        "sanction_id": row.id,
        "organisation_id": row.organisation_id,
        "step": row.step,
    }


def _is_ground(grounds: KeptFinding) -> bool:
    """A failure that stands, or a flag that a person upheld."""
    is_wrong = grounds.finding.outcome is RuleOutcome.FAIL or grounds.state is FindingState.UPHELD
    return grounds.state.counts and is_wrong


def _is_cleared(work: Work, row: SanctionRow) -> bool:
    """Whether a person has cleared the finding since. That its post was mended or closed is none."""
    grounds = finding(work.session, row.finding_id)
    return grounds is None or grounds.state is FindingState.CLEARED


def _hold_or_release(work: Work, row: SanctionRow, act: SanctionAct, reason: str) -> None:
    about = Ref("organisation", row.organisation_id)
    if act is SanctionAct.IMPOSE:
        hold(work, about, reason, HoldCause.SANCTION)
    elif act in {SanctionAct.REVERSE, SanctionAct.MEET} and not _others_stop(work, row):
        release(work, about, reason, HoldCause.SANCTION)


def _others_stop(work: Work, row: SanctionRow) -> bool:
    """Whether another suspension or removal of the organisation stands."""
    others = select(SanctionRow).where(
        SanctionRow.organisation_id == row.organisation_id,
        SanctionRow.id != row.id,
        SanctionRow.state == SanctionState.IMPOSED,
    )
    return any(one.step.stops for one in work.session.scalars(others))


def remind_of_conditions(work: Work) -> int:
    """Remind the organisation of what is to be mended, three days before; how many were reminded."""
    soon = work.now.date() + REMINDED_BEFORE
    due = select(SanctionRow).where(
        SanctionRow.state == SanctionState.IMPOSED,
        SanctionRow.deadline <= soon,
        SanctionRow.reminded_at.is_(None),
    )
    rows = work.session.scalars(due.order_by(SanctionRow.id).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.reminded_at = work.now
        work.emit(ConditionsDue(**_of(work, row)))
    return len(rows)
