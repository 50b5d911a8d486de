"""The steps of a mail through the outbox: claimed under a lease, started, settled by the holder only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, exists, or_, select, update
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.notifications import queries
from portal.notifications.domain import (
    LEASE,
    MOST_ATTEMPTS,
    Address,
    AddressBook,
    Category,
    MailState,
    ToPerson,
    Trouble,
    is_writable,
    pause_after,
    recipient,
    without_links,
)
from portal.notifications.models import Mail, SuppressedAddress

WAITING = (MailState.QUEUED, MailState.SENDING)
"""States of a mail that has still to leave; SENDING counts once its lease has lapsed."""


@dataclass(frozen=True)
class Departing:
    """A mail whose start is on record: it must be written and handed over now."""

    mail_id: UUID
    key: str
    recipient: str
    template: str
    facts: dict[str, Any]
    category: Category
    organisation_id: UUID | None
    person_id: UUID | None
    address: Address
    attempts: int


@dataclass(frozen=True)
class Result:
    """How an attempt ended. `again` is the chance (0 to 1) that spreads the pause; none ends the tries."""

    state: MailState
    trouble: Trouble | None = None
    code: int | None = None
    again: float | None = None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(Mail.claimed_until.is_(None), Mail.claimed_until < now)


def _due(now: datetime) -> ColumnElement[bool]:
    return and_(Mail.state.in_(WAITING), Mail.due_at <= now, _free(now))


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a mail should leave now."""
    return bool(session.scalar(select(exists().where(_due(now)))))


def claim(work: Work, holder: UUID, most: int) -> list[UUID]:
    """Take up to `most` due mails, pressing ones first, for `holder`, who alone may settle them."""
    _give_up_stale(work)
    found = list(
        work.session.scalars(
            select(Mail.id)
            .where(_due(work.now))
            .order_by(Mail.urgent.desc(), Mail.due_at, Mail.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
    )
    if found:
        taken = update(Mail).where(Mail.id.in_(found), _due(work.now))
        work.session.execute(
            taken.values(state=MailState.QUEUED, claimed_by=holder, claimed_until=work.now + LEASE)
        )
    return found


def _give_up_stale(work: Work) -> None:
    """Mails that are too late expire; mails whose sender died once too often fail."""
    change = update(Mail).execution_options(synchronize_session=False)
    too_late = Mail.expires_at <= work.now
    work.session.execute(
        change.where(Mail.state.in_((*WAITING, MailState.HELD)), _free(work.now), too_late).values(
            state=MailState.EXPIRED
        )
    )
    work.session.execute(
        change.where(Mail.state == MailState.SENDING, _free(work.now), Mail.attempts >= MOST_ATTEMPTS).values(
            state=MailState.FAILED, last_error=Trouble.INTERRUPTED
        )
    )


def start(work: Work, holder: UUID, mail_id: UUID, book: AddressBook) -> Departing | None:
    """Put the start of an attempt on record; none when the mail is another's by now, or must not go."""
    row = _held_by(work, holder, mail_id)
    if row is None or row.state is not MailState.QUEUED:
        return None
    to = recipient(row.recipient, row.language)
    address = book.find(work.session, to)
    unfit = _why_not(work, row, address)
    if unfit is not None or address is None:
        _close(work, row, unfit or Result(MailState.SUPPRESSED, Trouble.NO_ADDRESS))
        return None
    row.state, row.started_at, row.claimed_until = MailState.SENDING, work.now, work.now + LEASE
    row.attempts += 1
    return Departing(
        mail_id=row.id,
        key=row.key,
        recipient=row.recipient,
        template=row.template,
        facts=row.facts,
        category=row.category,
        organisation_id=row.organisation_id,
        person_id=to.person_id if isinstance(to, ToPerson) else None,
        address=address,
        attempts=row.attempts,
    )


def _why_not(work: Work, row: Mail, address: Address | None) -> Result | None:
    if row.expires_at is not None and row.expires_at <= work.now:
        return Result(MailState.EXPIRED)
    to = recipient(row.recipient, row.language)
    if isinstance(to, ToPerson):
        wanted = queries.preference(work.session, to.person_id, row.organisation_id)
        if wanted.stops(row.category):
            return Result(MailState.SUPPRESSED, Trouble.STOPPED)
    if address is None:
        return Result(MailState.SUPPRESSED, Trouble.NO_ADDRESS)
    if not is_writable(address.email):
        return Result(MailState.FAILED, Trouble.UNUSABLE_ADDRESS)
    if is_suppressed(work.session, address.email):
        return Result(MailState.SUPPRESSED, Trouble.ADDRESS_SUPPRESSED)
    return None


def is_suppressed(session: Session, email: str) -> bool:
    """Whether an address refused mail before, and nobody lifted that."""
    same = SuppressedAddress.email == email.lower()
    return session.scalar(select(SuppressedAddress.id).where(same)) is not None


def settle(work: Work, holder: UUID, mail_id: UUID, result: Result) -> bool:
    """Write down how an attempt ended; false, and nothing written, when the mail is another's by now."""
    row = _held_by(work, holder, mail_id)
    if row is None:
        return False
    if result.again is None:
        _close(work, row, result)
    elif row.attempts >= MOST_ATTEMPTS:
        _close(work, row, Result(MailState.FAILED, result.trouble, result.code))
    else:
        row.state, row.claimed_by, row.claimed_until = MailState.QUEUED, None, None
        row.due_at = work.now + pause_after(row.attempts, result.again)
        row.last_error = _in_words(result)
    return True


def suppress(work: Work, email: str, reason: Trouble) -> None:
    """Send nothing more to an address until somebody lifts that by hand."""
    if not is_suppressed(work.session, email):
        work.session.add(
            SuppressedAddress(id=work.new_id(), email=email.lower(), since=work.now, reason=reason)
        )


def hand_back(work: Work, holder: UUID, trouble: Trouble | None = None) -> int:
    """Free every mail that `holder` claimed and did not start; how many."""
    change = update(Mail).where(Mail.claimed_by == holder, Mail.state == MailState.QUEUED)
    said: dict[str, Any] = {"last_error": trouble} if trouble else {}
    done: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]
        change.values(claimed_by=None, claimed_until=None, **said)
    )
    return done.rowcount


def _held_by(work: Work, holder: UUID, mail_id: UUID) -> Mail | None:
    mine = select(Mail).where(Mail.id == mail_id, Mail.claimed_by == holder)
    return work.session.scalar(mine.with_for_update())


def _close(work: Work, row: Mail, result: Result) -> None:
    """No further attempt, and no link is kept of what was sent. What a digest lists shares its fate."""
    row.state, row.claimed_by, row.claimed_until = result.state, None, None
    row.last_error = _in_words(result)
    row.sent_at = work.now if result.state is MailState.SENT else None
    if result.state is MailState.SENT:
        row.facts = without_links(row.facts)
    work.session.execute(
        update(Mail)
        .where(Mail.digest_id == row.id)
        .values(state=row.state, last_error=row.last_error, sent_at=row.sent_at)
    )


def _in_words(result: Result) -> str | None:
    if result.trouble is None:
        return None
    return f"{result.trouble.value} ({result.code})" if result.code else result.trouble.value
