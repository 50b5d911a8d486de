"""In which language a worker is spoken to, where neither a link nor an earlier choice in the browser says."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.queries import trail
from portal.infra.web.languages import SOURCE
from portal.kernel.events import Ref
from portal.workers.events import LanguageChosen, WorkerNamed
from portal.workers.queries import WorkerRow


def known_language(session: Session, worker: WorkerRow) -> str | None:
    """The worker's language; none where it is English and nobody chose that.

    English is also what a list says where nobody thought of it: then the reader's browser knows better.
    It was chosen by the worker on their own page, or by the provider in the worker's own line.
    """
    if worker.language != SOURCE.code or _is_chosen(session, worker.id):
        return worker.language
    return None


def _is_chosen(session: Session, worker_id: UUID) -> bool:
    return any(
        one.action == LanguageChosen.action
        or (one.action == WorkerNamed.action and one.facts.get("names_language"))
        for one in trail(session, [Ref("worker", worker_id)])
    )
