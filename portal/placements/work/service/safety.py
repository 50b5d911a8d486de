"""Either side records what workers got before the first shift; the worker says whether that is so."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.fairness import judge_starts_again
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.domain.introductions import IntroductionOver, IntroductionState
from portal.placements.introductions.service.checks import holding_places
from portal.placements.introductions.service.introductions import own_introduction
from portal.placements.models import Placement
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.telling import of_placement
from portal.placements.work.domain import safety as domain
from portal.placements.work.domain.placements import NobodyChosen, PlacementNotPossible, PlacementState
from portal.placements.work.domain.safety import NothingToConfirm, SafetyAnswers, SafetyIncomplete
from portal.placements.work.events import SafetyAnswered, SafetyRecorded
from portal.placements.work.models import SafetyRecord
from portal.placements.work.safety import safety_of


def record_safety(
    work: Work,
    organisation_id: UUID,
    introduction_id: UUID,
    placement_ids: Collection[UUID],
    answers: SafetyAnswers,
) -> int | NotYours | IntroductionOver | NobodyChosen | PlacementNotPossible | SafetyIncomplete:
    """The same for all chosen workers; how many they were. Each is asked to confirm."""
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    if row.state is not IntroductionState.OPEN:
        return IntroductionOver(row.state)
    measures = domain.record(answers, today=work.now.date())
    if isinstance(measures, SafetyIncomplete):
        return measures
    placed = holding_places(work, row, placement_ids)
    if isinstance(placed, Refusal):
        return placed
    for one in placed:
        for measure in measures:
            work.session.add(
                SafetyRecord(
                    id=work.new_id(),
                    placement_id=one.id,
                    worker_id=one.worker_id,
                    kind=measure.kind,
                    on=measure.on,
                    language=measure.language,
                    given_by=measure.given_by,
                    not_needed_because=measure.not_needed_because,
                    side=side,
                    recorded_by=work.actor,
                    recorded_at=work.now,
                )
            )
        work.session.flush()
        kinds = tuple(measure.kind for measure in measures)
        work.emit(SafetyRecorded(**of_placement(work, row, one), side=side, kinds=kinds))
    judge_starts_again(work, placed, row)
    return len(placed)


def answer_safety(
    work: Work, code: str, record_id: UUID, *, got: bool, language: str
) -> PlacementState | NoSuchOffer | NotOpened | NothingToConfirm:
    """The worker says whether they got one thing, in a language they understand; until the end of the job."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    if placed is None or not placed.state.takes_place:
        return NothingToConfirm()
    counts = {one.id for one in safety_of(work.session, [placed.id]).get(placed.id, ())}
    if record_id not in counts:
        return NothingToConfirm()
    record = work.session.get_one(SafetyRecord, record_id, with_for_update=True)
    if record.got is not got:
        record.got, record.got_in, record.got_at = got, language, work.now
        work.session.flush()
        work.emit(SafetyAnswered(**of_placement(work, row, placed), kind=record.kind, got=got))
        judge_starts_again(work, [placed], row)
    return placed.state
