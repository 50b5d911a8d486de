"""What happened, told in the past tense."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, NewType
from uuid import UUID

ActorId = NewType("ActorId", UUID)

SYSTEM = ActorId(UUID(int=0))
"""The portal itself, acting on its schedule."""

ANYBODY = ActorId(UUID(int=1))
"""Somebody without an account, for example a worker who holds an offer's code."""


@dataclass(frozen=True)
class Ref:
    """One thing in the portal, named by its kind ("vacancy") and its id."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. `action` is `feature:object:act`, the words of the audit trail.

    `about` names the object. Fields carry ids, numbers, dates and reasons; never a name or a
    contact of a person: whoever needs those reads them by id.
    """

    action: ClassVar[str]
    at: datetime
    by: ActorId

    @property
    def about(self) -> Ref:
        """The thing it happened to."""
        raise NotImplementedError

    @property
    def subject(self) -> UUID | None:
        """The person it concerns, by a random id; none where it concerns no one person."""
        return None

    def facts(self) -> dict[str, Any]:
        """All further fields as plain JSON values, for the audit trail's payload."""
        own = (f.name for f in fields(self) if f.name not in {"at", "by"})
        return {name: plain(getattr(self, name)) for name in own}


def plain(value: Any) -> Any:
    """The JSON form of a value: ids, dates, enums and decimals as text, collections as lists."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case UUID() | Decimal() | Ref():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return str(value)
