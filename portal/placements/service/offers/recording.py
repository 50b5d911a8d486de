"""What a provider writes down of what a worker said: not confirmed until the worker says so."""

from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.placements.domain.answers import NotYours
from portal.placements.domain.offers import Channel, OfferAct, OfferState, Through
from portal.placements.service.offers.deciding import Answered, accept, decline
from portal.placements.service.offers.finding import own
from portal.placements.service.offers.records import keep_answer


def record_answer(
    work: Work, organisation_id: UUID, offer_id: UUID, *, accepts: bool, channel: Channel = Channel.AGENCY
) -> NotYours | Answered:
    """The provider records what a worker said; until the worker says so too, it is not confirmed."""
    found = own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    done = (accept if accepts else decline)(work, offer, row, Through.PROVIDER)
    if isinstance(done, OfferState):
        keep_answer(work, offer, OfferAct.ACCEPT if accepts else OfferAct.DECLINE, channel)
    return done
