"""Mails about listings: to the worker who is listed, and to the provider that has to do something."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.workers.domain import Road
from portal.workers.events import (
    CorrectionAsked,
    CorrectionDecided,
    ListingContested,
    ListingNotified,
    ListingObjected,
    WorkerEvent,
)
from portal.workers.listings import page_hash


def _listed(work: Work, happened: ListingNotified) -> Iterator[Message]:
    """Who listed them, what is held, what for, their rights, the link to their page."""
    if happened.road is Road.MAIL:
        yield _to_worker(work, happened, "worker_listed", {})


def _decided(work: Work, happened: CorrectionDecided) -> Iterator[Message]:
    yield _to_worker(work, happened, "worker_correction", {"taken": happened.taken})


def _objected(work: Work, happened: ListingObjected) -> Iterator[Message]:
    """The provider hears that it is so; no reason is asked or told."""
    yield from _to_provider(work, happened, "listing_objected", {})


def _contested(work: Work, happened: ListingContested) -> Iterator[Message]:
    yield from _to_provider(work, happened, "listing_contested", {"by": happened.remove_by.isoformat()})


def _asked(work: Work, happened: CorrectionAsked) -> Iterator[Message]:
    yield from _to_provider(work, happened, "correction_asked", {"by": happened.decide_by.isoformat()})


def _to_worker(work: Work, happened: WorkerEvent, template: str, facts: Mapping[str, Any]) -> Message:
    provider = organisations.organisation(work.session, happened.organisation_id)
    return Message(
        template=f"own_data/{template}",
        to=ToWorker(happened.worker_id),
        facts={
            "provider": provider.name if provider else "",
            "listed_id": str(happened.worker_id),
            "listed_hash": page_hash(work.session, happened.worker_id),
            **facts,
        },
        key=f"{template}:{happened.worker_id}:{happened.at.isoformat()}",
        category=Category.WORKER,
        about=(happened.about,),
    )


def _to_provider(
    work: Work, happened: WorkerEvent, template: str, facts: Mapping[str, Any]
) -> Iterator[Message]:
    """Every member; which worker it is stands on the page only."""
    for member in organisations.members_of(work.session, happened.organisation_id):
        yield Message(
            template=f"own_data/{template}",
            to=ToPerson(member.person_id),
            facts={"url": public_url("own_data_member.requests"), **facts},
            key=f"{template}:{happened.worker_id}:{happened.at.isoformat()}",
            category=Category.PROGRESS,
            organisation_id=happened.organisation_id,
            about=(happened.about,),
        )


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    ListingNotified: _listed,
    CorrectionDecided: _decided,
    ListingObjected: _objected,
    ListingContested: _contested,
    CorrectionAsked: _asked,
}
