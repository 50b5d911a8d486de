"""Declared costs as others read them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.models import CostLineRow
from portal.compliance.costs.schedule import CostSchedule
from portal.kernel.events import Ref


def costs_of(session: Session, ref: Ref, version: int | None = None) -> tuple[CostLine, ...]:
    """The declared cost lines of a post, in their order; of an earlier version where one is given."""
    return schedule_of(session, ref, version).lines


def schedule_of(session: Session, ref: Ref, version: int | None = None) -> CostSchedule:
    """The whole cost schedule of a post: the lines, and what was said not to arise."""
    about = (CostLineRow.kind == ref.kind, CostLineRow.object_id == ref.id)
    latest = select(func.max(CostLineRow.version)).where(*about).scalar_subquery()
    of_version = CostLineRow.version == (latest if version is None else version)
    rows = session.scalars(select(CostLineRow).where(*about, of_version).order_by(CostLineRow.position)).all()
    return CostSchedule(
        lines=tuple(
            CostLine(
                category=row.category,
                payer=row.payer,
                amount=row.amount,
                currency=row.currency,
                basis=row.basis,
                why=row.why,
                label=row.label,
            )
            for row in rows
            if row.payer is not None
        ),
        absent=frozenset(row.category for row in rows if row.payer is None),
    )
