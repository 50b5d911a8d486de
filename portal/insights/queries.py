"""What the first page and the homes count and list."""

from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class OpenNow:
    """What stands open on the portal at this moment."""

    workers: int
    """Heads in open posts of spare workers."""
    places: int
    """Heads in open vacancies."""
    countries: int
    """Countries with any open post."""


def open_now(session: Session) -> OpenNow:
    """Counts for the first page."""
    return OpenNow(0, 0, 0)
