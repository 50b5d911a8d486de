"""Who has answered on day 7 and 30; for staff, and to know whom to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.placements import queries
from portal.placements.rows import PlacementRow
from portal.placements.work.domain.check_ins import FIRST, SECOND, Covers, Differs, FirstPayslip
from portal.placements.work.models import CheckIn


@dataclass(frozen=True)
class CheckInCount:
    """How many who started answered one of the two questions, and how many say that it is as promised."""

    day: int
    started: int
    answered: int
    as_promised: int


@dataclass(frozen=True)
class CheckInSaid:
    """What a worker said of the job on one of the two days; for that worker alone."""

    day: int
    as_promised: bool
    differs: tuple[Differs, ...]
    words: str
    asked_for_money: bool
    hours_worked: Decimal | None
    payslip: FirstPayslip | None
    language: str
    answered_at: datetime


def check_ins_said(session: Session, placement_id: UUID) -> tuple[CheckInSaid, ...]:
    """The worker's own answers, in order."""
    wanted = select(CheckIn).where(CheckIn.placement_id == placement_id).order_by(CheckIn.answered_at)
    return tuple(
        CheckInSaid(
            day=one.day,
            as_promised=one.as_promised,
            differs=tuple(map(Differs, one.differs)),
            words=one.words,
            asked_for_money=one.asked_for_money,
            hours_worked=one.hours_worked,
            payslip=_typed(one.payslip) if one.payslip else None,
            language=one.language,
            answered_at=one.answered_at,
        )
        for one in session.scalars(wanted)
    )


def answered_days(session: Session, placement_ids: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Placement and day of every answer."""
    wanted = select(CheckIn.placement_id, CheckIn.day).where(CheckIn.placement_id.in_(list(placement_ids)))
    return {(placement_id, day) for placement_id, day in session.execute(wanted)}


def placement_of_check_in(session: Session, check_in_id: UUID) -> PlacementRow | None:
    """The placement about which an answer was given."""
    row = session.get(CheckIn, check_in_id)
    return queries.placement(session, row.placement_id) if row else None


def hours_worked(session: Session, placement_id: UUID) -> CheckIn | None:
    """The last answer in which the worker said how many hours they worked so far."""
    wanted = select(CheckIn).where(CheckIn.placement_id == placement_id, CheckIn.hours_worked.is_not(None))
    return session.scalars(wanted.order_by(CheckIn.answered_at.desc()).limit(1)).first()


def check_in_counts(session: Session, introduction_id: UUID) -> tuple[CheckInCount, ...]:
    """For staff: silence is counted too."""
    started = [one.id for one in queries.placements_of(session, introduction_id) if one.started_on]
    wanted = select(CheckIn).where(CheckIn.placement_id.in_(started)).order_by(CheckIn.answered_at)
    last = {(row.placement_id, row.day): row.as_promised for row in session.scalars(wanted)}
    return tuple(
        CheckInCount(
            day=day,
            started=len(started),
            answered=sum(1 for _one, answered in last if answered == day),
            as_promised=sum(1 for (_one, answered), is_so in last.items() if answered == day and is_so),
        )
        for day in (FIRST, SECOND)
    )


def _typed(kept: dict[str, Any]) -> FirstPayslip:
    return FirstPayslip(
        covers=Covers(kept["covers"]),
        gross=Decimal(kept["gross"]),
        hours=Decimal(kept["hours"]),
        deductions=tuple((label, Decimal(amount)) for label, amount in kept["deductions"]),
        net=Decimal(kept["net"]) if kept["net"] is not None else None,
        currency=kept["currency"],
    )
