"""What happens to a sanction."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.compliance.sanctions.domain import SanctionAct, Step
from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfSanction(Event):
    """Something about one sanction."""

    sanction_id: UUID
    organisation_id: UUID
    step: Step

    @property
    def about(self) -> Ref:
        return Ref("organisation", self.organisation_id)


@dataclass(frozen=True, kw_only=True)
class SanctionProposed(OfSanction):
    action: ClassVar[str] = "compliance:sanction:propose"
    finding_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionAnswered(OfSanction):
    """The organisation used its right of reply."""

    action: ClassVar[str] = "compliance:sanction:reply"


@dataclass(frozen=True, kw_only=True)
class SanctionImposed(OfSanction):
    action: ClassVar[str] = "compliance:sanction:impose"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionDropped(OfSanction):
    action: ClassVar[str] = "compliance:sanction:drop"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionMet(OfSanction):
    action: ClassVar[str] = "compliance:sanction:meet"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionReversed(OfSanction):
    action: ClassVar[str] = "compliance:sanction:reverse"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionEndProposed(OfSanction):
    """One person would end a suspension or removal; a second one decides."""

    action: ClassVar[str] = "compliance:sanction:propose-end"
    how: SanctionAct
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionKept(OfSanction):
    """A second person decided against ending it."""

    action: ClassVar[str] = "compliance:sanction:keep"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConditionsDue(OfSanction):
    """What is to be mended is due soon."""

    action: ClassVar[str] = "compliance:sanction:remind"
