"""A worker's record of work, to read, to print and to take along."""

from dataclasses import dataclass

from flask import Response, jsonify, make_response
from flask.typing import ResponseReturnValue

from portal.infra.web import page, reading
from portal.infra.web.languages import current
from portal.placements import queries
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.work.record import WorkRecord, as_plain, work_record
from portal.placements.work.record_paper import record_lines, record_pdf


@dataclass(frozen=True)
class RecordPage:
    """What is on the record; none where the work has not begun."""

    code: str
    record: WorkRecord | None
    lines: tuple[tuple[str, str], ...]


@worker_pages.get("/offer/<code>/record")
@for_worker
def record(code: str) -> ResponseReturnValue:
    """The record as a page."""
    found = _record(code)
    lines = tuple(record_lines(found)) if found else ()
    return page("placements/worker/record.html", RecordPage(code, found, lines))


@worker_pages.get("/offer/<code>/record.pdf")
@for_worker
def record_as_pdf(code: str) -> ResponseReturnValue:
    """The record on paper."""
    found = _record(code) or no_such_offer()
    made = make_response(record_pdf(found, current()))
    made.mimetype = "application/pdf"
    return _to_keep(made, f"{found.number}.pdf")


@worker_pages.get("/offer/<code>/record.json")
@for_worker
def record_as_json(code: str) -> ResponseReturnValue:
    """The record for other programs."""
    found = _record(code) or no_such_offer()
    return _to_keep(jsonify(as_plain(found)), f"{found.number}.json")


def _record(code: str) -> WorkRecord | None:
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    return work_record(reading(), offer.id)


def _to_keep(made: Response, name: str) -> Response:
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
