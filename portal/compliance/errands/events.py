"""What happens to errands; what was said and seen stands in the note alone."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.compliance.errands.domain import ErrandKind
from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfErrand(Event):
    """Something about one errand, told of the thing that it is about."""

    ref: Ref
    errand_id: UUID
    errand: ErrandKind

    @property
    def about(self) -> Ref:
        return self.ref


@dataclass(frozen=True, kw_only=True)
class ErrandRaised(OfErrand):
    """The portal put something before staff."""

    action: ClassVar[str] = "compliance:errand:raise"


@dataclass(frozen=True, kw_only=True)
class ErrandFinished(OfErrand):
    """A person of staff did it, and wrote down what came of it."""

    action: ClassVar[str] = "compliance:errand:finish"


@dataclass(frozen=True, kw_only=True)
class ErrandSettled(OfErrand):
    """What it waited for came by itself."""

    action: ClassVar[str] = "compliance:errand:settle"
