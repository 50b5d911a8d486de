"""Keeping what was declared of costs."""

from collections.abc import Sequence

from sqlalchemy import delete

from portal.compliance.costs.domain import CostBasis, CostLine
from portal.compliance.costs.models import CostLineRow
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref


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
