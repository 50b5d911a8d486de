"""A worker who accepted compares advert, offer, contract and first payslip."""

from dataclasses import dataclass

from flask import Response
from flask.typing import ResponseReturnValue

from portal.infra.web import page, reading
from portal.placements import queries
from portal.placements.views.contract_copies import copy_of
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.work.contracts import contracts_of
from portal.placements.work.papers import Papers, papers_of


@dataclass(frozen=True)
class PapersPage:
    """The four papers of one job."""

    code: str
    papers: Papers


@worker_pages.get("/offer/<code>/papers")
@for_worker
def papers(code: str) -> ResponseReturnValue:
    """Field by field, worse first."""
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    row = queries.any_introduction(reading(), offer.introduction_id) or no_such_offer()
    placement = queries.placement_of_offer(reading(), offer.id) or no_such_offer()
    shown = PapersPage(code, papers_of(reading(), offer, row, placement))
    return page("placements/worker/papers.html", shown)


@worker_pages.get("/offer/<code>/contract")
@for_worker
def contract(code: str) -> Response:
    """The copy of the contract, to keep."""
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    return copy_of(contracts_of(reading(), [offer.id]).get(offer.id))
