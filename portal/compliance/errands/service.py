"""Putting something before staff, and doing it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.compliance.errands.domain import DONE_WITHIN, Errand, ErrandDone, ErrandKind, NoSuchErrand
from portal.compliance.errands.events import ErrandFinished, ErrandRaised, ErrandSettled
from portal.compliance.errands.models import ErrandRow
from portal.compliance.errands.queries import errand_of
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref


def raise_errand(work: Work, about: Ref, kind: ErrandKind, *, worker_id: UUID | None = None) -> bool:
    """Ask staff to look at something; false where the same stands open already."""
    if any((row.kind, row.worker_id) == (kind, worker_id) for row in _open(work, about)):
        return False
    row = ErrandRow(
        id=work.new_id(),
        kind=kind,
        object_kind=about.kind,
        object_id=about.id,
        worker_id=worker_id,
        since=work.now,
        due_at=work.now + DONE_WITHIN,
        note="",
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:  # somebody else asked at the same moment
        return False
    work.emit(ErrandRaised(at=work.now, by=work.actor, ref=about, errand_id=row.id, errand=kind))
    return True


def finish_errand(work: Work, errand_id: UUID, note: str) -> Errand | NoSuchErrand | ErrandDone:
    """Somebody did it: who and when is kept with what they write."""
    row = work.session.get(ErrandRow, errand_id, with_for_update=True)
    if row is None:
        return NoSuchErrand()
    if row.done_at is not None:
        return ErrandDone()
    row.done_at, row.done_by, row.note = work.now, work.actor, note
    work.emit(
        ErrandFinished(
            at=work.now,
            by=work.actor,
            ref=Ref(row.object_kind, row.object_id),
            errand_id=row.id,
            errand=row.kind,
        )
    )
    return errand_of(row)


def settle_errands(
    work: Work, about: Ref, kinds: Collection[ErrandKind], worker_id: UUID | None = None
) -> None:
    """What was waited for came by itself: nobody has to do anything any more."""
    for row in _open(work, about):
        if row.kind in kinds and worker_id in (None, row.worker_id):
            row.done_at, row.done_by = work.now, work.actor
            work.emit(ErrandSettled(at=work.now, by=work.actor, ref=about, errand_id=row.id, errand=row.kind))


def forget_errands(work: Work, worker_ids: Sequence[UUID]) -> None:
    """Delete what staff were asked to do about these workers, with what they wrote."""
    work.session.execute(delete(ErrandRow).where(ErrandRow.worker_id.in_(worker_ids)))


def forget_notes(work: Work, before: datetime) -> None:
    """Delete what was done by then and is of no one worker: the note may name several."""
    work.session.execute(delete(ErrandRow).where(ErrandRow.worker_id.is_(None), ErrandRow.done_at <= before))


def _open(work: Work, about: Ref) -> list[ErrandRow]:
    wanted = select(ErrandRow).where(
        ErrandRow.object_kind == about.kind, ErrandRow.object_id == about.id, ErrandRow.done_at.is_(None)
    )
    return list(work.session.scalars(wanted.with_for_update()))
