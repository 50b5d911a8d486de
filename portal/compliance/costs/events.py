"""What happens to the cost ledger, and to the exceptions that a jurisdiction makes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from portal.compliance.costs.domain import Collection
from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfLine(Event):
    """Something about one line of a ledger."""

    ledger: Ref
    version: int
    position: int
    category: str

    @property
    def about(self) -> Ref:
        return self.ledger


@dataclass(frozen=True, kw_only=True)
class CostEvidenced(OfLine):
    action: ClassVar[str] = "compliance:cost:prove"


@dataclass(frozen=True, kw_only=True)
class EvidenceSeen(OfLine):
    action: ClassVar[str] = "compliance:cost:see-proof"


@dataclass(frozen=True, kw_only=True)
class RefundNoted(OfLine):
    """Somebody says that a worker got money back; the worker has not said so yet."""

    action: ClassVar[str] = "compliance:cost:note-refund"
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class RefundConfirmed(OfLine):
    """The worker, not the payer, says that the money came back."""

    action: ClassVar[str] = "compliance:cost:confirm-refund"


@dataclass(frozen=True, kw_only=True)
class OfPlacedWorker(Event):
    """Something that one placed worker said of costs; never shown to members, who could guess who it was.

    Apart from what happens to a placement (placements' events): this one must name neither worker nor sides.
    """

    placement_id: UUID
    vacancy_id: UUID | None = None
    availability_id: UUID | None = None

    @property
    def about(self) -> Ref:
        return Ref("placement", self.placement_id)


@dataclass(frozen=True, kw_only=True)
class WorkerPaidNothing(OfPlacedWorker):
    action: ClassVar[str] = "compliance:cost:confirm"


@dataclass(frozen=True, kw_only=True)
class WorkerReportedCost(OfPlacedWorker):
    """A worker says that they paid to get the job. To whom and when stands on the ledger's line."""

    action: ClassVar[str] = "compliance:cost:report"
    version: int
    position: int
    category: str
    amount: Decimal | None
    currency: str | None
    collection: Collection | None


@dataclass(frozen=True, kw_only=True)
class WorkerTookBackCost(OfPlacedWorker):
    """Within the day, the worker says that they had paid nothing after all."""

    action: ClassVar[str] = "compliance:cost:take-back"


@dataclass(frozen=True, kw_only=True)
class OfException(Event):
    """Something about a jurisdiction's exception."""

    exception: str
    reason: str

    @property
    def about(self) -> Ref:
        return exception_ref(self.exception)


@dataclass(frozen=True, kw_only=True)
class ExceptionEnabled(OfException):
    action: ClassVar[str] = "compliance:exception:enable"


@dataclass(frozen=True, kw_only=True)
class ExceptionDisabled(OfException):
    action: ClassVar[str] = "compliance:exception:disable"


@dataclass(frozen=True, kw_only=True)
class ExceptionAttached(OfException):
    """Staff attached an exception to the lines of one category of a post."""

    action: ClassVar[str] = "compliance:exception:attach"
    post: Ref
    category: str

    @property
    def about(self) -> Ref:
        return self.post


@dataclass(frozen=True, kw_only=True)
class ExceptionTakenOff(OfException):
    action: ClassVar[str] = "compliance:exception:take-off"
    post: Ref
    category: str

    @property
    def about(self) -> Ref:
        return self.post


def exception_ref(exception_id: str) -> Ref:
    """An exception as the trail names it: always the same id for the same exception."""
    return Ref("fee exception", uuid5(NAMESPACE_URL, f"fee-exception:{exception_id}"))
