"""The side that employs gives the contract; one that is worse than the offer needs the worker's answer."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.infra.seal import close
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.fairness import judge_offers
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.service.introductions import own_introduction
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain.key_terms import (
    DEDUCTIONS,
    KeyTerms,
    Turn,
    stated_differences,
    with_stated,
    written,
)
from portal.placements.offers.domain.terms import WhyTerms, standing
from portal.placements.offers.events import ContractGiven, ContractOpened, OfferTermsChanged
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.offers.service.keeping_terms import keep, keep_terms
from portal.placements.telling import of_offer
from portal.placements.work.contracts import SEALED_FOR, Contract
from portal.placements.work.domain.contracts import NothingStated, NotTheirEmployer, UnknownPaper, kind_of
from portal.placements.work.domain.placements import PlacementNotPossible


def give_contract(
    work: Work,
    organisation_id: UUID,
    introduction_id: UUID,
    number: int,
    *,
    stated: KeyTerms,
    paper: bytes = b"",
) -> int | NotYours | NotTheirEmployer | PlacementNotPossible | NothingStated | UnknownPaper:
    """Keep the contract of the worker with that number; how many of its terms are worse than agreed."""
    found = _placed(work, organisation_id, introduction_id, number)
    if isinstance(found, Refusal):
        return found
    row, offer = found
    if not written(stated) and not paper:
        return NothingStated()
    kind = kind_of(paper) if paper else None
    if isinstance(kind, UnknownPaper):
        return kind
    contract_id = work.new_id()
    versions = work.session.scalar(select(func.count()).where(Contract.offer_id == offer.id)) or 0
    work.session.add(
        Contract(
            id=contract_id,
            offer_id=offer.id,
            version=versions + 1,
            stated=written(stated),
            kind=kind,
            sealed=close(SEALED_FOR, paper, contract_id.bytes) if paper else None,
            given_by=organisation_id,
            given_at=work.now,
        )
    )
    work.session.flush()
    worse = _ask_again(work, row, offer, stated)
    work.emit(ContractGiven(**of_offer(work, row, offer), version=versions + 1, worse=worse))
    judge_offers(work, [offer], row)
    return worse


def note_opened(work: Work, contract_id: UUID) -> None:
    """Somebody of staff opens the copy: the trail keeps each time."""
    found = work.session.get_one(Contract, contract_id)
    offer = work.session.get_one(Offer, found.offer_id)
    row = work.session.get_one(Introduction, offer.introduction_id)
    work.emit(ContractOpened(**of_offer(work, row, offer), version=found.version))


def _ask_again(work: Work, row: Introduction, offer: Offer, stated: KeyTerms) -> int:
    """A new version of the terms where the contract is worse; how many terms are."""
    if not kept_terms(work.session, offer.id):
        keep_terms(work, row, offer)
    kept = kept_terms(work.session, offer.id)
    agreed = standing(kept).terms
    worse = sum(one.turn is Turn.WORSE for one in stated_differences(agreed, stated))
    if worse:
        base = kept[-1] if kept[-1].agreed is None else standing(kept)
        found = stated_differences(base.terms, stated)
        stated_now: dict[str, Any] = {one.name: one.after for one in found if one.name not in DEDUCTIONS}
        changed = with_stated(replace(base.terms, **stated_now), stated)
        newest = keep(work, offer, kept[-1].version + 1, changed, WhyTerms.CONTRACT)
        newest.vacancy_version, newest.engagement_version = base.vacancy_version, base.engagement_version
        work.emit(
            OfferTermsChanged(
                **of_offer(work, row, offer), version=newest.version, was_accepted=True, worse=worse
            )
        )
    return worse


def _placed(
    work: Work, organisation_id: UUID, introduction_id: UUID, number: int
) -> tuple[Introduction, Offer] | NotYours | NotTheirEmployer | PlacementNotPossible:
    own = own_introduction(work, organisation_id, introduction_id)
    if isinstance(own, NotYours):
        return own
    row, side = own
    placed = work.session.scalar(
        select(Placement).where(Placement.introduction_id == row.id, Placement.number == number)
    )
    if placed is None:
        return NotYours()
    if not placed.state.takes_place:
        return PlacementNotPossible(placed.state)
    offer = work.session.get_one(Offer, placed.offer_id, with_for_update=True)
    engagement = queries.engagement_version(work.session, row.id, offer.engagement_version)
    if engagement is None or engagement.terms.employer_of_record is not side:
        return NotTheirEmployer()
    return row, offer
