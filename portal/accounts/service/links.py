"""Making and using up the links that are mailed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal.accounts.domain import LINK_LIFE, LinkPurpose
from portal.accounts.models import AccountLinkRow
from portal.accounts.secrets import new_token, token_hash
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal


@dataclass(frozen=True)
class LinkSpent(Refusal):
    """The link was used, has expired, was replaced by a newer one, or never was."""


@dataclass(frozen=True)
class FreshLink:
    """A link's secret word, and until when it works."""

    token: str
    expires_at: datetime


def make_link(
    work: Work,
    person_id: UUID,
    purpose: LinkPurpose,
    *,
    email: str | None = None,
    life: timedelta | None = None,
) -> FreshLink:
    """A new link for this purpose; earlier ones of the same purpose stop working."""
    end_links(work, person_id, purpose)
    fresh = FreshLink(new_token(), work.now + (life or LINK_LIFE[purpose]))
    work.session.add(
        AccountLinkRow(
            id=work.new_id(),
            person_id=person_id,
            purpose=purpose,
            token_hash=token_hash(fresh.token),
            email=email,
            expires_at=fresh.expires_at,
            used_at=None,
        )
    )
    return fresh


def end_links(work: Work, person_id: UUID, *purposes: LinkPurpose) -> None:
    """Make a person's links for these purposes stop working."""
    work.session.execute(
        update(AccountLinkRow)
        .where(
            AccountLinkRow.person_id == person_id,
            AccountLinkRow.purpose.in_(purposes),
            AccountLinkRow.used_at.is_(None),
        )
        .values(used_at=work.now)
    )


def use_up(work: Work, token: str, purpose: LinkPurpose) -> AccountLinkRow | LinkSpent:
    """The link of this token, marked as used; it works for nobody after this."""
    row = work.session.scalar(
        select(AccountLinkRow)
        .where(AccountLinkRow.token_hash == token_hash(token), AccountLinkRow.purpose == purpose)
        .with_for_update()
    )
    if row is None or row.used_at is not None or work.now >= row.expires_at:
        return LinkSpent()
    row.used_at = work.now
    return row
