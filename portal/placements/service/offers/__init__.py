"""Offers to workers: made, shown, answered, taken back, lapsed."""

from portal.placements.service.offers.answering import accept_offer, decline_offer, show_terms
from portal.placements.service.offers.finding import NoSuchOffer, code_under, link_code
from portal.placements.service.offers.making import (
    ContactsAreWithheld,
    OffersMade,
    expire_offers,
    make_offers,
    offer_again,
    withdraw_offer,
)
from portal.placements.service.offers.recording import record_answer

__all__ = [
    "ContactsAreWithheld",
    "NoSuchOffer",
    "OffersMade",
    "accept_offer",
    "code_under",
    "decline_offer",
    "expire_offers",
    "link_code",
    "make_offers",
    "offer_again",
    "record_answer",
    "show_terms",
    "withdraw_offer",
]
