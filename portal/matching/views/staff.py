"""Where operators see how far matching is, stop it, and let it go on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.infra import clock
from portal.infra.web import Audience, allow, page, perform, reading, say
from portal.matching import runs
from portal.matching.index.paths import COMPILED, path_in_use
from portal.matching.runs import NothingToStop, Progress
from portal.matching.snapshots import whole

staff_pages = Blueprint("matching_staff", __name__, url_prefix="/staff/matching")


@dataclass(frozen=True)
class MatchingPage:
    """What waits to be matched, how far the worker is, and what it matches from."""

    waiting: int
    run: Progress | None
    is_compiled: bool
    snapshot_at: datetime | None
    availabilities: int
    vacancies: int


@staff_pages.get("")
@allow(Audience.OPERATOR)
def matching() -> ResponseReturnValue:
    """How far matching is."""
    session = reading()
    snapshot = whole(session)
    return page(
        "matching/staff/matching.html",
        MatchingPage(
            waiting=runs.waiting(session),
            run=runs.progress(session, clock.now()),
            is_compiled=path_in_use() == COMPILED,
            snapshot_at=snapshot.made_at if snapshot else None,
            availabilities=(snapshot.availabilities if snapshot else None) or 0,
            vacancies=(snapshot.vacancies if snapshot else None) or 0,
        ),
    )


@staff_pages.post("/stop")
@allow(Audience.OPERATOR)
def stop() -> ResponseReturnValue:
    """Keep the worker from going on."""
    match perform(runs.stop):
        case NothingToStop():
            say(_("Nothing was stopped: no bulk of posts is being matched."))
        case UUID():
            say(_("Matching stops after the posts in hand. What waits is kept."))
    return redirect(url_for("matching_staff.matching"), 303)


@staff_pages.post("/go-on")
@allow(Audience.OPERATOR)
def go_on() -> ResponseReturnValue:
    """Let the worker go on."""
    match perform(runs.go_on):
        case NothingToStop():
            say(_("Matching was not stopped."))
        case UUID():
            say(_("Matching goes on where it stopped."))
    return redirect(url_for("matching_staff.matching"), 303)
