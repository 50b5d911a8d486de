"""What staff did to the rates of minimum pay."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfMinimumPay(Event):
    """Something about one rate; posts in this country are judged again."""

    rate_id: UUID
    country: str
    since: date

    @property
    def about(self) -> Ref:
        return Ref("minimum pay", self.rate_id)


@dataclass(frozen=True, kw_only=True)
class MinimumPayEntered(OfMinimumPay):
    action: ClassVar[str] = "compliance:minimum-pay:enter"
    hourly: Decimal | None
    currency: str
    source: str


@dataclass(frozen=True, kw_only=True)
class MinimumPayWithdrawn(OfMinimumPay):
    action: ClassVar[str] = "compliance:minimum-pay:withdraw"
