"""What happens when an employer wants to take a worker over; the terms stand in no event."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.placements.events import OfPlacement


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
