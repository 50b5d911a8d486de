"""Posts that are being written, with whatever was typed so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.posts.columns import DraftColumns
from portal.posts.domain import NoSuchPost


@dataclass(frozen=True)
class Draft:
    """A post that is being written: field name to the list of what was typed."""

    id: UUID
    organisation_id: UUID
    answers: Mapping[str, list[str]]
    saved_at: datetime


@dataclass(frozen=True)
class Drafts:
    """The table of one kind of drafts."""

    draft: Any

    def find_draft(self, session: Session, organisation_id: UUID, post_id: UUID) -> Draft | None:
        draft = session.get(self.draft, post_id)
        return _draft(draft) if draft and draft.organisation_id == organisation_id else None

    def drafts_of(self, session: Session, organisation_id: UUID) -> list[Draft]:
        """The organisation's drafts, the latest first."""
        wanted = select(self.draft).where(self.draft.organisation_id == organisation_id)
        return [_draft(one) for one in session.scalars(wanted.order_by(self.draft.saved_at.desc()))]

    def keep_draft(
        self, work: Work, organisation_id: UUID, post_id: UUID | None, answers: Mapping[str, list[str]]
    ) -> Draft | NoSuchPost:
        """Keep what was typed so far, in a new draft or in one that there is."""
        if post_id is None:
            draft = self.draft(
                id=work.new_id(),
                organisation_id=organisation_id,
                posted_by=work.actor,
                answers=dict(answers),
                saved_at=work.now,
            )
            work.session.add(draft)
            return _draft(draft)
        draft = work.session.get(self.draft, post_id, with_for_update=True)
        if draft is None or draft.organisation_id != organisation_id:
            return NoSuchPost()
        draft.answers, draft.saved_at = dict(answers), work.now
        return _draft(draft)

    def drop_draft(self, work: Work, organisation_id: UUID, post_id: UUID) -> NoSuchPost | None:
        """Forget a draft, because it was published or thrown away."""
        draft = work.session.get(self.draft, post_id, with_for_update=True)
        if draft is None or draft.organisation_id != organisation_id:
            return NoSuchPost()
        work.session.delete(draft)
        return None


def _draft(kept: DraftColumns) -> Draft:
    return Draft(kept.id, kept.organisation_id, kept.answers, kept.saved_at)
