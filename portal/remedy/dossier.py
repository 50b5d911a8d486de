"""Everything that staff may know of one case, on one page; who reported is not on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit import queries as audit
from portal.audit.queries import Entry
from portal.audit.words import action_words
from portal.compliance.bodies.domain import OutsideBody, bodies_of
from portal.kernel.events import Ref
from portal.notifications import queries as notifications
from portal.notifications.queries import MailLine
from portal.organisations import queries as organisations
from portal.organisations.queries import OrganisationRow
from portal.placements.trail import TrailLine
from portal.remedy import channel, queries
from portal.remedy.domain.deadlines import SILENCE
from portal.remedy.domain.money import Instalment, Ledger, PaymentState
from portal.remedy.domain.reporting import SMALL_CREW
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import CaseAct
from portal.remedy.rows import AffectedRow, AmountRow, CaseRow, MessageRow, PartyRow, PaymentRow, ProposalRow
from portal.remedy.service.handing_out import reached_by_hand
from portal.remedy.since_report import JobChange, job_changes
from portal.remedy.words import ACTS, PROPOSED, sum_words
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class SumLine:
    """One currency's sums: nothing is paid beyond the plan, nothing confirmed beyond what was paid."""

    currency: str
    established: Decimal
    planned: Decimal
    paid: Decimal
    confirmed: Decimal


@dataclass(frozen=True)
class WorkerMoney:
    """One affected worker, by number, with what they lost, get and have confirmed."""

    worker: AffectedRow
    amounts: tuple[AmountRow, ...]
    instalments: tuple[tuple[Instalment, tuple[PaymentRow, ...]], ...]
    is_cleared: bool
    by_hand: bool
    """No mail reaches this worker: staff pass the link on."""

    @property
    def needs_link(self) -> bool:
        """Their word is awaited, and they cannot get to the page where it is asked."""
        return self.by_hand and any(
            payment.state is PaymentState.CLAIMED for _, payments in self.instalments for payment in payments
        )


@dataclass(frozen=True)
class ProposalLine:
    """What waits for a second person, and who proposed it."""

    row: ProposalRow
    proposer: str
    words: str


@dataclass(frozen=True)
class CaseDossier:
    """The whole file of one case."""

    case: CaseRow
    vacancy: VacancyRow | None
    organisations: dict[UUID, OrganisationRow]
    crew: int
    silent_until: object
    sums: tuple[SumLine, ...]
    people: tuple[WorkerMoney, ...]
    parties: dict[UUID, PartyRow]
    messages: list[MessageRow]
    mails: list[MailLine]
    proposals: tuple[ProposalLine, ...]
    trail: list[TrailLine]
    job_changes: tuple[JobChange, ...]
    bodies: tuple[OutsideBody, ...]

    @property
    def is_small_crew(self) -> bool:
        """So few that anything said may tell who said it."""
        return self.crew < SMALL_CREW

    @property
    def provider(self) -> OrganisationRow | None:
        return self.organisations.get(self.case.provider_id) if self.case.provider_id else None

    @property
    def employer(self) -> OrganisationRow | None:
        return self.organisations.get(self.case.employer_id) if self.case.employer_id else None


def case_dossier(session: Session, case_id: UUID) -> CaseDossier | None:
    """The whole file of one case; none where there is no such case."""
    row = queries.case(session, case_id)
    if row is None:
        return None
    books = queries.ledger(session, case_id)
    return CaseDossier(
        case=row,
        vacancy=vacancies.vacancy(session, row.vacancy_id) if row.vacancy_id else None,
        organisations=organisations.organisations(session, row.organisation_ids),
        crew=len(channel.workers_of_channel(session, row.provider_id, row.vacancy_id)),
        silent_until=row.reported_at + SILENCE,
        sums=sum_lines(books),
        people=people_of(session, case_id, books),
        parties=queries.parties(session, case_id),
        messages=queries.messages(session, case_id),
        proposals=proposals_of(session, case_id),
        mails=notifications.mails_about(session, [Ref("case", case_id)]),
        trail=_trail(session, row),
        job_changes=job_changes(session, row),
        bodies=_bodies(session, row),
    )


