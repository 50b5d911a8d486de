"""Everything that the portal holds about one worker, read for that worker alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.errands.domain import Errand
from portal.compliance.errands.queries import errands_of_worker
from portal.notifications.domain import ToWorker
from portal.notifications.queries import mail_subjects
from portal.organisations import queries as organisations
from portal.own_data.held import HELD, Held
from portal.own_data.offer_lines import OfferLine, offer_line
from portal.own_data.onlookers import Onlooker, onlookers
from portal.placements import queries as placements
from portal.placements.offers.service.forgetting import kept_until
from portal.remedy import queries as remedy
from portal.remedy.rows import AffectedRow, AmountRow, CaseRow, PaymentRow
from portal.remedy.service.seal import cases_reported_by
from portal.workers import corrections, listings, own_contact
from portal.workers import queries as workers
from portal.workers.corrections import CorrectionRow
from portal.workers.listings import Listing
from portal.workers.own_contact import Contact, WordHelp
from portal.workers.queries import WorkerRow


@dataclass(frozen=True)
class MailLine:
    """One mail to the worker; its subject is empty once its words were deleted."""

    at: datetime
    subject: str
    sent_at: datetime | None


@dataclass(frozen=True)
class PaidBack:
    """What a payer says that it paid, in the currency of its plan."""

    payer: str
    currency: str
    payment: PaymentRow


@dataclass(frozen=True)
class LossLine:
    """What one worker lost in one case, and what came back."""

    number: str
    """Of the case."""
    lost_nothing: bool
    amounts: tuple[AmountRow, ...]
    paid_back: tuple[PaidBack, ...]


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
    word_help: WordHelp | None
    offers: tuple[OfferLine, ...]
    corrections: tuple[CorrectionRow, ...]
    errands: tuple[Errand, ...]
    cases: tuple[CaseRow, ...]
    losses: tuple[LossLine, ...]
    mails: tuple[MailLine, ...]
    onlookers: tuple[Onlooker, ...]

    @property
    def country(self) -> str:
        """Of the last job, else of the last offer: by its clocks the worker lives. Empty before any offer."""
        last = sorted(self.offers, key=lambda one: (one.job is not None, one.offer.made_at))
        return last[-1].country if last else ""

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
        word_help=own_contact.word_help(session, worker_id),
        offers=tuple(offer_line(session, one) for one in offers),
        corrections=tuple(corrections.corrections_of(session, worker_id)),
        errands=tuple(errands_of_worker(session, worker_id)),
        losses=tuple(losses_of(session, worker_id)),
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


def losses_of(session: Session, worker_id: UUID) -> Iterator[LossLine]:
    """In cases of which the worker knows: staff have asked what was lost. A case that is only being looked
    into is kept from everybody whom it may concern."""
    for listed in remedy.affected_of_worker(session, worker_id):
        row = remedy.case(session, listed.case_id)
        lost = tuple(one for one in remedy.amounts(session, listed.case_id) if one.affected_id == listed.id)
        if row is not None and (lost or listed.lost_nothing):
            yield LossLine(row.number, listed.lost_nothing, lost, tuple(_paid_back(session, listed)))


def _paid_back(session: Session, listed: AffectedRow) -> Iterator[PaidBack]:
    plan = {
        one.id: one for one in remedy.instalments(session, listed.case_id) if one.affected_id == listed.id
    }
    payers = organisations.organisations(session, {one.payer_id for one in plan.values()})
    for payment in remedy.payments(session, listed.case_id):
        if due := plan.get(payment.instalment_id):
            yield PaidBack(payers[due.payer_id].name, due.currency, payment)
