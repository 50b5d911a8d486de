"""Checks on placed workers before the start, and placements that end with the right to work."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.fairness import judge_starts_again
from portal.placements.introductions.domain import checks as domain
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.domain.checks import (
    CannotShorten,
    CheckAnswers,
    CheckIncomplete,
    WorkerCheck,
)
from portal.placements.introductions.domain.introductions import IntroductionOver
from portal.placements.introductions.service.introductions import open_introduction, own_introduction
from portal.placements.introductions.service.pairs import pair_of
from portal.placements.models import Introduction, Placement, WorkerCheckRow
from portal.placements.telling import of_placement
from portal.placements.work.domain.placements import NobodyChosen, PlacementNotPossible
from portal.placements.work.events import PlacementShortened, WorkerChecked


def record_checks(
    work: Work,
    organisation_id: UUID,
    introduction_id: UUID,
    placement_ids: Collection[UUID],
    answers: CheckAnswers,
) -> int | NotYours | IntroductionOver | NobodyChosen | PlacementNotPossible | CheckIncomplete:
    """Either side says what was checked, the same for all chosen workers; how many they were."""
    own = open_introduction(work, organisation_id, introduction_id)
    if isinstance(own, Refusal):
        return own
    row, side = own
    pair = pair_of(work.session, row.match_id)
    crosses = pair is not None and pair.crosses_border
    check = domain.record(answers, own=side, crosses=crosses, today=work.now.date())
    if isinstance(check, CheckIncomplete):
        return check
    placed = holding_places(work, row, placement_ids)
    if isinstance(placed, Refusal):
        return placed
    for one in placed:
        _keep(work, row, one, check)
    work.session.flush()
    judge_starts_again(work, placed, row)
    return len(placed)


def shorten_to_check(
    work: Work, organisation_id: UUID, introduction_id: UUID, placement_id: UUID
) -> date | NotYours | NobodyChosen | PlacementNotPossible | CannotShorten:
    """The worker's last day becomes the last day of the right to work, as either side decides."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    placed = holding_places(work, row, [placement_id])
    if isinstance(placed, Refusal):
        return placed
    [one] = placed
    known = queries.checks_of(work.session, [one.id]).get(one.id)
    until = domain.shortened(
        one.state,
        first=one.first,
        last=one.last,
        until=known.check.until if known else None,
        today=work.now.date(),
    )
    if isinstance(until, Refusal):
        return until
    one.last = until
    work.session.flush()
    work.emit(PlacementShortened(**of_placement(work, row, one), side=side, until=until))
    judge_starts_again(work, placed, row)
    return until


def _keep(work: Work, row: Introduction, one: Placement, check: WorkerCheck) -> None:
    work.session.add(
        WorkerCheckRow(
            id=work.new_id(),
            placement_id=one.id,
            worker_id=one.worker_id,
            adult=check.adult,
            checked_by=check.checked_by,
            how=check.how,
            until=check.until,
            unlimited=check.unlimited,
            recorded_by=work.actor,
            recorded_at=work.now,
        )
    )
    work.emit(WorkerChecked(**of_placement(work, row, one), side=check.checked_by, until=check.until))


def holding_places(
    work: Work, row: Introduction, placement_ids: Collection[UUID]
) -> list[Placement] | NobodyChosen | PlacementNotPossible:
    """Workers of the introduction who hold a place."""
    wanted = select(Placement).where(
        Placement.introduction_id == row.id, Placement.id.in_(list(placement_ids))
    )
    placed = list(work.session.scalars(wanted.order_by(Placement.number).with_for_update()))
    if not placed or len(placed) != len(set(placement_ids)):
        return NobodyChosen()
    over = next((one for one in placed if not one.state.takes_place), None)
    return PlacementNotPossible(over.state) if over else placed
