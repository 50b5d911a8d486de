"""Costs of posts and placements for tests, and reads of their ledgers."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.compliance.costs.domain import (
    Collection,
    CostLine,
    CostStage,
    Payer,
    Standing,
)
from portal.compliance.costs.ledger import CostLedger
from portal.compliance.costs.queries import ledger_of
from portal.kernel.events import Ref
from portal.placements import queries
from portal.vacancies.service import edit_vacancy
from tests.builders.placements import VACANCY, Matched, accepted, agreed, code

FEE = CostLine(
    category="FEE-MATCH",
    payer=Payer.WORKER,
    amount=Decimal(200),
    currency="GBP",
    collected_by="the man at the bus",
    collection=Collection.CASH,
    stage=CostStage.RECRUITMENT,
)


def ledger(at: Matched, kind: str, object_id: UUID, version: int | None = None, **more: object) -> CostLedger:
    """The cost ledger of a thing."""
    with at.reading() as session:
        return ledger_of(session, Ref(kind, object_id), version, **more)  # type: ignore[arg-type]


def placed(at: Matched, *lines: str) -> list[tuple[str, UUID]]:
    """Workers who accepted: the code of each, and the placement."""
    made = accepted(at, agreed(at), *lines)
    with at.reading() as session:
        found = [(code(one), queries.placement_of_offer(session, one.id)) for one in made]
    return [(word, placement.id) for word, placement in found if placement]


def position(found: CostLedger, category: str) -> int:
    """Where the line of a category stands."""
    return next(one.position for one in found.lines if one.line.category == category)


def standing(found: CostLedger, category: str) -> Standing:
    """How the line of a category is known."""
    return next(one.standing for one in found.lines if one.line.category == category)


def actions(at: Matched, about: UUID) -> list[str]:
    """What the trail has of the costs of a thing."""
    with at.reading() as session:
        wanted = select(AuditEvent.action).where(AuditEvent.object_id == about).order_by(AuditEvent.id)
        return [one for one in session.scalars(wanted) if one.startswith("compliance:cost")]


def edit(at: Matched, seen: int, costs: object, **changes: object) -> None:
    """The employer changes its vacancy."""
    done = at.do(
        edit_vacancy,
        at.employer.organisation_id,
        at.vacancy_id,
        seen,
        terms=replace(VACANCY, **changes),
        costs=costs,
        by=at.employer,
    )
    assert done == at.vacancy_id, done
