"""What workers on a provider's list ask of it: to be taken off, to be corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, acting_for, allow, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.own_data import words
from portal.own_data.erasing import remove_listing
from portal.workers import corrections, listings
from portal.workers import queries as workers
from portal.workers.corrections import CorrectionRow
from portal.workers.listings import Listing
from portal.workers.queries import WorkerRow
from portal.workers.seen import note_seen

member_pages = Blueprint("own_data_member", __name__)


@dataclass(frozen=True)
class RequestsPage:
    """What waits for the provider, and who does not want offers."""

    contested: tuple[Listing, ...]
    corrections: tuple[CorrectionRow, ...]
    objecting: tuple[Listing, ...]
    people: Mapping[UUID, WorkerRow]


@member_pages.get("/people")
@allow(Audience.PROVIDER)
def requests() -> ResponseReturnValue:
    """What is due first on top."""
    against = listings.contested(reading(), acting_for())
    asked = corrections.corrections_to_decide(reading(), acting_for())
    objecting = listings.objecting(reading(), acting_for())
    ids = {one.worker_id for one in (*against, *objecting)} | {one.worker_id for one in asked}
    for id_ in ids:
        note_seen(Ref("worker", id_))
    shown = RequestsPage(tuple(against), tuple(asked), tuple(objecting), workers.workers(reading(), ids))
    return page("own_data/member/requests.html", shown)


@member_pages.post("/people/<uuid:worker_id>/remove")
@allow(Audience.PROVIDER)
def remove(worker_id: UUID) -> ResponseReturnValue:
    """Take a worker off the list who says that the listing is wrong."""
    done = perform(remove_listing, worker_id, acting_for())
    if isinstance(done, Refusal):
        not_found()
    say(" ".join([gettext("The worker is off your list."), *map(words.staying_words, done)]))
    return redirect(url_for(".requests"), 303)


@member_pages.post("/corrections/<uuid:correction_id>/take")
@allow(Audience.PROVIDER)
def take_correction(correction_id: UUID) -> ResponseReturnValue:
    """Take it over into the list."""
    return _decided(correction_id, takes=True)


@member_pages.post("/corrections/<uuid:correction_id>/refuse")
@allow(Audience.PROVIDER)
def refuse_correction(correction_id: UUID) -> ResponseReturnValue:
    """Say that what was given is right."""
    return _decided(correction_id, takes=False)


def _decided(correction_id: UUID, *, takes: bool) -> ResponseReturnValue:
    if isinstance(perform(corrections.decide_correction, acting_for(), correction_id, takes=takes), Refusal):
        not_found()
    say(gettext("Your list is corrected.") if takes else gettext("The worker is told that it stays."))
    return redirect(url_for(".requests"), 303)
