"""That a worker was told of being listed, and what the worker says to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.infra.seal import portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.link_codes import code_for, hash_of, known_code_for
from portal.kernel.outcomes import Refusal
from portal.workers.domain import Ground, Road
from portal.workers.events import (
    ListingContested,
    ListingNotified,
    ListingObjected,
    ListingRemoved,
    ObjectionTakenBack,
)
from portal.workers.models import ListingNotice, ListingObjection, OwnPage, Worker
from portal.workers.queries import listings_of_same_person

PURPOSE = "own data"
TEXT_VERSION = "1"
"""Of the notice that tells of the listing; raise it when its meaning changes."""
REMOVE_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Listing:
    """What the worker was told of being listed, and answered; of somebody never told, `told_at` is none."""

    worker_id: UUID
    told_at: datetime | None = None
    language: str | None = None
    text_version: str | None = None
    road: Road | None = None
    ground: Ground | None = None
    objected_at: datetime | None = None
    remove_by: datetime | None = None
    removed_at: datetime | None = None

    @property
    def is_contested(self) -> bool:
        """The provider has to remove it, and has not."""
        return self.remove_by is not None and self.removed_at is None


@dataclass(frozen=True)
class ListingIsContested(Refusal):
    """The listing is said to be wrong: that is decided before anything else."""


def listings(session: Session, worker_ids: Iterable[UUID]) -> dict[UUID, Listing]:
    """By worker: what they were told first, and whether they object."""
    wanted = list(worker_ids)
    told: dict[UUID, ListingNotice] = {}
    notices = select(ListingNotice).where(ListingNotice.worker_id.in_(wanted))
    for notice in session.scalars(notices.order_by(ListingNotice.sent_at, ListingNotice.id)):
        told.setdefault(notice.worker_id, notice)
    against = select(ListingObjection).where(ListingObjection.worker_id.in_(wanted))
    objections = {one.worker_id: one for one in session.scalars(against)}
    return {one: _listing(one, told.get(one), objections.get(one)) for one in wanted}


def listing(session: Session, worker_id: UUID) -> Listing:
    """Of one worker."""
    return listings(session, [worker_id])[worker_id]


def contested(
    session: Session, organisation_id: UUID | None = None, *, due: datetime | None = None
) -> list[Listing]:
    """Listings that a provider has to remove, what is due first on top; all that are overdue at `due`."""
    wanted = (
        select(ListingObjection.worker_id)
        .join(Worker, Worker.id == ListingObjection.worker_id)
        .where(ListingObjection.remove_by.is_not(None), ListingObjection.removed_at.is_(None))
    )
    if organisation_id is not None:
        wanted = wanted.where(Worker.organisation_id == organisation_id)
    if due is not None:
        wanted = wanted.where(ListingObjection.remove_by <= due)
    ids = session.scalars(wanted.order_by(ListingObjection.remove_by, ListingObjection.worker_id)).all()
    return list(listings(session, ids).values())


def objecting(session: Session, organisation_id: UUID) -> list[Listing]:
    """Workers of a provider who do not want offers, the latest first; without those who contest."""
    wanted = (
        select(ListingObjection.worker_id)
        .join(Worker, Worker.id == ListingObjection.worker_id)
        .where(
            Worker.organisation_id == organisation_id,
            Worker.removed_at.is_(None),
            ListingObjection.remove_by.is_(None),
        )
        .order_by(ListingObjection.objected_at.desc(), ListingObjection.worker_id)
    )
    return list(listings(session, session.scalars(wanted).all()).values())


def who_objects(session: Session, organisation_id: UUID, worker_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these workers who object to this provider's list, under whichever name it wrote them down."""
    of_provider = select(ListingObjection.worker_id).join(Worker, Worker.id == ListingObjection.worker_id)
    against = set(session.scalars(of_provider.where(Worker.organisation_id == organisation_id)))
    if not against:
        return frozenset()
    return frozenset(one for one in worker_ids if listings_of_same_person(session, one) & against)


def untold(session: Session, most: int) -> list[UUID]:
    """Workers on a list who were never told so, the longest listed first."""
    told = select(ListingNotice.worker_id)
    wanted = select(Worker.id).where(Worker.removed_at.is_(None), Worker.id.not_in(told))
    return list(session.scalars(wanted.order_by(Worker.added_at, Worker.id).limit(most)))


