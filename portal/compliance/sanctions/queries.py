"""Sanctions as pages read them."""

from dataclasses import fields
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.sanctions.domain import Sanction, SanctionState
from portal.compliance.sanctions.models import SanctionRow

PENDING = (SanctionState.PROPOSED, SanctionState.IMPOSED)


def sanction(session: Session, sanction_id: UUID) -> Sanction | None:
    """One sanction, for staff."""
    row = session.get(SanctionRow, sanction_id)
    return sanction_of(row) if row else None


def own_sanction(session: Session, organisation_id: UUID, sanction_id: UUID) -> Sanction | None:
    """One sanction, for the organisation that it concerns."""
    found = sanction(session, sanction_id)
    return found if found and found.organisation_id == organisation_id else None


def sanctions_of(session: Session, organisation_id: UUID) -> list[Sanction]:
    """Every step against an organisation, the latest first."""
    wanted = select(SanctionRow).where(SanctionRow.organisation_id == organisation_id)
    return [sanction_of(row) for row in session.scalars(wanted.order_by(SanctionRow.proposed_at.desc()))]


def sanctions(session: Session, *, pending: bool = True) -> list[Sanction]:
    """Steps that wait for a decision or stand; or those that are over. What was proposed first, first."""
    state = SanctionRow.state.in_(PENDING)
    wanted = select(SanctionRow).where(state if pending else ~state)
    return [sanction_of(row) for row in session.scalars(wanted.order_by(SanctionRow.proposed_at))]


def sanction_of(row: SanctionRow) -> Sanction:
    """The sanction that a row holds."""
    return Sanction(**{one.name: getattr(row, one.name) for one in fields(Sanction)})
