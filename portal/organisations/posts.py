"""What a post takes from its organisation: the branch in words, and who answers for it."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.kernel.viewer import MemberRole
from portal.organisations.queries import branch, members_of


def branch_words(session: Session, branch_id: UUID | None) -> str:
    """The branch that a post belongs to."""
    found = branch(session, branch_id) if branch_id else None
    return found.name if found else gettext("None in particular")


def is_branch_of(session: Session, organisation_id: UUID, branch_id: UUID) -> bool:
    """Whether the branch is one of the organisation's own."""
    found = branch(session, branch_id)
    return found is not None and found.organisation_id == organisation_id


def who_answers(session: Session, organisation_id: UUID, posted_by: UUID) -> Sequence[UUID]:
    """Whoever posted it, while they belong to the organisation; else its administrators."""
    members = members_of(session, organisation_id)
    if any(one.person_id == posted_by for one in members):
        return [posted_by]
    return [one.person_id for one in members if one.role is MemberRole.ADMINISTRATOR]
