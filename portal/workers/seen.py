"""That somebody opened a page with names or contacts of workers: noted once a person, page and day."""

from uuid import UUID

from flask import request

from portal.audit.queries import facts_since
from portal.infra import clock
from portal.infra.unit_of_work import Work
from portal.infra.web import reading, viewer
from portal.infra.web.acts import actor, transactor
from portal.kernel.events import ActorId, Ref
from portal.workers.events import WorkersSeen


def crew(introduction_id: UUID) -> Ref:
    """Everybody named for one introduction, as a thing that is looked at."""
    return Ref("crew", introduction_id)


def note_seen(seen: Ref) -> None:
    """Whoever draws a page with names of workers calls this; what is noted reaches the workers' own pages."""
    if viewer.person_id is None:
        return
    page, today = str(request.endpoint), clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    before = facts_since(reading(), seen, WorkersSeen.action, viewer.person_id, today)
    if not any(one.get("page") == page for one in before):
        transactor().perform(_note, actor(), seen, viewer.organisation_id, page)


def _note(work: Work, seen: Ref, organisation_id: UUID | None, page: str) -> None:
    work.emit(
        WorkersSeen(
            at=work.now, by=ActorId(work.actor), seen=seen, organisation_id=organisation_id, page=page
        )
    )
