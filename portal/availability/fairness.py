"""A lot of spare workers as rules look at it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from portal.availability.domain import KIND, AvailabilityRow, AvailabilityTerms
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.queries import ledger_of
from portal.compliance.domain import Stage, Terms
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.passages import passages_of_costs
from portal.compliance.findings.service import Case, judge_all
from portal.compliance.wording.domain import Passage
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref


def terms_of(lot: AvailabilityTerms, costs: Iterable[CostLine], *, on: date) -> Terms:
    """Everything of a lot that a rule judges; its costs are what its workers have paid already."""
    lines = tuple(costs)
    return Terms(on=on, origin=lot.country, costs=lines, passages=passages_of(lot, lines))


def passages_of(lot: AvailabilityTerms, costs: Iterable[CostLine]) -> tuple[Passage, ...]:
    """What its author wrote freely, field by field."""
    written = [
        Passage("title", lot.occupation),
        Passage("terms", lot.notes),
        *passages_of_costs(costs),
    ]
    return tuple(one for one in written if one.text.strip())


def judge_lots(work: Work, rows: Sequence[AvailabilityRow]) -> dict[Ref, Decision]:
    """Judge published lots as they stand with their ledgers, and keep what rules said."""
    cases = [
        Case(
            Ref(KIND, row.id),
            terms_now(work.session, row, work.now.date()),
            {KIND: row.version},
        )
        for row in rows
    ]
    return judge_all(work, Stage.PUBLISH, cases)


def terms_now(session: Session, lot: AvailabilityRow, on: date) -> Terms:
    """The terms of a lot as it and its ledger stand."""
    return terms_of(lot, ledger_of(session, Ref(KIND, lot.id)).costs, on=on)
