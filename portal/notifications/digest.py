"""One mail a day, or a week, in place of many: what was held for a reader, best first."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select, update

from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.notifications.domain import Category, MailState, Message, recipient
from portal.notifications.models import Mail
from portal.notifications.rendering import DIGEST
from portal.notifications.service import queue_digest

MOST_LINES = 30
"""More than these are only counted."""


def send_digests(work: Work) -> int:
    """Queue a digest for every reader whose held mails are due; how many."""
    held = _due(work)
    for (to, organisation_id), mails in held.items():
        _queue_digest(work, to, organisation_id, mails)
    return len(held)


def _due(work: Work) -> dict[tuple[str, UUID | None], list[Mail]]:
    """What is held for readers of whom at least one mail is due; the too late are left out."""
    waiting = select(Mail).where(Mail.state == MailState.HELD, Mail.digest_id.is_(None))
    due = waiting.where(Mail.due_at <= work.now).with_only_columns(Mail.recipient).distinct()
    grouped: dict[tuple[str, UUID | None], list[Mail]] = defaultdict(list)
    rows = work.session.scalars(
        waiting.where(Mail.recipient.in_(due)).order_by(Mail.queued_at, Mail.id).with_for_update()
    )
    for row in rows:
        if row.expires_at is None or row.expires_at > work.now:
            grouped[row.recipient, row.organisation_id].append(row)
    return {whose: mails for whose, mails in grouped.items() if any(one.due_at <= work.now for one in mails)}


def _queue_digest(work: Work, to: str, organisation_id: UUID | None, mails: Sequence[Mail]) -> None:
    best = sorted(mails, key=_score, reverse=True)
    shown: list[dict[str, Any]] = [
        {"template": mail.template, "facts": mail.facts} for mail in best[:MOST_LINES]
    ]
    digest_id = queue_digest(
        work,
        Message(
            template=DIGEST,
            to=recipient(to, ""),
            facts={"mails": shown, "count": len(best), "url": _home()},
            key=f"digest:{mails[0].id}",
            category=Category.MATCHES,
            organisation_id=organisation_id,
        ),
    )
    work.session.execute(
        update(Mail).where(Mail.id.in_([mail.id for mail in mails])).values(digest_id=digest_id)
    )


def _score(mail: Mail) -> float:
    score = mail.facts.get("score")
    return float(score) if isinstance(score, int | float | str) and str(score) else 0.0


def _home() -> str:
    if "insights_account.home" in current_app.view_functions:
        return public_url("insights_account.home")
    return str(current_app.config["PUBLIC_URL"])
