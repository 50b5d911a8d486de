"""Offers found and locked, by a worker's code or by the provider that made them."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.models import Introduction, Offer
from portal.placements.offers.domain.offers import known_code
from portal.placements.rows import OfferRow


@dataclass(frozen=True)
class NoSuchOffer(Refusal):
    """No offer has this code."""


def link_code(offer: OfferRow) -> str | None:
    """The code of an offer, for its link; made anew each time, since only its hash is stored."""
    return code_under(offer.id, offer.code_hash)


def code_under(offer_id: UUID, code_hash: str) -> str | None:
    """The same, from what a mail may hold."""
    return known_code(portal_secrets(), offer_id, code_hash)


def by_code(work: Work, code: str) -> tuple[Offer, Introduction] | NoSuchOffer:
    """The offer behind a worker's code, and its introduction, both locked."""
    found = queries.offer_by_code(work.session, code)
    return _locked(work, found.id, found.introduction_id) if found else NoSuchOffer()


def own(work: Work, organisation_id: UUID, offer_id: UUID) -> tuple[Offer, Introduction] | NotYours:
    """The provider's own offer and its introduction, both locked."""
    found = queries.offer(work.session, offer_id)
    if found is None or found.provider_id != organisation_id:
        return NotYours()
    return _locked(work, found.id, found.introduction_id)


def _locked(work: Work, offer_id: UUID, introduction_id: UUID) -> tuple[Offer, Introduction]:
    """The introduction first, always: whoever accepts counts its places alone."""
    row = work.session.get_one(Introduction, introduction_id, with_for_update=True)
    return work.session.get_one(Offer, offer_id, with_for_update=True), row
