"""Either side records what workers got before the first shift; the worker says whether that is so."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.fairness import judge_starts_again
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.domain.introductions import IntroductionOver
from portal.placements.introductions.service.checks import holding_places
from portal.placements.introductions.service.introductions import open_introduction
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain.offers import Channel, NotOpened
from portal.placements.offers.domain.slip_codes import WrongSlipCode
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.offers.service.recording import by_slip
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
    own = open_introduction(work, organisation_id, introduction_id)
    if isinstance(own, Refusal):
        return own
    row, side = own
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
    return _answer(work, *found, {record_id: got}, language=language, channel=Channel.DEVICE)


def answer_safety_by_call(
    work: Work,
    offer_id: UUID,
    slip_code: str,
    got: Mapping[UUID, bool],
    *,
    language: str,
    organisation_id: UUID | None = None,
) -> PlacementState | NotYours | WrongSlipCode | NothingToConfirm:
    """The same on the phone: the code on the slip stands for the worker, whoever takes the call is named.

    `got` is by record. The rule takes it as confirmed, and the worker can say otherwise later.
    """
    found = by_slip(work, offer_id, slip_code, organisation_id)
    if isinstance(found, Refusal):
        return found
    return _answer(work, *found, got, language=language, channel=Channel.SLIP)


def _answer(
    work: Work, offer: Offer, row: Introduction, got: Mapping[UUID, bool], *, language: str, channel: Channel
) -> PlacementState | NothingToConfirm:
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id).with_for_update())
    if placed is None or not placed.state.takes_place:
        return NothingToConfirm()
    counts = {one.id for one in safety_of(work.session, [placed.id]).get(placed.id, ())}
    if not got.keys() <= counts:
        return NothingToConfirm()
    changed = False
    for record_id, said in got.items():
        record = work.session.get_one(SafetyRecord, record_id, with_for_update=True)
        if record.got is not said:
            record.got, record.got_in, record.got_at = said, language, work.now
            work.session.flush()
            told = of_placement(work, row, placed)
            work.emit(SafetyAnswered(**told, kind=record.kind, got=said, channel=channel))
            changed = True
    if changed:
        judge_starts_again(work, [placed], row)
    return placed.state
