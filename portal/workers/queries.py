"""Workers, read for those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.notifications.domain import Address
from portal.workers.domain import first_name_of
from portal.workers.models import Worker, WorkerKey
from portal.workers.own_contact import contact_of
from portal.workers.sameness import WorkerKeys, is_same_person


@dataclass(frozen=True)
class WorkerRow:
    """A worker with contacts: for the provider that named them, and nobody else."""

    id: UUID
    organisation_id: UUID
    name: str
    phone: str | None
    email: str | None
    language: str

    @property
    def first_name(self) -> str:
        """What an employer may read, once the worker has accepted."""
        return first_name_of(self.name)


def worker(session: Session, worker_id: UUID) -> WorkerRow | None:
    """One worker who has not been removed."""
    return workers(session, [worker_id]).get(worker_id)


def workers(session: Session, worker_ids: Iterable[UUID]) -> dict[UUID, WorkerRow]:
    """The workers of these ids who have not been removed."""
    wanted = select(Worker).where(Worker.id.in_(list(worker_ids)), Worker.removed_at.is_(None))
    return {one.id: _row(one) for one in session.scalars(wanted)}


def listings_of_same_person(session: Session, worker_id: UUID) -> frozenset[UUID]:
    """Every listing of the person, this one included, by whichever provider; compared by keyed hash."""
    own = _keys(session, [worker_id]).get(worker_id)
    if own is None:
        return frozenset({worker_id})
    sharing = select(WorkerKey.worker_id).where(WorkerKey.is_contact, WorkerKey.key.in_(own.contacts))
    others = _keys(session, session.scalars(sharing.distinct()).all())
    return frozenset({worker_id} | {id_ for id_, keys in others.items() if is_same_person(own, keys)})


def _keys(session: Session, worker_ids: Iterable[UUID]) -> dict[UUID, WorkerKeys]:
    contacts: dict[UUID, set[str]] = {}
    names: dict[UUID, set[str]] = {}
    for row in session.scalars(select(WorkerKey).where(WorkerKey.worker_id.in_(list(worker_ids)))):
        (contacts if row.is_contact else names).setdefault(row.worker_id, set()).add(row.key)
    return {
        id_: WorkerKeys(frozenset(contacts.get(id_, ())), frozenset(names.get(id_, ())))
        for id_ in contacts.keys() | names.keys()
    }


def listed_before(session: Session, moment: datetime) -> list[UUID]:
    """Workers who were named before a moment and have not been removed, the longest known first."""
    wanted = select(Worker.id).where(Worker.added_at < moment, Worker.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Worker.added_at, Worker.id)))


def listed_at(session: Session, worker_id: UUID) -> datetime:
    """Since when a worker is on the provider's list."""
    return session.get_one(Worker, worker_id).added_at


def language_named_last(session: Session, organisation_id: UUID) -> str:
    """The language of the worker whom a provider named last; empty while it has named nobody."""
    of_workers = select(Worker.language).where(Worker.organisation_id == organisation_id)
    return session.scalar(of_workers.order_by(Worker.added_at.desc(), Worker.id.desc()).limit(1)) or ""


def address_of(session: Session, worker_id: UUID) -> Address | None:
    """Where mail reaches a worker: the own e-mail before the provider's; none where there is neither."""
    found = worker(session, worker_id)
    own = contact_of(session, worker_id) if found else None
    email = own.email if own and own.email else found.email if found else None
    return Address(email, found.name, found.language) if found and email else None


def _row(one: Worker) -> WorkerRow:
    return WorkerRow(one.id, one.organisation_id, one.name, one.phone, one.email, one.language)
