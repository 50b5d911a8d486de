"""Errands as pages read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.compliance.errands.domain import Errand, ErrandKind
from portal.compliance.errands.models import ErrandRow
from portal.kernel.events import Ref


@dataclass(frozen=True)
class ErrandFilter:
    """What staff narrow the list by; without a kind all of them."""

    kind: ErrandKind | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Waiting:
    """Open errands of one kind."""

    kind: ErrandKind
    count: int
    since: datetime
    """Of the one that has waited longest."""
    due_at: datetime
    """The earliest deadline among them."""


def errand(session: Session, errand_id: UUID) -> Errand | None:
    """One errand, done or not."""
    row = session.get(ErrandRow, errand_id)
    return errand_of(row) if row else None


def find_errands(
    session: Session, wanted: ErrandFilter, *, limit: int = 50, offset: int = 0
) -> tuple[int, list[Errand]]:
    """How many fit, and one page of them: what is due first on top, of what is done the latest."""
    chosen = select(ErrandRow).where(
        ErrandRow.done_at.is_not(None) if wanted.is_done else ErrandRow.done_at.is_(None)
    )
    if wanted.kind:
        chosen = chosen.where(ErrandRow.kind == wanted.kind)
    count = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    first = ErrandRow.done_at.desc() if wanted.is_done else ErrandRow.due_at
    rows = session.scalars(chosen.order_by(first, ErrandRow.id).limit(limit).offset(offset))
    return count, [errand_of(one) for one in rows]


def errands_on(
    session: Session, about: Ref, kinds: Collection[ErrandKind] = tuple(ErrandKind)
) -> list[Errand]:
    """What was ever raised about one thing, the oldest first."""
    wanted = select(ErrandRow).where(
        ErrandRow.object_kind == about.kind, ErrandRow.object_id == about.id, ErrandRow.kind.in_(kinds)
    )
    return [errand_of(one) for one in session.scalars(wanted.order_by(ErrandRow.since, ErrandRow.id))]


def errands_of_worker(session: Session, worker_id: UUID) -> list[Errand]:
    """All that was ever raised of one worker, for that worker, the oldest first."""
    wanted = select(ErrandRow).where(ErrandRow.worker_id == worker_id)
    return [errand_of(one) for one in session.scalars(wanted.order_by(ErrandRow.since, ErrandRow.id))]


def raised_among(session: Session, kind: ErrandKind, ids: Collection[UUID]) -> set[UUID]:
    """Of these things, those about which such an errand was ever raised."""
    wanted = select(ErrandRow.object_id).where(ErrandRow.kind == kind, ErrandRow.object_id.in_(list(ids)))
    return set(session.scalars(wanted))


def waiting_errands(session: Session) -> list[Waiting]:
    """What stands open, by kind, what is due first on top."""
    wanted = (
        select(ErrandRow.kind, func.count(), func.min(ErrandRow.since), func.min(ErrandRow.due_at))
        .where(ErrandRow.done_at.is_(None))
        .group_by(ErrandRow.kind)
    )
    found = [Waiting(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda one: (one.due_at, one.kind))


def errand_of(row: ErrandRow) -> Errand:
    """The errand that a row holds."""
    return Errand(
        id=row.id,
        kind=row.kind,
        about=Ref(row.object_kind, row.object_id),
        since=row.since,
        due_at=row.due_at,
        done_at=row.done_at,
        done_by=row.done_by,
        note=row.note,
    )
