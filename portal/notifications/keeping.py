"""How long the words of a mail are kept."""

from datetime import timedelta

from sqlalchemy import String, cast, select

from portal.infra.unit_of_work import Work
from portal.notifications.domain import MailState, ToAddress, recipient
from portal.notifications.models import Mail

KEPT = timedelta(days=365)
AT_ONCE = 1000
"""Mails emptied in one run; the rest waits for the next."""
UNDERWAY = (MailState.QUEUED, MailState.HELD, MailState.SENDING)


def empty_old_mails(work: Work) -> int:
    """Delete what mails of more than a year ago said, and bare addresses; that they were sent stays."""
    wanted = select(Mail).where(
        Mail.queued_at < work.now - KEPT, cast(Mail.facts, String) != "{}", Mail.state.not_in(UNDERWAY)
    )
    rows = work.session.scalars(wanted.order_by(Mail.queued_at).limit(AT_ONCE)).all()
    for row in rows:
        row.facts = {}
        if isinstance(recipient(row.recipient, row.language), ToAddress):
            row.recipient = f"address:{row.id}@deleted.invalid"
    return len(rows)
