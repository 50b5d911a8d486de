"""A worker's other offers on the same days, by whichever agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.periods import Period
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.models import Introduction, Offer
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import IntroductionRow, OfferRow
from portal.vacancies import queries as vacancies
from portal.workers.queries import listings_of_same_person


@dataclass(frozen=True)
class OtherOffer:
    """Another open offer of the same worker, as the worker may read of it."""

    offer_id: UUID
    title: str
    town: str
    first: date
    last: date


def overlapping_offers(
    session: Session, offer: OfferRow, row: IntroductionRow, now: datetime
) -> tuple[OtherOffer, ...]:
    """Open offers to this very listing whose days overlap; other agencies' stay with their own links."""
    return tuple(
        _told(session, other, where)
        for other, where in open_on_same_days(
            session, [offer.worker_id], offer.id, Period(row.first, row.last), now
        )
    )


def open_on_same_days(
    session: Session, worker_ids: Iterable[UUID], but: UUID, days: Period, now: datetime
) -> list[tuple[Offer, Introduction]]:
    """Open offers to these workers whose days overlap, but one; the oldest first."""
    wanted = (
        select(Offer, Introduction)
        .join(Introduction, Introduction.id == Offer.introduction_id)
        .where(
            Offer.worker_id.in_(list(worker_ids)),
            Offer.id != but,
            Offer.state == OfferState.OPEN,
            Offer.answer_by > now,
            Introduction.state == IntroductionState.OPEN,
            Introduction.first <= days.last,
            Introduction.last >= days.first,
        )
        .order_by(Offer.made_at, Offer.id)
    )
    return [(offer, row) for offer, row in session.execute(wanted)]


def listings_on_same_days(
    session: Session, worker_id: UUID, but: UUID, days: Period, now: datetime
) -> list[tuple[Offer, Introduction]]:
    """The same over every listing of the person, by whichever agency."""
    return open_on_same_days(session, listings_of_same_person(session, worker_id), but, days, now)


def _told(session: Session, offer: Offer, row: Introduction) -> OtherOffer:
    job = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version)
    return OtherOffer(offer.id, job.title if job else "", job.town if job else "", row.first, row.last)
