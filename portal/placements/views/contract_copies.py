"""The copy of a contract, as it is handed to those who may read it: to keep, never to run in the browser."""

from flask import Response

from portal.infra.web import reading
from portal.infra.web.pages import not_found
from portal.placements.work.contracts import paper_of
from portal.placements.work.domain.contracts import ContractRow


def copy_of(contract: ContractRow | None) -> Response:
    """A file to keep; not found where there is no copy."""
    paper = paper_of(reading(), contract.id) if contract and contract.kind else None
    if contract is None or contract.kind is None or paper is None:
        not_found()
    answer = Response(paper, mimetype=contract.kind.value)
    answer.headers["Content-Disposition"] = f'attachment; filename="contract.{contract.kind.ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
