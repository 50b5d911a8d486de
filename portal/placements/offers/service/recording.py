"""What a provider writes down of what a worker said: not confirmed until the worker says so."""

from uuid import UUID

from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.offers.domain.offers import Channel, OfferAct, OfferState, Through
from portal.placements.offers.domain.slip_codes import WrongSlipCode, is_slip_code
from portal.placements.offers.service.deciding import Answered, accept, decline
from portal.placements.offers.service.finding import own
from portal.placements.offers.service.records import keep_answer


def record_answer(
    work: Work,
    organisation_id: UUID,
    offer_id: UUID,
    *,
    accepts: bool,
    channel: Channel = Channel.AGENCY,
    slip_code: str = "",
) -> NotYours | WrongSlipCode | Answered:
    """The provider records what a worker said; until the worker says so too, it is not confirmed.

    With the code that stands on the worker's slip the answer counts as the worker's own. The provider that
    prints the slips knows the codes too, so the worker can still deny it.
    """
    found = own(work, organisation_id, offer_id)
    if isinstance(found, NotYours):
        return found
    offer, row = found
    if slip_code and not is_slip_code(portal_secrets(), offer.id, slip_code):
        return WrongSlipCode()
    through, channel = (Through.WORKER, Channel.SLIP) if slip_code else (Through.PROVIDER, channel)
    done = (accept if accepts else decline)(work, offer, row, through)
    if isinstance(done, OfferState):
        offer.confirmed_at = None
        keep_answer(work, offer, OfferAct.ACCEPT if accepts else OfferAct.DECLINE, channel)
    return done
