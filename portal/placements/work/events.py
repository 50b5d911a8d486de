"""What happens to a placed worker; no terms stand in these events."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Ref
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.events import OfIntroduction
from portal.placements.offers.domain.offers import Channel
from portal.placements.work.domain.safety import SafetyKind


@dataclass(frozen=True, kw_only=True)
class OfPlacement(OfIntroduction):
    """Something about one placed worker."""

    placement_id: UUID
    worker_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("placement", self.placement_id)

    @property
    def subject(self) -> UUID | None:
        return self.worker_id


@dataclass(frozen=True, kw_only=True)
class WorkerStarted(OfPlacement):
    action: ClassVar[str] = "placements:placement:start"
    on: date


@dataclass(frozen=True, kw_only=True)
class WorkerMissed(OfPlacement):
    """Expected on day one, but did not come."""

    action: ClassVar[str] = "placements:placement:no-show"


@dataclass(frozen=True, kw_only=True)
class WorkerLeft(OfPlacement):
    action: ClassVar[str] = "placements:placement:leave"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class WorkerRecalled(OfPlacement):
    action: ClassVar[str] = "placements:placement:recall"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class PlacementCancelled(OfPlacement):
    action: ClassVar[str] = "placements:placement:cancel"
    from_day: date
    notice_kept: bool


@dataclass(frozen=True, kw_only=True)
class PlacementExtended(OfPlacement):
    action: ClassVar[str] = "placements:placement:extend"
    until: date


@dataclass(frozen=True, kw_only=True)
class WorkerChecked(OfPlacement):
    """Age and right to work were checked before the start; neither of them is told here."""

    action: ClassVar[str] = "placements:placement:check"
    side: Side
    """Which side checked."""
    until: date | None
    """Last day of the right to work; none where it has no end."""


@dataclass(frozen=True, kw_only=True)
class SafetyRecorded(OfPlacement):
    """A side says that the worker got these things before the first shift, or does not need them."""

    action: ClassVar[str] = "placements:placement:record-safety"
    side: Side
    kinds: tuple[SafetyKind, ...]


@dataclass(frozen=True, kw_only=True)
class SafetyAnswered(OfPlacement):
    """The worker says whether they got it, in a language they understand."""

    action: ClassVar[str] = "placements:placement:answer-safety"
    kind: SafetyKind
    got: bool
    channel: Channel = Channel.DEVICE
    """By phone with the code on the slip, whoever did this took the call."""


@dataclass(frozen=True, kw_only=True)
class CheckedIn(OfPlacement):
    """The worker answered on day 7 or 30; what they said is nowhere in the trail."""

    action: ClassVar[str] = "placements:placement:check-in"
    day: int


@dataclass(frozen=True, kw_only=True)
class ReturnSheetWritten(OfPlacement):
    """What is owed and given back is written down; the sums are on the sheet alone."""

    action: ClassVar[str] = "placements:placement:write-return-sheet"
    side: Side


@dataclass(frozen=True, kw_only=True)
class PlacementShortened(OfPlacement):
    """A worker's last day is the last day of the right to work."""

    action: ClassVar[str] = "placements:placement:shorten"
    side: Side
    until: date


@dataclass(frozen=True, kw_only=True)
class PlacementCompleted(OfPlacement):
    action: ClassVar[str] = "placements:placement:complete"
    recorded: bool
    """False when nobody ever said whether the worker came."""


@dataclass(frozen=True, kw_only=True)
class TransferProposed(OfPlacement):
    action: ClassVar[str] = "placements:placement:propose-transfer"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class TransferAgreed(OfPlacement):
    """The worker said yes: the placement ends the day before."""

    action: ClassVar[str] = "placements:placement:agree-transfer"
    from_day: date


@dataclass(frozen=True, kw_only=True)
class TransferRefused(OfPlacement):
    """The worker said no, for which nobody asks a reason."""

    action: ClassVar[str] = "placements:placement:refuse-transfer"


@dataclass(frozen=True, kw_only=True)
class TransferLapsed(OfPlacement):
    """The worker did not answer in time."""

    action: ClassVar[str] = "placements:placement:lapse-transfer"
