"""Sanctions as pages read them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.domain import Finding
from portal.compliance.findings.domain import FindingState, KeptFinding
from portal.compliance.findings.models import DecisionRow
from portal.compliance.findings.queries import finding
from portal.compliance.findings.stored import findings_from_json, findings_to_json
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


@dataclass(frozen=True)
class Grounds:
    """What a step stands on: the finding as it was when the step was proposed, and what became of it."""

    finding: Finding
    evidence: Mapping[str, str]
    """Versions of the posts that were judged, by their kind."""
    is_mended: bool
    """It does not arise any more: that speaks for the organisation."""
    mended_at: datetime | None


def grounds_of(session: Session, sanction_id: UUID) -> Grounds | None:
    """The grounds of a step, as they were, and whether its post was mended or closed since."""
    row = session.get(SanctionRow, sanction_id)
    now = finding(session, row.finding_id) if row else None
    if row is None or now is None:
        return None
    [was] = findings_from_json([row.grounds["finding"]]) if row.grounds else [now.finding]
    evidence = row.grounds["evidence"] if row.grounds else now.evidence
    is_mended = now.state is FindingState.SUPERSEDED
    last = session.get(DecisionRow, now.decision_id) if is_mended and now.decision_id else None
    return Grounds(was, evidence, is_mended, last.superseded_at if last else None)


def grounds_to_json(grounds: KeptFinding) -> dict[str, Any]:
    """A finding as it is now, to be kept with the step that is proposed because of it."""
    return {"finding": findings_to_json([grounds.finding])[0], "evidence": dict(grounds.evidence)}


def sanction_of(row: SanctionRow) -> Sanction:
    """The sanction that a row holds."""
    return Sanction(**{one.name: getattr(row, one.name) for one in fields(Sanction)})
