"""The versions of an offer's terms, as they are kept: the first, a later one, what was agreed to."""

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.placements import queries
from portal.placements.models import Introduction, Offer, OfferTerms
from portal.placements.offers.domain.key_terms import KeyTerms, written
from portal.placements.offers.domain.terms import TermsChanged, WhyTerms
from portal.placements.offers.offered_terms import terms_as_agreed
from portal.vacancies import queries as vacancies

THE_WORK = ("isco", "sector", "country", "town", "currency", "accommodation")
"""What of a vacancy cannot change, besides falling pay, without both sides agreeing anew."""


def keep_terms(work: Work, row: Introduction, offer: Offer) -> None:
    """The first version, as the offer is made."""
    keep(
        work,
        offer,
        1,
        terms_now(work, row, offer.vacancy_version, offer.engagement_version),
        WhyTerms.OFFERED,
    )


def agreed_to(work: Work, offer: Offer) -> None:
    """The worker has accepted what the newest version says."""
    if newest := _newest(work, offer):
        newest.agreed, newest.answered_at = True, work.now


def is_stale(work: Work, offer: Offer, seen: int) -> TermsChanged | None:
    """Whether the worker answers from a page that shows earlier terms."""
    newest = _newest(work, offer)
    return TermsChanged(newest.version) if newest and newest.version > seen else None


def has_work_changed(work: Work, row: Introduction) -> bool:
    """Whether a worker would be offered other work, elsewhere or for less, than both sides agreed on."""
    agreed = vacancies.vacancy_as_of(work.session, row.vacancy_id, row.vacancy_version)
    now = vacancies.vacancy(work.session, row.vacancy_id)
    if agreed is None or now is None:
        raise LookupError("an introduction names a vacancy that was never kept")
    return now.pay < agreed.pay or any(getattr(now, one) != getattr(agreed, one) for one in THE_WORK)


def keep(work: Work, offer: Offer, version: int, terms: KeyTerms, why: WhyTerms) -> OfferTerms:
    kept = OfferTerms(
        offer_id=offer.id,
        version=version,
        engagement_version=offer.engagement_version,
        vacancy_version=offer.vacancy_version,
        terms=written(terms),
        why=why,
        made_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    return kept


def terms_now(work: Work, row: Introduction, vacancy_version: int, engagement_version: int) -> KeyTerms:
    known = queries.any_introduction(work.session, row.id)
    if known is None:
        raise LookupError("an offer names an introduction that does not exist")
    return terms_as_agreed(
        work.session, known, vacancy_version=vacancy_version, engagement_version=engagement_version
    )


def _newest(work: Work, offer: Offer) -> OfferTerms | None:
    wanted = select(OfferTerms).where(OfferTerms.offer_id == offer.id).order_by(OfferTerms.version.desc())
    return work.session.scalar(wanted.limit(1))
