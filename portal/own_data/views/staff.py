"""Listings that providers should have removed, and corrections on which they are silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import Audience, allow, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.own_data.erasing import remove_listing
from portal.workers import corrections, listings
from portal.workers import queries as workers
from portal.workers.corrections import CorrectionRow
from portal.workers.listings import Listing
from portal.workers.queries import WorkerRow
from portal.workers.seen import note_seen

staff_pages = Blueprint("own_data_staff", __name__, url_prefix="/staff")


@dataclass(frozen=True)
class OverduePage:
    """What providers have let pass; providers by worker."""

    contested: tuple[Listing, ...]
    corrections: tuple[CorrectionRow, ...]
    people: Mapping[UUID, WorkerRow]
    providers: Mapping[UUID, str]


@staff_pages.get("/contested-listings")
@allow(Audience.COMPLIANCE)
def overdue() -> ResponseReturnValue:
    """The longest overdue first."""
    late = listings.contested(reading(), due=clock.now())
    silent = corrections.corrections_to_decide(reading(), due=clock.now())
    people = workers.workers(reading(), {one.worker_id for one in late} | {one.worker_id for one in silent})
    for id_ in people:
        note_seen(Ref("worker", id_))
    names = organisations.organisations(reading(), {one.organisation_id for one in people.values()})
    providers = {id_: names[one.organisation_id].name for id_, one in people.items()}
    return page("own_data/staff/overdue.html", OverduePage(tuple(late), tuple(silent), people, providers))


@staff_pages.post("/contested-listings/<uuid:worker_id>/remove")
@allow(Audience.COMPLIANCE)
def remove(worker_id: UUID) -> ResponseReturnValue:
    """Take a worker off a list, in the provider's place."""
    if isinstance(perform(remove_listing, worker_id), Refusal):
        not_found()
    say(gettext("The listing is removed, and the provider sees it."))
    return redirect(url_for(".overdue"), 303)
