"""What happens to workers as people on a provider's list."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref
from portal.workers.domain import Given, Ground, Road


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
    names_language: bool = False
    """The worker's own line says which language they read."""


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


@dataclass(frozen=True, kw_only=True)
class ListingNotified(WorkerEvent):
    """A worker was told of being listed."""

    action: ClassVar[str] = "workers:listing:tell"
    road: Road
    text_version: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ListingObjected(WorkerEvent):
    """A worker does not want to be listed; why is told to nobody but staff."""

    action: ClassVar[str] = "workers:listing:object"


@dataclass(frozen=True, kw_only=True)
class ListingContested(WorkerEvent):
    """A worker says that the listing is wrong: the provider has to remove it."""

    action: ClassVar[str] = "workers:listing:contest"
    ground: Ground
    remove_by: datetime


@dataclass(frozen=True, kw_only=True)
class ObjectionTakenBack(WorkerEvent):
    """A worker wants offers again."""

    action: ClassVar[str] = "workers:listing:take-back"


@dataclass(frozen=True, kw_only=True)
class ListingRemoved(WorkerEvent):
    """A contested listing was removed, by the provider or by staff."""

    action: ClassVar[str] = "workers:listing:remove"


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(WorkerEvent):
    """A worker says that something the provider gave is wrong."""

    action: ClassVar[str] = "workers:correction:ask"
    what: Given
    decide_by: datetime


@dataclass(frozen=True, kw_only=True)
class CorrectionDecided(WorkerEvent):
    """The provider took a correction over, or did not."""

    action: ClassVar[str] = "workers:correction:decide"
    what: Given
    taken: bool


@dataclass(frozen=True, kw_only=True)
class OwnContactChanged(WorkerEvent):
    """A worker is reached elsewhere from now on."""

    action: ClassVar[str] = "workers:worker:change-contact"


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(WorkerEvent):
    """A worker chose the language of mails and pages."""

    action: ClassVar[str] = "workers:worker:choose-language"
    language: str


@dataclass(frozen=True, kw_only=True)
class WorkersSeen(Event):
    """Somebody opened a page that shows names or contacts of workers; once a person, page and day."""

    action: ClassVar[str] = "workers:worker:see"
    seen: Ref
    organisation_id: UUID | None
    page: str

    @property
    def about(self) -> Ref:
        return self.seen
