"""What a provider does with its list of workers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.workers.domain import NamedWorker
from portal.workers.events import WorkerNamed
from portal.workers.models import Worker
from portal.workers.queries import WorkerRow

DEFAULT_LANGUAGE = "en"


def name_workers(
    work: Work, organisation_id: UUID, named: Sequence[NamedWorker], language: str = DEFAULT_LANGUAGE
) -> list[WorkerRow]:
    """Put people on the provider's list, in their order.

    Somebody listed before under the same name and contacts is the same person and is not listed twice.
    """
    wanted = select(Worker).where(
        Worker.organisation_id == organisation_id,
        Worker.removed_at.is_(None),
        Worker.name.in_([one.name for one in named]),
    )
    known = {NamedWorker(one.name, one.phone, one.email): one for one in work.session.scalars(wanted)}
    rows = [known.get(one) or _add(work, organisation_id, one, language) for one in named]
    work.session.flush()
    return [
        WorkerRow(one.id, one.organisation_id, one.name, one.phone, one.email, one.language) for one in rows
    ]


def _add(work: Work, organisation_id: UUID, named: NamedWorker, language: str) -> Worker:
    row = Worker(
        id=work.new_id(),
        organisation_id=organisation_id,
        name=named.name,
        phone=named.phone,
        email=named.email,
        language=language,
        added_at=work.now,
        removed_at=None,
    )
    work.session.add(row)
    work.emit(WorkerNamed(at=work.now, by=work.actor, worker_id=row.id, organisation_id=organisation_id))
    return row
