"""What a message is, to whom it goes, and when it leaves."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from portal.kernel.events import Ref


class Category(StrEnum):
    """Why a message is sent, as its reader would sort it."""

    ACCOUNT = "account"
    """The reader's own account: always, and at once."""
    MATCHES = "matches"
    """A match appeared: at once, daily or weekly, and can be stopped."""
    PROGRESS = "progress"
    """The steps of the reader's matches: at once, and can be stopped."""
    WORKER = "worker"
    """To a worker about their own offer: always, and at once."""


STOPPABLE = frozenset({Category.MATCHES, Category.PROGRESS})
"""Categories that their reader can stop by one click."""


class Frequency(StrEnum):
    """How often somebody wants to hear of new matches."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class MailState(StrEnum):
    """How far a mail has come."""

    QUEUED = "queued"
    HELD = "held"
    """Waits for the reader's daily or weekly digest."""
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Given up: somebody must look at it."""
    SUPPRESSED = "suppressed"
    """Not sent on purpose: stopped by its reader, or the address takes no mail."""
    EXPIRED = "expired"
    """Too late to be of use, so never sent."""


GIVEN_UP = frozenset({MailState.FAILED, MailState.SUPPRESSED})


class Trouble(StrEnum):
    """Why a mail has not been sent; never holds personal data."""

    STOPPED = "stopped by the reader"
    NO_ADDRESS = "no address is known"
    UNUSABLE_ADDRESS = "the address cannot be written to"
    ADDRESS_SUPPRESSED = "the address refused an earlier mail"
    ADDRESS_REFUSED = "the mail server says there is no such address"
    REFUSED = "the mail server refused the mail"
    UNREACHABLE = "the mail server could not be reached"
    PUT_OFF = "the mail server asked to try again later"
    UNWRITABLE = "the mail could not be written from its template"
    INTERRUPTED = "the sender stopped while sending"


@dataclass(frozen=True)
class ToPerson:
    """To somebody with an account."""

    person_id: UUID


@dataclass(frozen=True)
class ToWorker:
    """To a worker whom a labour provider named."""

    worker_id: UUID


@dataclass(frozen=True)
class ToAddress:
    """To a bare address, for example a desk, or somebody who is only invited."""

    email: str
    language: str = "en"


Recipient = ToPerson | ToWorker | ToAddress


@dataclass(frozen=True)
class Message:
    """One message to one recipient, to be written when it is sent.

    `template` is a folder below templates/emails, for example "matching/match_found". `facts` are
    plain JSON values that the template gets by name; `url` among them is where the mail's button
    leads; in category MATCHES a `score` (0 to 100) orders a digest. `key` names the occasion: the
    same key to the same recipient is one mail, however often it is queued. `urgent` overrides a
    digest, not a stop. After `expires_at` it is never sent.
    """

    template: str
    to: Recipient
    facts: Mapping[str, Any]
    key: str
    category: Category
    organisation_id: UUID | None = None
    urgent: bool = False
    expires_at: datetime | None = None
    about: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Address:
    """Where a recipient reads mail, what to call them, and in which language."""

    email: str
    name: str
    language: str


class AddressBook(Protocol):
    """Finds the address of a recipient at the moment of sending."""

    def find(self, session: Any, to: Recipient) -> Address | None:
        """The address, or none where none is known any more."""


@dataclass(frozen=True)
class Preference:
    """What somebody wants to be told, for one of their organisations."""

    matches: Frequency = Frequency.AT_ONCE
    progress: bool = True

    def stops(self, category: Category) -> bool:
        """Whether the reader has stopped mails of this category."""
        match category:
            case Category.MATCHES:
                return self.matches is Frequency.NEVER
            case Category.PROGRESS:
                return not self.progress
            case Category.ACCOUNT | Category.WORKER:
                return False


AS_DEFAULT = Preference()


@dataclass(frozen=True)
class Departure:
    """In which state a mail begins, and when it is due."""

    state: MailState
    due_at: datetime
    trouble: Trouble | None = field(default=None)


DIGEST_HOUR = time(6, 0, tzinfo=UTC)
"""When digests leave: before the working day begins in the countries served."""


def departure(category: Category, *, urgent: bool, preference: Preference, now: datetime) -> Departure:
    """When a mail leaves: at once, with the next digest, or not at all."""
    if preference.stops(category):
        return Departure(MailState.SUPPRESSED, now, Trouble.STOPPED)
    if category is Category.MATCHES and not urgent and preference.matches is not Frequency.AT_ONCE:
        return Departure(MailState.HELD, next_digest(preference.matches, now))
    return Departure(MailState.QUEUED, now)


def next_digest(frequency: Frequency, now: datetime) -> datetime:
    """The next daily digest, or the next on a Monday, strictly after `now`."""
    due = datetime.combine(now.astimezone(UTC).date(), DIGEST_HOUR)
    while due <= now or (frequency is Frequency.WEEKLY and due.weekday() != 0):
        due += timedelta(days=1)
    return due


LEASE = timedelta(minutes=3)
"""For how long a claimed mail belongs to its sender; longer than the slowest delivery."""

MOST_ATTEMPTS = 20
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)


def pause_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many failed attempts: doubling, with jitter.

    `chance` from 0 to 1 spreads the pause from three to five quarters of its length.
    """
    doubled = FIRST_PAUSE * (1 << min(max(attempts, 1) - 1, 20))
    return min(doubled, LONGEST_PAUSE) * (0.75 + chance / 2)


def label(to: Recipient) -> str:
    """A recipient as one text, for example "person:1f0c…"."""
    match to:
        case ToPerson(person_id):
            return f"person:{person_id}"
        case ToWorker(worker_id):
            return f"worker:{worker_id}"
        case ToAddress(email):
            return f"address:{email.strip().lower()}"


def recipient(text: str, language: str) -> Recipient:
    """The recipient that `label` wrote."""
    kind, _, rest = text.partition(":")
    match kind:
        case "person":
            return ToPerson(UUID(rest))
        case "worker":
            return ToWorker(UUID(rest))
        case _:
            return ToAddress(rest, language)


def message_id(key: str, recipient_label: str, host: str) -> str:
    """The Message-ID of a mail; the same mail sent twice has the same, so that it is recognised."""
    digest = hashlib.sha256(f"{key}\n{recipient_label}".encode()).hexdigest()
    return f"<{digest[:40]}@{host}>"


def in_header(text: str, most: int = 200) -> str:
    """Text that is safe as one line of a mail's head: no control characters, no line ends."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]


def is_writable(email: str) -> bool:
    """Whether an address can stand in a mail's envelope: printable ASCII, one @, a part on each side."""
    before, _, after = email.rpartition("@")
    allowed = email.isascii() and email.isprintable() and not set(email) & set(' <>,;:"()[]\\')
    return allowed and bool(before) and bool(after) and "@" not in before


def clean(value: Any) -> Any:
    """Plain JSON without control characters in its texts; line ends and tabs stay."""
    match value:
        case str():
            return "".join(c for c in value if c in "\n\t" or unicodedata.category(c) != "Cc")
        case dict():
            return {key: clean(item) for key, item in value.items()}
        case list():
            return [clean(item) for item in value]
        case _:
            return value


def without_links(facts: Any) -> Any:
    """The facts of a mail without its links, which may open something for whoever holds them."""
    match facts:
        case dict():
            return {key: without_links(item) for key, item in facts.items() if not _is_link(item)}
        case list():
            return [without_links(item) for item in facts]
        case _:
            return facts


def _is_link(fact: Any) -> bool:
    return isinstance(fact, str) and fact.startswith(("http://", "https://"))
