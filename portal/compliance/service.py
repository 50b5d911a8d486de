"""What compliance does: holds, releases, and keeping what was declared of costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.compliance.domain import CostBasis, CostLine
from portal.compliance.events import Held, Released
from portal.compliance.models import CostLineRow, Hold
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal


@dataclass(frozen=True)
class HoldPlaced:
    id: UUID


@dataclass(frozen=True)
class HoldReleased:
    id: UUID


@dataclass(frozen=True)
class AlreadyHeld(Refusal):
    """Somebody held it before, for this reason."""

    reason: str


@dataclass(frozen=True)
class NotHeld(Refusal):
    """There is no open hold to release."""


def hold(work: Work, ref: Ref, reason: str) -> HoldPlaced | AlreadyHeld:
    """Stop a post, a match or an organisation until it is released."""
    if standing := _open_hold(work, ref):
        return AlreadyHeld(standing.reason)
    placed = Hold(
        id=work.new_id(),
        kind=ref.kind,
        object_id=ref.id,
        reason=reason,
        placed_by=work.actor,
        placed_at=work.now,
    )
    work.session.add(placed)
    work.session.flush()
    work.emit(Held(at=work.now, by=work.actor, ref=ref, reason=reason))
    return HoldPlaced(placed.id)


def release(work: Work, ref: Ref, reason: str) -> HoldReleased | NotHeld:
    """Let what was held take part again."""
    standing = _open_hold(work, ref)
    if standing is None:
        return NotHeld()
    standing.released_by, standing.released_at, standing.release_reason = work.actor, work.now, reason
    work.emit(Released(at=work.now, by=work.actor, ref=ref, reason=reason))
    return HoldReleased(standing.id)


def save_costs(
    work: Work, ref: Ref, lines: Sequence[CostLine], absent: frozenset[str] = frozenset(), version: int = 1
) -> None:
    """Keep the cost schedule of one version of a post; `absent` are categories that do not arise."""
    work.session.execute(
        delete(CostLineRow).where(
            CostLineRow.kind == ref.kind,
            CostLineRow.object_id == ref.id,
            CostLineRow.version == version,
        )
    )
    rows = [_row(line) for line in lines]
    rows += [CostLineRow(category=code, basis=CostBasis.ONCE, why="", label="") for code in sorted(absent)]
    for position, row in enumerate(rows):
        row.kind, row.object_id, row.version, row.position = ref.kind, ref.id, version, position
    work.session.add_all(rows)


def _row(line: CostLine) -> CostLineRow:
    return CostLineRow(
        category=line.category,
        payer=line.payer,
        amount=line.amount,
        currency=line.currency,
        basis=line.basis,
        why=line.why,
        label=line.label,
    )


def _open_hold(work: Work, ref: Ref) -> Hold | None:
    wanted = select(Hold).where(Hold.kind == ref.kind, Hold.object_id == ref.id, Hold.released_at.is_(None))
    return work.session.scalar(wanted.with_for_update())
