"""What compliance did."""

from dataclasses import dataclass

from portal.compliance.holds.domain import HoldCause
from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """A post, a match or an organisation takes part in nothing until it is released."""

    action = "compliance:hold:place"
    ref: Ref
    reason: str
    cause: HoldCause = HoldCause.DECISION

    @property
    def about(self) -> Ref:
        return self.ref


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """What was held may take part again."""

    action = "compliance:hold:release"
    ref: Ref
    reason: str
    cause: HoldCause = HoldCause.DECISION

    @property
    def about(self) -> Ref:
        return self.ref
