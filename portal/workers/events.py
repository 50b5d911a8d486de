"""What happens to workers as people on a provider's list."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class WorkerEvent(Event):
    worker_id: UUID
    organisation_id: UUID

    @property
    def about(self) -> Ref:
        return Ref("worker", self.worker_id)

    @property
    def subject(self) -> UUID | None:
        return self.worker_id


@dataclass(frozen=True, kw_only=True)
class WorkerNamed(WorkerEvent):
    """A provider named a worker, who was not on its list before."""

    action: ClassVar[str] = "workers:worker:name"


@dataclass(frozen=True, kw_only=True)
class WorkerForgotten(WorkerEvent):
    """A worker's name and contacts were deleted, because their time was over."""

    action: ClassVar[str] = "workers:worker:forget"


@dataclass(frozen=True, kw_only=True)
class WordSet(WorkerEvent):
    """A worker opened an offer for the first time and set a secret word."""

    action: ClassVar[str] = "workers:worker:set-word"


@dataclass(frozen=True, kw_only=True)
class WordHelpAsked(WorkerEvent):
    """A worker forgot the word and has no e-mail for a link."""

    action: ClassVar[str] = "workers:worker:ask-word-help"


@dataclass(frozen=True, kw_only=True)
class WordKeyMade(WorkerEvent):
    """The key to a new word was made, for a mail or for staff to read out."""

    action: ClassVar[str] = "workers:worker:make-word-key"
    mailed: bool


@dataclass(frozen=True, kw_only=True)
class WordRenewed(WorkerEvent):
    """A worker chose another word."""

    action: ClassVar[str] = "workers:worker:renew-word"
