"""Who is told of placed workers; mails to a worker before the first shift and after it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.notifications.domain import Category, Message, ToWorker
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.mails import Told, introduction_facts, of_introduction, place_free, to_worker
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.transfers import TransferState
from portal.placements.work.events import (
    PlacementCancelled,
    PlacementExtended,
    PlacementShortened,
    ReturnSheetWritten,
    SafetyRecorded,
    TransferAgreed,
    TransferLapsed,
    TransferProposed,
    TransferRefused,
    WorkerLeft,
    WorkerMissed,
    WorkerRecalled,
    WorkerStarted,
)
from portal.placements.work.transfers import transfer_of


def _started(work: Work, happened: WorkerStarted) -> Told:
    """The provider, once for everybody ticked together."""
    yield from of_introduction(work, happened, "workers_started", [Side.PROVIDER])


def _missed(work: Work, happened: WorkerMissed) -> Told:
    """The provider at once; the worker, who may know better; whoever waits for a place."""
    yield from of_introduction(work, happened, "workers_missed", [Side.PROVIDER], urgent=True)
    yield from to_worker(work, happened, "worker_missed", {})
    yield from place_free(work, happened)


def _left(work: Work, happened: WorkerLeft) -> Told:
    facts = {"from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "workers_left", list(Side), facts)
    yield from place_free(work, happened)


def _recalled(work: Work, happened: WorkerRecalled) -> Told:
    facts = {"from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "workers_recalled", [Side.EMPLOYER], facts, urgent=True)
    yield from to_worker(work, happened, "worker_recalled", facts)


def _cancelled(work: Work, happened: PlacementCancelled) -> Told:
    facts = {"from_day": happened.from_day.isoformat(), "notice_kept": happened.notice_kept}
    yield from of_introduction(work, happened, "workers_cancelled", [Side.PROVIDER], facts, urgent=True)
    yield from to_worker(work, happened, "worker_cancelled", facts)


def _placement_extended(work: Work, happened: PlacementExtended) -> Told:
    yield from to_worker(work, happened, "worker_extended", {"until": happened.until.isoformat()})


def _placement_shortened(work: Work, happened: PlacementShortened) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "workers_shortened", [happened.side.other], facts, urgent=True)
    yield from to_worker(work, happened, "worker_shortened", facts)


def worker_mail(
    work: Work,
    placed: PlacementRow,
    template: str,
    key: str,
    facts: Mapping[str, Any] | None = None,
    *,
    until: datetime | None = None,
) -> Told:
    """One mail to a placed worker, once for a key; whoever has no address hears it from the provider."""
    row = queries.any_introduction(work.session, placed.introduction_id)
    offer = queries.offer(work.session, placed.offer_id)
    if row is None or offer is None:
        return
    told = {
        **introduction_facts(work, row),
        "offer_id": str(offer.id),
        "code_hash": offer.code_hash,
        **(facts or {}),
    }
    del told["url"]
    ref = Ref("placement", placed.id)
    yield Message(
        template=f"placements/{template}",
        to=ToWorker(placed.worker_id),
        facts=told,
        key=f"{template}:{ref}:{key}",
        category=Category.WORKER,
        expires_at=until,
        about=(ref,),
    )


def _safety_recorded(work: Work, happened: SafetyRecorded) -> Told:
    """Once a day, however much is recorded: please confirm."""
    if placed := queries.placement(work.session, happened.placement_id):
        yield from worker_mail(work, placed, "worker_safety", happened.at.date().isoformat())


def _return_sheet(work: Work, happened: ReturnSheetWritten) -> Told:
    if placed := queries.placement(work.session, happened.placement_id):
        yield from worker_mail(work, placed, "worker_return_sheet", happened.at.isoformat())


def _transfer_proposed(work: Work, happened: TransferProposed) -> Told:
    """The worker, until the proposal lapses, and the provider."""
    placed = queries.placement(work.session, happened.placement_id)
    asked = transfer_of(work.session, happened.placement_id)
    if placed and asked:
        key = happened.at.isoformat()
        yield from worker_mail(work, placed, "worker_transfer", key, until=asked.answer_by)
    facts = {"from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "transfer_proposed", [Side.PROVIDER], facts)


def _transfer_agreed(work: Work, happened: TransferAgreed) -> Told:
    facts = {"outcome": TransferState.AGREED.value, "from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "transfer_answered", list(Side), facts)
    yield from place_free(work, happened)


def _transfer_refused(work: Work, happened: TransferRefused) -> Told:
    """Both sides; no reason was asked, so none is told."""
    facts = {"outcome": TransferState.REFUSED.value}
    yield from of_introduction(work, happened, "transfer_answered", list(Side), facts)


def _transfer_lapsed(work: Work, happened: TransferLapsed) -> Told:
    facts = {"outcome": TransferState.LAPSED.value}
    yield from of_introduction(work, happened, "transfer_answered", list(Side), facts)


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    WorkerStarted: _started,
    WorkerMissed: _missed,
    WorkerLeft: _left,
    WorkerRecalled: _recalled,
    PlacementCancelled: _cancelled,
    PlacementExtended: _placement_extended,
    PlacementShortened: _placement_shortened,
    SafetyRecorded: _safety_recorded,
    ReturnSheetWritten: _return_sheet,
    TransferProposed: _transfer_proposed,
    TransferAgreed: _transfer_agreed,
    TransferRefused: _transfer_refused,
    TransferLapsed: _transfer_lapsed,
}
