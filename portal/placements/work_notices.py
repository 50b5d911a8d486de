"""Mails to a worker before the first shift and after it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.notifications.domain import Category, Message, ToWorker
from portal.placements import events, queries
from portal.placements.notices import Told, introduction_facts
from portal.placements.rows import PlacementRow


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


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    events.SafetyRecorded: _safety_recorded,
    events.ReturnSheetWritten: _return_sheet,
}
