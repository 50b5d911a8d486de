"""When a worker's name and contacts are deleted: some time after the last offer or job is over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.compliance.errands.service import forget_errands, forget_notes
from portal.infra.unit_of_work import Work
from portal.placements.models import Offer, OfferQuestion, Placement, WorkerAct, WorkerCheckRow
from portal.placements.offers.domain.offers import OfferState
from portal.placements.work.contracts import Contract
from portal.placements.work.models import CheckIn, Leaving, ReturnSheetRow, SafetyRecord, TransferRow
from portal.workers import queries as workers
from portal.workers.service import forget

AFTER_AN_OFFER = timedelta(days=183)
"""Half a year, for who declined or never answered, and for what staff wrote of several workers at once."""
AFTER_A_JOB = timedelta(days=3 * 365 + 1)
"""Three years, in which unpaid wages and fees can still be claimed."""
AT_ONCE = 500
"""Workers looked at in one run; the rest waits for the next."""


def forget_workers(work: Work) -> int:
    """Delete what the privacy page says is deleted; how many workers it concerned."""
    listed = workers.listed_before(work.session, work.now - AFTER_AN_OFFER)
    over = kept_until(work.session, listed)
    due = [one for one in listed if over.get(one, work.now) <= work.now][:AT_ONCE]
    forget_now(work, due)
    forget_notes(work, work.now - AFTER_AN_OFFER)
    return len(due)


def forget_now(work: Work, due: Sequence[UUID]) -> None:
    """Delete everything known of these workers by name, and what they wrote."""
    forget(work, due)
    forget_writings(work, due)
    forget_errands(work, due)
    offers = select(Offer.id).where(Offer.worker_id.in_(due))
    work.session.execute(delete(Contract).where(Contract.offer_id.in_(offers)))
    for table in (CheckIn, Leaving, ReturnSheetRow, SafetyRecord, TransferRow):
        work.session.execute(delete(table).where(table.worker_id.in_(due)))
    work.session.execute(delete(WorkerCheckRow).where(WorkerCheckRow.worker_id.in_(due)))


def forget_writings(work: Work, due: Sequence[UUID]) -> None:
    """Delete what these workers asked, and from where they acted."""
    offers = select(Offer.id).where(Offer.worker_id.in_(due))
    work.session.execute(delete(OfferQuestion).where(OfferQuestion.offer_id.in_(offers)))
    work.session.execute(delete(WorkerAct).where(WorkerAct.worker_id.in_(due)))


def kept_until(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, datetime]:
    """By worker: until when what is known of them is kept, going by their offers and jobs."""
    wanted = list(ids)
    found: dict[UUID, datetime] = {}
    for offer in session.scalars(select(Offer).where(Offer.worker_id.in_(wanted))):
        ended = offer.answer_by if offer.state is OfferState.OPEN else offer.answered_at or offer.answer_by
        _later(found, offer.worker_id, ended + AFTER_AN_OFFER)
    for job in session.scalars(select(Placement).where(Placement.worker_id.in_(wanted))):
        last = datetime.combine(job.last, time(), UTC)
        _later(found, job.worker_id, last + AFTER_A_JOB)
    return found


def _later(found: dict[UUID, datetime], worker: UUID, moment: datetime) -> None:
    found[worker] = max(found.get(worker, moment), moment)
