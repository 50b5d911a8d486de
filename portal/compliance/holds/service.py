"""What compliance does to stop something, and to let it go on."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.events import Held, Released
from portal.compliance.holds.models import Hold
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


def hold(
    work: Work, ref: Ref, reason: str, cause: HoldCause = HoldCause.DECISION
) -> HoldPlaced | AlreadyHeld:
    """Stop a post, a match or an organisation until what stopped it is released."""
    if standing := _open_hold(work, ref, cause):
        return AlreadyHeld(standing.reason)
    placed = Hold(
        id=work.new_id(),
        kind=ref.kind,
        object_id=ref.id,
        cause=cause,
        reason=reason,
        placed_by=work.actor,
        placed_at=work.now,
    )
    work.session.add(placed)
    work.session.flush()
    work.emit(Held(at=work.now, by=work.actor, ref=ref, reason=reason, cause=cause))
    return HoldPlaced(placed.id)


def release(
    work: Work, ref: Ref, reason: str, cause: HoldCause = HoldCause.DECISION
) -> HoldReleased | NotHeld:
    """Let what was held take part again, as far as no other cause holds it."""
    standing = _open_hold(work, ref, cause)
    if standing is None:
        return NotHeld()
    standing.released_by, standing.released_at, standing.release_reason = work.actor, work.now, reason
    work.emit(Released(at=work.now, by=work.actor, ref=ref, reason=reason, cause=cause))
    return HoldReleased(standing.id)


def _open_hold(work: Work, ref: Ref, cause: HoldCause) -> Hold | None:
    wanted = select(Hold).where(
        Hold.kind == ref.kind,
        Hold.object_id == ref.id,
        Hold.cause == cause,
        Hold.released_at.is_(None),
    )
    return work.session.scalar(wanted.with_for_update())
