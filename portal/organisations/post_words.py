"""What a post says of its organisation, in words."""

from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.organisations.queries import branch


def branch_words(session: Session, branch_id: UUID | None) -> str:
    """The branch that a post belongs to."""
    found = branch(session, branch_id) if branch_id else None
    return found.name if found else gettext("None in particular")
