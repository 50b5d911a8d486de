"""What happens to findings and to the rules' switches."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.compliance.domain import Stage
from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfFindings(Event):
    """Something about what rules found of one thing."""

    ref: Ref

    @property
    def about(self) -> Ref:
        return self.ref


@dataclass(frozen=True, kw_only=True)
class Stopped(OfFindings):
    """Rules were found not kept, or a person has to look: the thing takes part in nothing until then."""

    action: ClassVar[str] = "compliance:finding:stop"
    stage: Stage
    decision_id: UUID | None
    rules: tuple[str, ...]
    critical: tuple[str, ...]
    """Those of the rules that fail and are critical."""


@dataclass(frozen=True, kw_only=True)
class LetGo(OfFindings):
    """Nothing that rules found stops the thing any more."""

    action: ClassVar[str] = "compliance:finding:let-go"
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class FindingDecided(OfFindings):
    """A person decided about a finding."""

    finding_id: UUID
    rule: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FindingCleared(FindingDecided):
    action: ClassVar[str] = "compliance:finding:clear"


@dataclass(frozen=True, kw_only=True)
class FindingUpheld(FindingDecided):
    action: ClassVar[str] = "compliance:finding:uphold"


@dataclass(frozen=True, kw_only=True)
class CheckRecorded(OfFindings):
    """Staff made a check that no rule can make by itself."""

    action: ClassVar[str] = "compliance:check:record"
    check: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class OfSwitch(Event):
    """Something about the switch of one rule."""

    switch_id: UUID
    rule: str
    reason: str

    @property
    def about(self) -> Ref:
        return Ref("rule-switch", self.switch_id)


@dataclass(frozen=True, kw_only=True)
class SwitchOffAsked(OfSwitch):
    """Somebody wants a rule switched off; a second person has to agree."""

    action: ClassVar[str] = "compliance:rule:ask-switch-off"


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOff(OfSwitch):
    action: ClassVar[str] = "compliance:rule:switch-off"


@dataclass(frozen=True, kw_only=True)
class RuleSwitchedOn(OfSwitch):
    action: ClassVar[str] = "compliance:rule:switch-on"
