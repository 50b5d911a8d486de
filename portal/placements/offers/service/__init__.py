"""Offers to workers: made, shown, answered, taken back, lapsed."""

from portal.placements.offers.service.answering import accept_offer, ask_more_time, decline_offer, take_back
from portal.placements.offers.service.finding import NoSuchOffer, code_under, link_code
from portal.placements.offers.service.making import (
    ContactsAreWithheld,
    OffersMade,
    expire_offers,
    make_offers,
    offer_again,
    prolong_offer,
    withdraw_offer,
    withdraw_offers_of,
)
from portal.placements.offers.service.opening import open_again, open_first
from portal.placements.offers.service.recording import record_answer, record_call

__all__ = [
    "ContactsAreWithheld",
    "NoSuchOffer",
    "OffersMade",
    "accept_offer",
    "ask_more_time",
    "code_under",
    "decline_offer",
    "expire_offers",
    "link_code",
    "make_offers",
    "offer_again",
    "open_again",
    "open_first",
    "prolong_offer",
    "record_answer",
    "record_call",
    "take_back",
    "withdraw_offer",
    "withdraw_offers_of",
]
