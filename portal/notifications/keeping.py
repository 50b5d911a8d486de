"""How long the words of a mail are kept."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import String, cast, delete, select

from portal.infra.unit_of_work import Work
from portal.notifications.domain import MailState, Recipient, ToAddress, label, recipient
from portal.notifications.models import Mail, SuppressedAddress

KEPT = timedelta(days=365)
AT_ONCE = 1000
"""Mails emptied in one run; the rest waits for the next."""
UNDERWAY = (MailState.QUEUED, MailState.HELD, MailState.SENDING)


def empty_mails_to(work: Work, recipients: Iterable[Recipient]) -> int:
    """Delete what all mails to these recipients said, and bare addresses; that they were sent stays."""
    to = list(recipients)
    rows = work.session.scalars(select(Mail).where(Mail.recipient.in_([label(one) for one in to]))).all()
    for row in rows:
        _empty(row)
        if row.state in UNDERWAY:
            row.state = MailState.EXPIRED
    addresses = [one.email for one in to if isinstance(one, ToAddress)]
    work.session.execute(delete(SuppressedAddress).where(SuppressedAddress.email.in_(addresses)))
    return len(rows)


def empty_old_mails(work: Work) -> int:
    """Delete what mails of more than a year ago said, and bare addresses; that they were sent stays."""
    wanted = select(Mail).where(
        Mail.queued_at < work.now - KEPT, cast(Mail.facts, String) != "{}", Mail.state.not_in(UNDERWAY)
    )
    rows = work.session.scalars(wanted.order_by(Mail.queued_at).limit(AT_ONCE)).all()
    for row in rows:
        _empty(row)
    return len(rows)


def _empty(row: Mail) -> None:
    row.facts = {}
    if isinstance(recipient(row.recipient, row.language), ToAddress):
        row.recipient = f"address:{row.id}@deleted.invalid"
