"""What a provider does with its list of workers."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select

from portal.infra.unit_of_work import Work
from portal.workers.domain import NamedWorker
from portal.workers.events import WorkerForgotten, WorkerNamed
from portal.workers.models import Correction, OwnPage, Worker, WorkerKey
from portal.workers.own_contact import forget_own_contacts
from portal.workers.queries import WorkerRow, listings_of_same_person
from portal.workers.sameness import keys_of

DEFAULT_LANGUAGE = "en"


def name_workers(
    work: Work, organisation_id: UUID, named: Sequence[NamedWorker], language: str = DEFAULT_LANGUAGE
) -> list[WorkerRow]:
    """Put people on the provider's list, in their order.

    Somebody listed before under the same name and contacts is the same person and is not listed twice.
    `language` is that of whoever's line names none; of somebody listed before it stays as it is.
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


def lock_listings(work: Work, worker_id: UUID) -> frozenset[UUID]:
    """Every listing of a person, by whichever provider, locked until the end of the transaction."""
    listings = listings_of_same_person(work.session, worker_id)
    work.session.execute(
        select(Worker.id).where(Worker.id.in_(listings)).order_by(Worker.id).with_for_update()
    )
    return listings


def forget(work: Work, worker_ids: Sequence[UUID]) -> None:
    """Delete the name and the contacts of workers; that somebody was told and asked stays, by number."""
    wanted = select(Worker).where(Worker.id.in_(worker_ids), Worker.removed_at.is_(None))
    for row in work.session.scalars(wanted.with_for_update()):
        row.name, row.phone, row.email, row.removed_at = "", None, None, work.now
        for table in (WorkerKey, OwnPage, Correction):
            work.session.execute(delete(table).where(table.worker_id == row.id))
        forget_own_contacts(work, [row.id])
        work.emit(
            WorkerForgotten(at=work.now, by=work.actor, worker_id=row.id, organisation_id=row.organisation_id)
        )


def _add(work: Work, organisation_id: UUID, named: NamedWorker, language: str) -> Worker:
    row = Worker(
        id=work.new_id(),
        organisation_id=organisation_id,
        name=named.name,
        phone=named.phone,
        email=named.email,
        language=named.language or named.usual_language or language,
        added_at=work.now,
        removed_at=None,
    )
    work.session.add(row)
    work.session.flush()
    _keep_keys(work, row)
    work.emit(
        WorkerNamed(
            at=work.now,
            by=work.actor,
            worker_id=row.id,
            organisation_id=organisation_id,
            names_language=bool(named.language),
        )
    )
    return row


def _keep_keys(work: Work, row: Worker) -> None:
    keys = keys_of(current_app.config["SECRET_KEY"], row.name, row.phone, row.email)
    work.session.add_all(
        WorkerKey(worker_id=row.id, key=key, is_contact=key in keys.contacts)
        for key in keys.contacts | keys.names
    )
