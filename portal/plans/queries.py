"""Plans as pages read them."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.plans.domain import PlanFlowRow, PlanRow, SectorShare
from portal.plans.models import Plan, PlanFlow


def plan(session: Session, plan_id: UUID) -> PlanRow | None:
    """One plan, or none."""
    found = session.get(Plan, plan_id)
    return _row(found) if found else None


def plans(session: Session, *, limit: int, offset: int) -> tuple[int, list[PlanRow]]:
    """How many plans there are, and some of them, the newest first."""
    count = session.scalar(select(func.count()).select_from(Plan)) or 0
    page = select(Plan).order_by(Plan.asked_at.desc(), Plan.id).limit(limit).offset(offset)
    return count, [_row(one) for one in session.scalars(page)]


def flows(session: Session, plan_id: UUID) -> list[PlanFlowRow]:
    """The pairs of a plan: those of the most urgent vacancies first, then the most heads."""
    found = session.scalars(
        select(PlanFlow)
        .where(PlanFlow.plan_id == plan_id)
        .order_by(PlanFlow.priority, PlanFlow.heads.desc(), PlanFlow.score.desc())
        .order_by(PlanFlow.vacancy_id, PlanFlow.availability_id)
    )
    return [
        PlanFlowRow(**{name: getattr(one, name) for name in PlanFlowRow.__dataclass_fields__})
        for one in found
    ]


def _row(found: Plan) -> PlanRow:
    plain = (name for name in PlanRow.__dataclass_fields__ if name not in {"programme", "sectors"})
    return PlanRow(
        programme=tuple(map(UUID, found.programme)),
        sectors=tuple(SectorShare(**one) for one in found.sectors),
        **{name: getattr(found, name) for name in plain},
    )
