"""Decisions, findings, switches and recorded checks as they are stored."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.domain import RuleOutcome, Severity, Stage
from portal.compliance.findings.domain import FindingState
from portal.infra.database import Base


class DecisionRow(Base):
    """One decision, never changed; only the mark that a later one took its place is added."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_current",
            "kind",
            "object_id",
            "stage",
            unique=True,
            sqlite_where=text("superseded_at is null"),
            postgresql_where=text("superseded_at is null"),
        ),
        Index("ix_decision_judged_at", "judged_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID]
    stage: Mapped[Stage]
    rule_set: Mapped[int]
    off: Mapped[list[str]]
    versions: Mapped[dict[str, Any]]
    terms: Mapped[dict[str, Any]]
    findings: Mapped[list[dict[str, Any]]]
    digest: Mapped[str] = mapped_column(String(64))
    judged_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class FindingRow(Base):
    """A finding that was not a pass, from the first decision that made it to the last."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_object", "kind", "object_id", "stage"),
        Index("ix_finding_state_due_at", "state", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    """The latest that made it; none for a check that a person made."""
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID]
    stage: Mapped[Stage]
    rule: Mapped[str] = mapped_column(String(60), index=True)
    rule_version: Mapped[int]
    severity: Mapped[Severity]
    outcome: Mapped[RuleOutcome]
    code: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    """The whole finding, as the decision has it."""
    sameness: Mapped[str] = mapped_column(String(64))
    evidence: Mapped[dict[str, Any]]
    """What it rests on: the versions of the posts, or what a person wrote."""
    stops: Mapped[bool]
    state: Mapped[FindingState]
    found_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(Text)


class RuleSwitch(Base):
    """One time for which a rule was switched off, or was to be."""

    __tablename__ = "rule_switch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(60), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(Text)


class RecordedCheck(Base):
    """What staff found in a check that no rule can make by itself; the latest counts."""

    __tablename__ = "recorded_check"
    __table_args__ = (Index("ix_recorded_check_object", "kind", "object_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID]
    check_id: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[RuleOutcome]
    evidence: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime]
