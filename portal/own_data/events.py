"""What workers do with the data held about them."""

from dataclasses import dataclass
from typing import ClassVar

from portal.workers.events import WorkerEvent


@dataclass(frozen=True, kw_only=True)
class DataErased(WorkerEvent):
    """A worker's data was erased, but for what has to stay."""

    action: ClassVar[str] = "own_data:worker:erase"
    stays: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DataTaken(WorkerEvent):
    """A worker downloaded what is held about them."""

    action: ClassVar[str] = "own_data:worker:take-data"
