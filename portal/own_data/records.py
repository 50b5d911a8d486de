"""Everything that the portal holds about one worker, read for that worker alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.notifications.domain import ToWorker
from portal.notifications.queries import mail_subjects
from portal.organisations import queries as organisations
from portal.own_data.held import HELD, Held
from portal.own_data.onlookers import Onlooker, onlookers
from portal.placements import queries as placements
from portal.placements.offers.questions import QuestionRow, questions_of_offer
from portal.placements.offers.service.forgetting import kept_until
from portal.placements.rows import CheckRow, OfferRow, PlacementRow
from portal.placements.work.check_ins import CheckInSaid, check_ins_said
from portal.placements.work.safety import SafetyRow, safety_of
from portal.remedy import queries as remedy
from portal.remedy.rows import CaseRow
from portal.remedy.service.seal import cases_reported_by
from portal.vacancies import queries as vacancies
from portal.workers import corrections, listings, own_contact
from portal.workers import queries as workers
from portal.workers.corrections import CorrectionRow
from portal.workers.listings import Listing
from portal.workers.own_contact import Contact
from portal.workers.queries import WorkerRow


@dataclass(frozen=True)
class OfferLine:
    """One offer, what became of it, and what was asked about it."""

    offer: OfferRow
    title: str
    town: str
    employer: str
    placement: PlacementRow | None
    questions: tuple[QuestionRow, ...]
    check: CheckRow | None
    safety: tuple[SafetyRow, ...]
    check_ins: tuple[CheckInSaid, ...]


@dataclass(frozen=True)
class MailLine:
    """One mail to the worker; its subject is empty once its words were deleted."""

    at: datetime
    subject: str
    sent_at: datetime | None


@dataclass(frozen=True)
class OwnRecord:
    """What is held about one worker."""

    worker: WorkerRow
    provider: str
    listed_at: datetime
    kept_until: datetime | None
    """Of the name; none while nothing was offered."""
    own: Contact | None
    listing: Listing
    offers: tuple[OfferLine, ...]
    corrections: tuple[CorrectionRow, ...]
    cases: tuple[CaseRow, ...]
    mails: tuple[MailLine, ...]
    onlookers: tuple[Onlooker, ...]

    @property
    def given(self) -> tuple[tuple[Held, str], ...]:
        """What the provider gave, with what it is."""
        row = self.worker
        values = {"name": row.name, "phone": row.phone, "email": row.email}
        return tuple((HELD["worker"][column], value or "") for column, value in values.items())


def own_record(session: Session, worker_id: UUID) -> OwnRecord | None:
    """The record of a worker who is known by name."""
    person = workers.worker(session, worker_id)
    provider = organisations.organisation(session, person.organisation_id) if person else None
    if person is None or provider is None:
        return None
    offers = placements.offers_of_worker(session, worker_id)
    case_ids = cases_of(session, worker_id)
    return OwnRecord(
        worker=person,
        provider=provider.name,
        listed_at=workers.listed_at(session, worker_id),
        kept_until=kept_until(session, [worker_id]).get(worker_id),
        own=own_contact.contact_of(session, worker_id),
        listing=listings.listing(session, worker_id),
        offers=tuple(_line(session, one) for one in offers),
        corrections=tuple(corrections.corrections_of(session, worker_id)),
        cases=tuple(row for one in case_ids if (row := remedy.case(session, one))),
        mails=tuple(
            MailLine(line.at, subject, line.sent_at)
            for line, subject in mail_subjects(session, ToWorker(worker_id))
        ),
        onlookers=tuple(onlookers(session, worker_id, offers, case_ids)),
    )


def cases_of(session: Session, worker_id: UUID) -> set[UUID]:
    """The cases that the worker reported saying who they are."""
    providers = {one.provider_id for one in placements.offers_of_worker(session, worker_id)}
    return set(cases_reported_by(session, worker_id, providers))


def _line(session: Session, offer: OfferRow) -> OfferLine:
    row = placements.any_introduction(session, offer.introduction_id)
    job = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version) if row else None
    employer = organisations.organisation(session, row.employer_id) if row else None
    placed = placements.placement_of_offer(session, offer.id)
    return OfferLine(
        offer=offer,
        title=job.title if job else gettext("Work"),
        town=job.town if job else "",
        employer=employer.name if employer else "",
        placement=placed,
        questions=questions_of_offer(session, offer.id),
        check=placements.checks_of(session, [placed.id]).get(placed.id) if placed else None,
        safety=safety_of(session, [placed.id]).get(placed.id, ()) if placed else (),
        check_ins=check_ins_said(session, placed.id) if placed else (),
    )
