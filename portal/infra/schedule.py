"""What the portal does by itself, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from portal.infra.unit_of_work import Work


@dataclass(frozen=True)
class Job:
    """A body that is run every so often in a unit of work; repeating it does no harm."""

    name: str
    every: timedelta
    body: Callable[[Work], object]
