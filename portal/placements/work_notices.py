"""Mails to a worker before the first shift and after it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.notifications.domain import Category, Message, ToWorker
from portal.placements import events, queries
from portal.placements.domain.answers import Side
from portal.placements.domain.transfers import TransferState
from portal.placements.notices import Told, introduction_facts, of_introduction, place_free
from portal.placements.rows import PlacementRow
from portal.placements.transfer_events import (
    TransferAgreed,
    TransferLapsed,
    TransferProposed,
    TransferRefused,
)
from portal.placements.transfers import transfer_of


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


def _safety_recorded(work: Work, happened: events.SafetyRecorded) -> Told:
    """Once a day, however much is recorded: please confirm."""
    if placed := queries.placement(work.session, happened.placement_id):
        yield from worker_mail(work, placed, "worker_safety", happened.at.date().isoformat())


def _return_sheet(work: Work, happened: events.ReturnSheetWritten) -> Told:
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
    events.SafetyRecorded: _safety_recorded,
    events.ReturnSheetWritten: _return_sheet,
    TransferProposed: _transfer_proposed,
    TransferAgreed: _transfer_agreed,
    TransferRefused: _transfer_refused,
    TransferLapsed: _transfer_lapsed,
}
