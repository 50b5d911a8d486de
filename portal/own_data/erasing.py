"""Erasing what is held about a worker: at once what may go, and by name what has to stay until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.notifications.domain import Recipient, ToAddress, ToWorker
from portal.notifications.keeping import empty_mails_to
from portal.own_data.events import DataErased
from portal.own_data.records import cases_of
from portal.placements import queries as placements
from portal.placements.offers.service import withdraw_offers_of
from portal.placements.offers.service.forgetting import forget_now, forget_writings, kept_until
from portal.remedy import queries as remedy
from portal.workers import own_contact
from portal.workers import queries as workers
from portal.workers.corrections import forget_corrections
from portal.workers.listings import listing, note_removed


class Reason(StrEnum):
    """Why something stays."""

    SUPPLY = "supply"
    """Records of a job: wages and fees can be claimed for three years, and inspectors ask for them."""
    CASE = "case"
    """An open case about this worker's money or report."""


@dataclass(frozen=True)
class Staying:
    """What stays; `until` is none where nobody can say yet."""

    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True)
class NotContested(Refusal):
    """The worker does not contest the listing, it is another provider's, or it was removed before."""


def what_stays(session: Session, worker_id: UUID, now: datetime) -> tuple[Staying, ...]:
    """What cannot be erased yet; nothing for who never took a job and has no open case."""
    return tuple(_staying(session, worker_id, now))


def erase(work: Work, worker_id: UUID) -> tuple[Staying, ...]:
    """Take back open offers, delete what may go; what stays, and why."""
    stays = what_stays(work.session, worker_id, work.now)
    person = workers.worker(work.session, worker_id)
    if person is None:
        return stays
    withdraw_offers_of(work, worker_id)
    own = own_contact.contact_of(work.session, worker_id)
    given = {person.email, own.email if own else None} - {None}
    mailed: list[Recipient] = [ToWorker(worker_id), *(ToAddress(one) for one in given if one)]
    work.emit(
        DataErased(
            at=work.now,
            by=work.actor,
            worker_id=worker_id,
            organisation_id=person.organisation_id,
            stays=tuple(one.reason for one in stays),
        )
    )
    work.session.flush()
    if stays:
        forget_writings(work, [worker_id])
        forget_corrections(work, worker_id)
        if own is not None:
            own_contact.change_contact(work, worker_id, own_contact.Contact())
    else:
        forget_now(work, [worker_id])
    empty_mails_to(work, mailed)
    return stays


def remove_listing(
    work: Work, worker_id: UUID, organisation_id: UUID | None = None
) -> tuple[Staying, ...] | NotContested:
    """Remove a contested listing: by its provider, or by staff where no organisation is named."""
    person = workers.worker(work.session, worker_id)
    if (
        person is None
        or organisation_id not in (None, person.organisation_id)
        or not listing(work.session, worker_id).is_contested
    ):
        return NotContested()
    note_removed(work, worker_id)
    return erase(work, worker_id)


def _staying(session: Session, worker_id: UUID, now: datetime) -> Iterator[Staying]:
    offers = placements.offers_of_worker(session, worker_id)
    if any(placements.placement_of_offer(session, one.id) for one in offers):
        over = kept_until(session, [worker_id])[worker_id]
        if over > now:
            yield Staying(Reason.SUPPLY, over)
    mine = cases_of(session, worker_id) | remedy.cases_affecting(session, worker_id)
    if any(row is not None and row.is_open for row in (remedy.case(session, one) for one in mine)):
        yield Staying(Reason.CASE)
