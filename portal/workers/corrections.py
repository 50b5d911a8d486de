"""What a worker changes alone, and what the provider that gave it is asked to change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.workers.domain import Given
from portal.workers.events import CorrectionAsked, CorrectionDecided, LanguageChosen
from portal.workers.models import Correction, Worker, WorkerKey
from portal.workers.sameness import keys_of

DECIDE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class CorrectionRow:
    """One request; `value` is empty once it was decided."""

    id: UUID
    worker_id: UUID
    what: Given
    value: str
    asked_at: datetime
    decide_by: datetime
    decided_at: datetime | None
    taken: bool | None


@dataclass(frozen=True)
class NoSuchCorrection(Refusal):
    """It is another provider's, was decided, or never was."""


def corrections_of(session: Session, worker_id: UUID) -> list[CorrectionRow]:
    """Everything the worker asked to be corrected, the oldest first."""
    wanted = select(Correction).where(Correction.worker_id == worker_id)
    return [_row(one) for one in session.scalars(wanted.order_by(Correction.asked_at, Correction.id))]


def corrections_to_decide(
    session: Session, organisation_id: UUID | None = None, *, due: datetime | None = None
) -> list[CorrectionRow]:
    """What waits for a provider, what is due first on top; all that are overdue at `due`."""
    wanted = (
        select(Correction)
        .join(Worker, Worker.id == Correction.worker_id)
        .where(Correction.decided_at.is_(None))
        .order_by(Correction.decide_by, Correction.id)
    )
    if organisation_id is not None:
        wanted = wanted.where(Worker.organisation_id == organisation_id)
    if due is not None:
        wanted = wanted.where(Correction.decide_by <= due)
    return [_row(one) for one in session.scalars(wanted)]


def ask_correction(work: Work, worker_id: UUID, what: Given, value: str) -> datetime:
    """Ask the provider to correct what it gave; until when it decides. A later one replaces an open one."""
    worker = work.session.get_one(Worker, worker_id, with_for_update=True)
    work.session.execute(
        delete(Correction).where(
            Correction.worker_id == worker_id, Correction.what == what, Correction.decided_at.is_(None)
        )
    )
    decide_by = work.now + DECIDE_WITHIN
    work.session.add(
        Correction(
            id=work.new_id(),
            worker_id=worker_id,
            what=what,
            value=value,
            asked_at=work.now,
            decide_by=decide_by,
        )
    )
    work.session.flush()
    work.emit(
        CorrectionAsked(
            at=work.now,
            by=work.actor,
            worker_id=worker_id,
            organisation_id=worker.organisation_id,
            what=what,
            decide_by=decide_by,
        )
    )
    return decide_by


def decide_correction(
    work: Work, organisation_id: UUID, correction_id: UUID, *, takes: bool
) -> CorrectionRow | NoSuchCorrection:
    """The provider takes it over into its list, or says that what it gave is right."""
    row = work.session.get(Correction, correction_id, with_for_update=True)
    worker = work.session.get(Worker, row.worker_id, with_for_update=True) if row else None
    if row is None or worker is None or worker.organisation_id != organisation_id or row.decided_at:
        return NoSuchCorrection()
    if takes:
        setattr(worker, row.what.value, row.value)
        _renew_keys(work, worker)
    row.decided_at, row.taken, row.value = work.now, takes, ""
    work.emit(
        CorrectionDecided(
            at=work.now,
            by=work.actor,
            worker_id=worker.id,
            organisation_id=organisation_id,
            what=row.what,
            taken=takes,
        )
    )
    return _row(row)


def choose_language(work: Work, worker_id: UUID, language: str) -> None:
    """From now on mails, pages and slips speak this language."""
    worker = work.session.get_one(Worker, worker_id, with_for_update=True)
    worker.language = language
    work.emit(
        LanguageChosen(
            at=work.now,
            by=work.actor,
            worker_id=worker_id,
            organisation_id=worker.organisation_id,
            language=language,
        )
    )


def _renew_keys(work: Work, worker: Worker) -> None:
    work.session.execute(delete(WorkerKey).where(WorkerKey.worker_id == worker.id))
    keys = keys_of(current_app.config["SECRET_KEY"], worker.name, worker.phone, worker.email)
    work.session.add_all(
        WorkerKey(worker_id=worker.id, key=key, is_contact=key in keys.contacts)
        for key in keys.contacts | keys.names
    )


def _row(one: Correction) -> CorrectionRow:
    return CorrectionRow(
        one.id,
        one.worker_id,
        one.what,
        one.value,
        one.asked_at,
        one.decide_by,
        one.decided_at,
        one.taken,
    )


def forget_corrections(work: Work, worker_id: UUID) -> None:
    """Delete what the worker asked to be corrected."""
    work.session.execute(delete(Correction).where(Correction.worker_id == worker_id))
