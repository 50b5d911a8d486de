"""Switching a rule off and on again: never without a reason, and off only with four eyes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.findings.events import RuleSwitchedOff, RuleSwitchedOn, SwitchOffAsked
from portal.compliance.findings.models import RuleSwitch
from portal.compliance.rules.sets import rules_on
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import NeedsSecondPerson, Refusal

CONFIRM_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class SwitchRow:
    """A rule that is off, or of which somebody asked that a second person confirm it."""

    id: UUID
    rule: str
    reason: str
    asked_by: UUID
    asked_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None

    @property
    def is_off(self) -> bool:
        return self.confirmed_at is not None

    @property
    def confirm_by(self) -> datetime:
        return self.asked_at + CONFIRM_WITHIN


@dataclass(frozen=True)
class NoSuchRule(Refusal):
    """No rule in force has this id."""


@dataclass(frozen=True)
class AlreadySwitched(Refusal):
    """The switch stands that way, or somebody asked for it before."""


@dataclass(frozen=True)
class TooLateToConfirm(Refusal):
    """It was asked for more than a day ago, or not at all."""


def off_rules(session: Session) -> frozenset[str]:
    """The ids of rules that are switched off now."""
    wanted = select(RuleSwitch.rule).where(
        RuleSwitch.confirmed_at.is_not(None), RuleSwitch.ended_at.is_(None)
    )
    return frozenset(session.scalars(wanted))


def switches(session: Session, now: datetime) -> dict[str, SwitchRow]:
    """By rule, what is off or waits for a second person."""
    wanted = select(RuleSwitch).where(RuleSwitch.ended_at.is_(None)).order_by(RuleSwitch.asked_at)
    return {row.rule: _row(row) for row in session.scalars(wanted) if _stands(row, now)}


def switch_rule_off(work: Work, rule: str, reason: str) -> UUID | NoSuchRule | AlreadySwitched:
    """Ask that a rule be switched off; it stays on until a second person confirms within a day."""
    if rule not in rules_on(work.now.date()).by_id:
        return NoSuchRule()
    if _standing(work, rule) is not None:
        return AlreadySwitched()
    asked = RuleSwitch(id=work.new_id(), rule=rule, reason=reason, asked_by=work.actor, asked_at=work.now)
    work.session.add(asked)
    work.session.flush()
    work.emit(SwitchOffAsked(at=work.now, by=work.actor, switch_id=asked.id, rule=rule, reason=reason))
    return asked.id


def confirm_switch_off(work: Work, rule: str) -> UUID | NeedsSecondPerson | TooLateToConfirm:
    """A second person agrees: from now on decisions are made without the rule, and say so."""
    row = _standing(work, rule)
    if row is None or row.confirmed_at is not None:
        return TooLateToConfirm()
    if row.asked_by == work.actor:
        return NeedsSecondPerson()
    row.confirmed_by, row.confirmed_at = work.actor, work.now
    work.emit(RuleSwitchedOff(at=work.now, by=work.actor, switch_id=row.id, rule=rule, reason=row.reason))
    return row.id


def switch_on(work: Work, rule: str, reason: str) -> UUID | AlreadySwitched:
    """Have a rule asked again, or withdraw that it be switched off; one person is enough."""
    row = _standing(work, rule)
    if row is None:
        return AlreadySwitched()
    row.ended_by, row.ended_at, row.end_reason = work.actor, work.now, reason
    work.emit(RuleSwitchedOn(at=work.now, by=work.actor, switch_id=row.id, rule=rule, reason=reason))
    return row.id


def _standing(work: Work, rule: str) -> RuleSwitch | None:
    wanted = select(RuleSwitch).where(RuleSwitch.rule == rule, RuleSwitch.ended_at.is_(None))
    rows = work.session.scalars(wanted.order_by(RuleSwitch.asked_at.desc()).with_for_update())
    return next((row for row in rows if _stands(row, work.now)), None)


def _stands(row: RuleSwitch, now: datetime) -> bool:
    return row.confirmed_at is not None or now < row.asked_at + CONFIRM_WITHIN


def _row(row: RuleSwitch) -> SwitchRow:
    return SwitchRow(
        row.id, row.rule, row.reason, row.asked_by, row.asked_at, row.confirmed_by, row.confirmed_at
    )
