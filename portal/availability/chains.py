"""Lots whose workers come through sub-agents."""

from sqlalchemy import Text, cast
from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.availability.models import Availability
from portal.availability.shelf import SHELF
from portal.organisations.domain.chains import ThroughAgents
from portal.posts.domain import PostState


def chained_lots(session: Session) -> list[AvailabilityRow]:
    """Lots that were not closed and name sub-agents, whoever they belong to."""
    perhaps = cast(Availability.chain, Text).contains(f'"{ThroughAgents.YES.value}"')
    found = SHELF.select(session, perhaps, Availability.state != PostState.CLOSED)
    return [one for one in found if one.chain.through is ThroughAgents.YES]