def keep_notice(work: Work, worker_id: UUID, road: Road) -> None:
    """Note that the worker is told now; from then on the private page is there."""
    worker = work.session.get_one(Worker, worker_id)
    _keep_page(work, worker_id)
    work.session.add(
        ListingNotice(
            id=work.new_id(),
            worker_id=worker_id,
            text_version=TEXT_VERSION,
            language=worker.language,
            road=road,
            sent_at=work.now,
        )
    )
    work.session.flush()
    work.emit(
        ListingNotified(
            at=work.now,
            by=work.actor,
            worker_id=worker_id,
            organisation_id=worker.organisation_id,
            road=road,
            text_version=TEXT_VERSION,
            language=worker.language,
        )
    )


def object_to_listing(
    work: Work, worker_id: UUID, ground: Ground = Ground.OBJECTS
) -> ListingObjection | ListingIsContested:
    """The worker wants no offers from this provider; where the listing is wrong it has to go in a week."""
    worker = work.session.get_one(Worker, worker_id, with_for_update=True)
    row = work.session.get(ListingObjection, worker_id)
    if row is not None and row.remove_by is not None:
        return ListingIsContested()
    if row is None:
        row = ListingObjection(worker_id=worker_id, objected_at=work.now)
        work.session.add(row)
    row.ground = ground
    row.remove_by = work.now + REMOVE_WITHIN if ground.contests else None
    work.session.flush()
    at, by, provider_id = work.now, work.actor, worker.organisation_id
    if row.remove_by is None:
        work.emit(ListingObjected(at=at, by=by, worker_id=worker_id, organisation_id=provider_id))
    else:
        work.emit(
            ListingContested(
                at=at,
                by=by,
                worker_id=worker_id,
                organisation_id=provider_id,
                ground=ground,
                remove_by=row.remove_by,
            )
        )
    return row


def take_back_objection(work: Work, worker_id: UUID) -> bool | ListingIsContested:
    """The worker wants offers again; whether there was anything to take back."""
    worker = work.session.get_one(Worker, worker_id, with_for_update=True)
    row = work.session.get(ListingObjection, worker_id)
    if row is None:
        return False
    if row.remove_by is not None:
        return ListingIsContested()
    work.session.delete(row)
    work.emit(
        ObjectionTakenBack(
            at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id
        )
    )
    return True


def note_removed(work: Work, worker_id: UUID) -> None:
    """A contested listing is gone; that it was contested stays, so that nobody is asked about it again."""
    row = work.session.get(ListingObjection, worker_id, with_for_update=True)
    if row is None or row.removed_at is not None:
        return
    row.removed_at = work.now
    worker = work.session.get_one(Worker, worker_id)
    work.emit(
        ListingRemoved(
            at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id
        )
    )


def worker_of_code(session: Session, code: str) -> UUID | None:
    """The worker whose private page a code opens, while they are known by name."""
    found = session.scalar(select(OwnPage.worker_id).where(OwnPage.code_hash == hash_of(code)))
    worker = session.get(Worker, found) if found else None
    return worker.id if worker and worker.removed_at is None else None


def page_hash(session: Session, worker_id: UUID) -> str:
    """What a mail may hold of the page's code; empty before the worker was told."""
    row = session.get(OwnPage, worker_id)
    return row.code_hash if row else ""


def code_under(worker_id: UUID, code_hash: str) -> str | None:
    """The code, from what a mail holds."""
    return known_code_for(PURPOSE, portal_secrets(), worker_id, code_hash)


def page_code(session: Session, worker_id: UUID) -> str | None:
    """The code of a worker's private page, made anew each time; none before the worker was told."""
    row = session.get(OwnPage, worker_id)
    return code_under(worker_id, row.code_hash) if row else None


def _keep_page(work: Work, worker_id: UUID) -> None:
    if work.session.get(OwnPage, worker_id) is None:
        code = code_for(PURPOSE, portal_secrets()[0], worker_id)
        work.session.add(OwnPage(worker_id=worker_id, code_hash=hash_of(code)))


def _listing(worker_id: UUID, told: ListingNotice | None, against: ListingObjection | None) -> Listing:
    return Listing(
        worker_id=worker_id,
        told_at=told.sent_at if told else None,
        language=told.language if told else None,
        text_version=told.text_version if told else None,
        road=told.road if told else None,
        ground=against.ground if against else None,
        objected_at=against.objected_at if against else None,
        remove_by=against.remove_by if against else None,
        removed_at=against.removed_at if against else None,
    )
