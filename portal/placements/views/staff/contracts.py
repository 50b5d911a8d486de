"""Compliance staff open the sealed copy of a contract: a deliberate act, of which each is noted."""

from uuid import UUID

from flask import Response
from werkzeug.exceptions import NotFound

from portal.infra.web import Audience, allow, perform, reading
from portal.kernel.events import Ref
from portal.placements import queries
from portal.placements.views.contract_copies import copy_of
from portal.placements.views.staff import staff_pages
from portal.placements.work.contracts import contract
from portal.placements.work.service.contracts import note_opened
from portal.workers.seen import note_seen


@allow(Audience.COMPLIANCE)
@staff_pages.post("/contracts/<uuid:id>/copy")
def open_contract(id: UUID) -> Response:  # noqa: A002 - the address's own word
    """The copy, to keep; the worker's own page says that staff looked."""
    found = contract(reading(), id)
    offer = queries.offer(reading(), found.offer_id) if found and found.kind else None
    if found is None or offer is None:
        raise NotFound
    copy = copy_of(found)
    perform(note_opened, id)
    note_seen(Ref("worker", offer.worker_id))
    return copy
