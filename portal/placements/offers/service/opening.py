"""A worker opens an offer: the first time with a contact and a secret word of their own."""

from portal.infra.unit_of_work import Work
from portal.placements.models import Introduction, Offer
from portal.placements.offers.domain.offers import OFFER, NotOpened, OfferAct, OfferState
from portal.placements.offers.events import OfferOpened
from portal.placements.offers.service.finding import NoSuchOffer, by_code
from portal.placements.telling import of_offer
from portal.workers.own_contact import Contact, WordIsSet, has_word, set_word
from portal.workers.queries import worker


def open_first(
    work: Work, code: str, contact: Contact, word_hash: str
) -> OfferState | NoSuchOffer | WordIsSet:
    """The worker's first opening of any offer: contact and word are kept, and the offer is opened.

    Of a worker who was erased or forgotten nothing is kept again.
    """
    found = by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    offer, row = found
    if worker(work.session, offer.worker_id) is None:
        return NoSuchOffer()
    kept = set_word(work, offer.worker_id, contact, word_hash)
    if isinstance(kept, WordIsSet):
        return kept
    mark_opened(work, offer, row)
    return offer.state


def open_again(work: Work, code: str) -> OfferState | NoSuchOffer | NotOpened:
    """A worker who has a word opens an offer; the first time is recorded."""
    found = by_worker(work, code)
    return found if isinstance(found, (NoSuchOffer, NotOpened)) else found[0].state


def by_worker(work: Work, code: str) -> tuple[Offer, Introduction] | NoSuchOffer | NotOpened:
    """The offer that its worker acts on, locked and marked as opened; nobody acts before there is a word."""
    found = by_code(work, code)
    if isinstance(found, NoSuchOffer):
        return found
    if not has_word(work.session, found[0].worker_id):
        return NotOpened()
    mark_opened(work, *found)
    return found


def mark_opened(work: Work, offer: Offer, row: Introduction) -> None:
    """Note the first time."""
    if (offer.state, OfferAct.OPEN) in OFFER and offer.opened_at is None:
        offer.opened_at = work.now
        work.emit(OfferOpened(**of_offer(work, row, offer)))
