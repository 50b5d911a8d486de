"""Workers who began on day one."""

from uuid import UUID

from portal.placements import queries
from portal.placements.rows import OfferRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.service.placements import call_roll
from tests.builders.placements import Matched
from tests.builders.safety import made_safe


def began(at: Matched, introduction_id: UUID) -> list[OfferRow]:
    """Everybody expected got what they need for their safety, and came; their offers by number."""
    made_safe(at, introduction_id)
    with at.reading() as session:
        placed = queries.placements_of(session, introduction_id)
        offers = queries.offers_of(session, introduction_id)
    came = {one.id: True for one in placed if one.state is PlacementState.EXPECTED}
    done = at.do(call_roll, at.employer.organisation_id, introduction_id, came, by=at.employer)
    assert done == len(came), done
    return [one for one in offers if one.id in {each.offer_id for each in placed}]