def _bodies(session: Session, row: CaseRow) -> tuple[OutsideBody, ...]:
    """Of both ends of the corridor: where the provider is, and where the work is."""
    known = organisations.organisations(session, row.organisation_ids)
    job = vacancies.vacancy(session, row.vacancy_id) if row.vacancy_id else None
    provider = known.get(row.provider_id) if row.provider_id else None
    employer = known.get(row.employer_id) if row.employer_id else None
    destination = job.country if job else employer.country if employer else ""
    return bodies_of(provider.country if provider else "", destination)


def proposals_of(session: Session, case_id: UUID) -> tuple[ProposalLine, ...]:
    """What waits for a second person in this case, in words."""
    found = queries.proposals(session, case_id)
    people = accounts.people(session, {one.proposed_by for one in found})
    amounts = {one.id: one for one in queries.amounts(session, case_id)}

    def words(one: ProposalRow) -> str:
        amount = amounts.get(one.amount_id) if one.amount_id else None
        said = str(PROPOSED[one.what])
        return f"{said}: {sum_words(amount.amount, amount.currency)}, {amount.what}" if amount else said

    return tuple(
        ProposalLine(one, people[one.proposed_by].name if one.proposed_by in people else "", words(one))
        for one in found
    )


def sum_lines(books: Ledger) -> tuple[SumLine, ...]:
    """What was lost, planned, paid and confirmed, by currency."""
    lost, planned = books.established_sums(), books.planned_sums()
    paid, confirmed = books.paid_sums(), books.confirmed_sums()
    nothing = Decimal(0)
    return tuple(
        SumLine(
            code,
            lost.get(code, nothing),
            planned.get(code, nothing),
            paid.get(code, nothing),
            confirmed.get(code, nothing),
        )
        for code in sorted(lost.keys() | planned.keys())
    )


def people_of(session: Session, case_id: UUID, books: Ledger) -> tuple[WorkerMoney, ...]:
    """Every affected worker with their money."""
    amounts = queries.amounts(session, case_id)
    payments = queries.payments(session, case_id)
    return tuple(
        _money_of(one, amounts, payments, books, by_hand=reached_by_hand(session, one.worker_id))
        for one in queries.affected(session, case_id)
    )


def _money_of(
    worker: AffectedRow,
    amounts: Sequence[AmountRow],
    payments: Sequence[PaymentRow],
    books: Ledger,
    *,
    by_hand: bool,
) -> WorkerMoney:
    own = [one for one in books.instalments if one.affected_id == worker.id]
    return WorkerMoney(
        worker=worker,
        amounts=tuple(one for one in amounts if one.affected_id == worker.id),
        instalments=tuple(
            (one, tuple(payment for payment in payments if payment.instalment_id == one.id)) for one in own
        ),
        is_cleared=bool(own) and all(map(books.is_cleared, own)),
        by_hand=by_hand,
    )


def _trail(session: Session, row: CaseRow) -> list[TrailLine]:
    """What happened, the latest first, with what staff wrote about it."""
    entries = audit.trail(session, [Ref("case", row.id)])
    notes = {(one.at, one.act): one.text for one in queries.notes(session, row.id)}
    people = accounts.people(session, {entry.actor for entry in entries})
    return [
        TrailLine(
            entry.at,
            _words(entry),
            people[entry.actor].name if entry.actor in people else "",
            notes.get((entry.at, _act(entry)), "") or str(entry.facts.get("reason") or ""),
        )
        for entry in reversed(entries)
    ]


def _act(entry: Entry) -> str:
    return str(entry.facts.get("act") or entry.action.rpartition(":")[2])


def _words(entry: Entry) -> str:
    act = str(entry.facts.get("act") or "")
    if act in set(CaseAct):
        return str(ACTS[CaseAct(act)])
    if what := entry.facts.get("what"):
        said = str(PROPOSED[ProposedAct(what)])
        if "agrees" not in entry.facts:
            return gettext("Proposed: %(what)s", what=said)
        agreed = gettext("Agreed: %(what)s", what=said)
        return agreed if entry.facts["agrees"] else gettext("Rejected: %(what)s", what=said)
    if entry.action == "remedy:case:write":
        return gettext("Staff wrote") if entry.facts.get("from_staff") else gettext("The reporter wrote")
    return action_words(entry.action)
