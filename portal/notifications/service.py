"""Putting messages into the outbox, and what people may decide about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from portal.infra.database import insert_or
from portal.infra.unit_of_work import Work
from portal.kernel.events import plain
from portal.kernel.outcomes import Refusal
from portal.notifications import queries
from portal.notifications.domain import (
    AS_DEFAULT,
    GIVEN_UP,
    STOPPABLE,
    Category,
    Departure,
    Frequency,
    MailState,
    Message,
    Preference,
    ToAddress,
    ToPerson,
    Trouble,
    clean,
    departure,
    label,
    next_digest,
)
from portal.notifications.events import MailResent, MailsStopped, PreferenceChosen, SuppressionLifted
from portal.notifications.models import NO_ORGANISATION, Mail, MailAbout, MailPreference, SuppressedAddress

AT_ONCE = frozenset({Category.ACCOUNT, Category.WORKER})


def queue(work: Work, message: Message) -> None:
    """Put a message into the outbox, in the same transaction as the act that causes it.

    The same key to the same recipient stays one mail. What the reader has stopped is kept as
    suppressed, what belongs into their digest as held.
    """
    preference = _preference(work, message)
    _put(
        work, message, departure(message.category, urgent=message.urgent, preference=preference, now=work.now)
    )


def queue_digest(work: Work, message: Message) -> UUID:
    """Put a digest into the outbox: it is never held for another digest. Its id."""
    return _put(work, message, Departure(MailState.QUEUED, work.now))


def _put(work: Work, message: Message, leaves: Departure) -> UUID:
    mail_id = work.new_id()
    row = {
        "id": mail_id,
        "key": message.key,
        "recipient": label(message.to),
        "language": message.to.language if isinstance(message.to, ToAddress) else "",
        "template": message.template,
        "facts": clean(plain(message.facts)),
        "category": message.category,
        "organisation_id": message.organisation_id,
        "urgent": message.urgent or message.category in AT_ONCE,
        "state": leaves.state,
        "queued_at": work.now,
        "due_at": leaves.due_at,
        "expires_at": message.expires_at,
        "attempts": 0,
        "last_error": leaves.trouble,
    }
    if _is_new(work, row) and message.about:
        about = [
            {"mail_id": mail_id, "kind": ref.kind, "object_id": ref.id}
            for ref in dict.fromkeys(message.about)
        ]
        work.session.execute(insert(MailAbout), about)
    return mail_id


def _is_new(work: Work, row: dict[str, Any]) -> bool:
    fresh = insert_or(work.session, Mail).values(row).on_conflict_do_nothing()
    return work.session.scalar(fresh.returning(Mail.id)) is not None


def _preference(work: Work, message: Message) -> Preference:
    match message.to:
        case ToPerson(person_id):
            return queries.preference(work.session, person_id, message.organisation_id)
        case _:
            return AS_DEFAULT


def choose(work: Work, person_id: UUID, organisation_id: UUID | None, chosen: Preference) -> None:
    """Keep what somebody prefers; mails held for a digest follow the new choice."""
    organisation = organisation_id or NO_ORGANISATION
    _keep(work, person_id, organisation, chosen)
    _rehold(work, person_id, organisation, chosen)
    work.emit(
        PreferenceChosen(
            at=work.now,
            by=work.actor,
            person_id=person_id,
            organisation_id=organisation,
            matches=chosen.matches,
            progress=chosen.progress,
        )
    )


def choose_all(work: Work, person_id: UUID, chosen: Mapping[UUID, Preference]) -> None:
    """Keep what somebody prefers for each of their organisations."""
    for organisation_id, preference in chosen.items():
        if queries.preference(work.session, person_id, organisation_id) != preference:
            choose(work, person_id, organisation_id, preference)


def stop(work: Work, person_id: UUID, organisation_id: UUID, category: Category) -> None:
    """Send somebody no more mails of a category; those that wait are not sent either."""
    was = queries.preference(work.session, person_id, organisation_id)
    if was.stops(category):
        return
    chosen = (
        replace(was, matches=Frequency.NEVER)
        if category is Category.MATCHES
        else replace(was, progress=False)
    )
    _keep(work, person_id, organisation_id, chosen)
    _rehold(work, person_id, organisation_id, chosen)
    work.emit(
        MailsStopped(
            at=work.now,
            by=work.actor,
            person_id=person_id,
            organisation_id=organisation_id,
            category=category,
        )
    )


def _keep(work: Work, person_id: UUID, organisation_id: UUID, chosen: Preference) -> None:
    work.session.merge(
        MailPreference(
            person_id=person_id,
            organisation_id=organisation_id,
            matches=chosen.matches,
            progress=chosen.progress,
        )
    )
    work.session.flush()


def _rehold(work: Work, person_id: UUID, organisation_id: UUID, chosen: Preference) -> None:
    """Give the mails that wait for a digest their new time, or take them off the road."""
    same = None if organisation_id == NO_ORGANISATION else organisation_id
    whose = (Mail.recipient == label(ToPerson(person_id)), Mail.organisation_id.is_not_distinct_from(same))
    change = update(Mail).where(*whose).execution_options(synchronize_session=False)
    for category in STOPPABLE:
        if chosen.stops(category):
            stopped = change.where(
                Mail.category == category, Mail.state.in_((MailState.QUEUED, MailState.HELD))
            )
            work.session.execute(
                stopped.values(
                    state=MailState.SUPPRESSED,
                    last_error=Trouble.STOPPED,
                    claimed_by=None,
                    claimed_until=None,
                )
            )
    if chosen.matches is not Frequency.NEVER:
        at_once = chosen.matches is Frequency.AT_ONCE
        due_at = work.now if at_once else next_digest(chosen.matches, work.now)
        work.session.execute(
            change.where(Mail.state == MailState.HELD, Mail.digest_id.is_(None)).values(due_at=due_at)
        )


def drop_waiting(work: Work, person_id: UUID, organisation_id: UUID) -> None:
    """Take mails off the road that speak of an organisation's matches, for somebody who has left it."""
    waiting = update(Mail).where(
        Mail.recipient == label(ToPerson(person_id)),
        Mail.organisation_id == organisation_id,
        Mail.category.in_(STOPPABLE),
        Mail.state.in_((MailState.QUEUED, MailState.HELD)),
    )
    work.session.execute(
        waiting.values(
            state=MailState.SUPPRESSED, last_error=Trouble.STOPPED, claimed_by=None, claimed_until=None
        ).execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class Resent:
    """The mail is in the outbox again."""


@dataclass(frozen=True)
class NotGivenUp(Refusal):
    """There is no such mail among those that were given up."""


@dataclass(frozen=True)
class TooLate(Refusal):
    """The mail would be of no use any more."""

    expired_at: datetime


def resend(work: Work, mail_id: UUID) -> Resent | NotGivenUp | TooLate:
    """Try a mail again that was given up; its reader can tell by the Message-ID if both arrive."""
    row = work.session.get(Mail, mail_id, with_for_update=True)
    if row is None or not _is_given_up(row):
        return NotGivenUp()
    if row.expires_at is not None and row.expires_at <= work.now:
        return TooLate(row.expires_at)
    row.state, row.attempts, row.due_at, row.last_error = MailState.QUEUED, 0, work.now, None
    work.emit(MailResent(at=work.now, by=work.actor, mail_id=mail_id))
    return Resent()


def _is_given_up(row: Mail) -> bool:
    stopped = row.last_error == Trouble.STOPPED
    return row.state in GIVEN_UP and not stopped and row.digest_id is None


@dataclass(frozen=True)
class Lifted:
    """The address may have mail again."""


@dataclass(frozen=True)
class NotSuppressed(Refusal):
    """The address is not on the list any more."""


def lift(work: Work, suppression_id: UUID) -> Lifted | NotSuppressed:
    """Let an address have mail again; what it missed is not sent by itself."""
    row = work.session.get(SuppressedAddress, suppression_id, with_for_update=True)
    if row is None:
        return NotSuppressed()
    work.session.delete(row)
    work.emit(SuppressionLifted(at=work.now, by=work.actor, suppression_id=suppression_id))
    return Lifted()
