"""Placed workers: roll-call, no-show, leaving, recall, cancellation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.compliance.domain import Finding, RulesForbid
from portal.compliance.findings import service as findings
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY
from portal.placements import queries
from portal.placements.fairness import judge_starts
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.introductions.service.introductions import (
    end_when_empty,
    free_places,
    own_introduction,
)
from portal.placements.models import Introduction, Placement
from portal.placements.telling import of_placement
from portal.placements.work.domain import placements as domain
from portal.placements.work.domain.placements import (
    DayOutside,
    NobodyChosen,
    NoticeTooShort,
    NotStarted,
    NotYetDayOne,
    PlacementAct,
    PlacementNotPossible,
    PlacementState,
)
from portal.placements.work.events import (
    PlacementCancelled,
    WorkerLeft,
    WorkerMissed,
    WorkerRecalled,
    WorkerStarted,
)


@dataclass(frozen=True)
class SomeMayNotStart:
    """The roll is recorded but for those whom rules do not let begin: they stay expected."""

    recorded: int
    forbidden: Mapping[UUID, tuple[Finding, ...]]
    """By placement."""


def call_roll(
    work: Work, organisation_id: UUID, introduction_id: UUID, came: Mapping[UUID, bool]
) -> int | SomeMayNotStart | NotYours | NobodyChosen | NotYetDayOne | PlacementNotPossible | RulesForbid:
    """The employer says who of the expected came; the places of the others are free again."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours) or own[1] is not Side.EMPLOYER:
        return NotYours()
    row, _ = own
    placed = _chosen(work, row, came)
    if isinstance(placed, NobodyChosen):
        return placed
    today = work.now.date()
    states = {}
    for one in placed:
        after = domain.roll_call(one.state, came=came[one.id], first=one.first, today=today)
        if isinstance(after, Refusal):
            return after
        states[one.id] = after
    forbidden = _forbidden(work, [one for one in placed if came[one.id]], row)
    recorded = [one for one in placed if one.id not in forbidden]
    if not recorded:
        return RulesForbid(tuple({found: None for all_ in forbidden.values() for found in all_}))
    for one in recorded:
        _record(work, row, one, states[one.id])
    return SomeMayNotStart(len(recorded), forbidden) if forbidden else len(recorded)


def _record(work: Work, row: Introduction, one: Placement, state: PlacementState) -> None:
    one.state = state
    if state is PlacementState.STARTED:
        one.started_on = work.now.date()
        work.emit(WorkerStarted(**of_placement(work, row, one), on=one.started_on))
    else:
        one.ended_at = work.now
        work.emit(WorkerMissed(**of_placement(work, row, one)))
        findings.rest(work, Ref("placement", one.id))


def _forbidden(
    work: Work, starting: Sequence[Placement], row: Introduction
) -> dict[UUID, tuple[Finding, ...]]:
    """By placement: why rules do not let its worker begin."""
    decided = judge_starts(work, starting, row) if starting else {}
    return {one: decision.blocking for one, decision in decided.items() if decision.blocking}


def recall_workers(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_ids: Collection[UUID], from_day: date
) -> int | NotYours | NobodyChosen | NoticeTooShort | DayOutside | PlacementNotPossible:
    """The provider has workers back from a day on, after the agreed notice; their heads are free again."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours) or own[1] is not Side.PROVIDER:
        return NotYours()
    row, _ = own
    day = domain.recall_from(
        from_day, today=work.now.date(), last=row.last, notice_days=_notice_days(work, row)
    )
    if isinstance(day, Refusal):
        return day

    def tell(one: Placement) -> None:
        work.emit(WorkerRecalled(**of_placement(work, row, one), from_day=day))

    return _end_placements(work, row, placement_ids, act=PlacementAct.RECALL, day=day, tell=tell)


def cancel_workers(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_ids: Collection[UUID], from_day: date
) -> int | NotYours | NobodyChosen | DayOutside | PlacementNotPossible:
    """The employer needs workers no more from a day on; whether the notice was kept is on the record."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours) or own[1] is not Side.EMPLOYER:
        return NotYours()
    row, _ = own
    today = work.now.date()
    day = domain.cancel_from(from_day, today=today, last=row.last)
    if isinstance(day, Refusal):
        return day
    kept = domain.notice_kept(day, today=today, notice_days=_notice_days(work, row))

    def tell(one: Placement) -> None:
        one.notice_kept = kept
        work.emit(PlacementCancelled(**of_placement(work, row, one), from_day=day, notice_kept=kept))

    return _end_placements(work, row, placement_ids, act=PlacementAct.CANCEL, day=day, tell=tell)


def record_leaving(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_ids: Collection[UUID], from_day: date
) -> int | NotYours | NobodyChosen | DayOutside | NotStarted | PlacementNotPossible:
    """Workers left early, as either side records; their places can be filled again."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    placed = _chosen(work, row, placement_ids)
    if isinstance(placed, NobodyChosen):
        return placed
    if not min(row.first, work.now.date()) <= from_day <= row.last:
        return DayOutside(min(row.first, work.now.date()), row.last)
    for one in placed:
        after = domain.left(one.state, by=side)
        if isinstance(after, Refusal):
            return after
        end_placement(work, one, after, from_day)
        work.emit(WorkerLeft(**of_placement(work, row, one), from_day=from_day))
    return len(placed)


def _end_placements(
    work: Work,
    row: Introduction,
    placement_ids: Collection[UUID],
    *,
    act: PlacementAct,
    day: date,
    tell: Callable[[Placement], None],
) -> int | NobodyChosen | PlacementNotPossible:
    placed = _chosen(work, row, placement_ids)
    if isinstance(placed, NobodyChosen):
        return placed
    for one in placed:
        after = domain.after(one.state, act)
        if isinstance(after, Refusal):
            return after
        end_placement(work, one, after, day)
        tell(one)
    work.session.flush()
    free_places(work, row, len(placed), day)
    end_when_empty(work, row)
    return len(placed)


def end_placement(work: Work, one: Placement, state: PlacementState, from_day: date) -> None:
    one.state, one.ended_at = state, work.now
    one.last = max(one.first, min(one.last, from_day - ONE_DAY))
    findings.rest(work, Ref("placement", one.id))


def _chosen(work: Work, row: Introduction, placement_ids: Collection[UUID]) -> list[Placement] | NobodyChosen:
    wanted = select(Placement).where(
        Placement.introduction_id == row.id, Placement.id.in_(list(placement_ids))
    )
    placed = list(work.session.scalars(wanted.order_by(Placement.number).with_for_update()))
    return placed if placed and len(placed) == len(set(placement_ids)) else NobodyChosen()


def _notice_days(work: Work, row: Introduction) -> int:
    agreed = queries.agreed_engagement(work.session, row.id)
    return agreed.terms.recall_notice_days if agreed else 0
