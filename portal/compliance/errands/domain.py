"""What staff are asked to look into or to do: about what, since when, until when, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal

DONE_WITHIN = timedelta(days=3)


class ErrandKind(StrEnum):
    """What somebody is to do."""

    SHARED_CONTACT = "shared-contact"
    """Workers with different names gave the same own contact."""
    BURST = "answers-in-a-burst"
    """Several workers of one provider acted from one place."""
    FORGOTTEN_WORD = "forgotten-word"
    """A worker forgot the secret word and has no e-mail for a link."""
    SILENT_FIRST = "silent-on-day-7"
    """A worker was asked twice how the job is, and says nothing."""
    SILENT_SECOND = "silent-on-day-30"

    @property
    def is_call(self) -> bool:
        """Whether a worker is to be called."""
        return self in SILENCES


SILENCES = frozenset({ErrandKind.SILENT_FIRST, ErrandKind.SILENT_SECOND})


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One thing to do; `done_by` is the portal where it settled by itself."""

    id: UUID
    kind: ErrandKind
    about: Ref
    since: datetime
    due_at: datetime
    done_at: datetime | None = None
    done_by: UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class NoSuchErrand(Refusal):
    """There is no such errand."""


@dataclass(frozen=True)
class ErrandDone(Refusal):
    """Somebody did it before, or it settled by itself."""
