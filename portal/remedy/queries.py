"""Reads of cases; what an organisation may see goes through its own getters."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.kernel.events import Ref
from portal.kernel.link_codes import hash_of
from portal.remedy.domain.codes import plain_number
from portal.remedy.domain.money import Established, Instalment, Ledger, Payment
from portal.remedy.domain.states import CaseState
from portal.remedy.models import (
    Case,
    CaseAffected,
    CaseAmount,
    CaseInstalment,
    CaseMessage,
    CaseNote,
    CaseParty,
    CasePayment,
    CaseProposal,
)
from portal.remedy.rows import (
    AffectedRow,
    AmountRow,
    AskedCase,
    CaseRow,
    MessageRow,
    NoteRow,
    PartyRow,
    PaymentRow,
    ProposalRow,
)

Row = TypeVar("Row")


def case(session: Session, case_id: UUID) -> CaseRow | None:
    """One case, for staff."""
    row = session.get(Case, case_id)
    return _row(CaseRow, row) if row else None


def cases(
    session: Session, *, states: Iterable[CaseState] = (), about: UUID | None = None, number: str = ""
) -> list[CaseRow]:
    """Cases for staff, what is due first on top; of some states, about one organisation, by number."""
    wanted = select(Case).order_by(Case.due_at.is_(None), Case.due_at, Case.reported_at.desc())
    if chosen := list(states):
        wanted = wanted.where(Case.state.in_(chosen))
    if about is not None:
        wanted = wanted.where(or_(Case.provider_id == about, Case.employer_id == about))
    if number:
        wanted = wanted.where(Case.number.icontains(number, autoescape=True))
    return [_row(CaseRow, one) for one in session.scalars(wanted)]


def open_case_of_rule(session: Session, rule: str, ref: Ref) -> CaseRow | None:
    """The one case that a rule opened about a thing and that is not closed."""
    found = session.scalar(
        select(Case).where(
            Case.rule == rule, Case.ref_kind == ref.kind, Case.ref_id == ref.id, Case.closed_at.is_(None)
        )
    )
    return _row(CaseRow, found) if found else None


def credentials_of(session: Session, number: str) -> tuple[UUID, str | None] | None:
    """The case of a number, and the hash to check its word against."""
    found = session.scalar(select(Case).where(Case.number == plain_number(number)))
    return (found.id, found.word_hash) if found else None


def cases_falling_due(session: Session, until: datetime) -> list[UUID]:
    """Cases whose deadline comes before a moment, the earliest first."""
    return list(session.scalars(select(Case.id).where(Case.due_at <= until).order_by(Case.due_at)))


def messages(session: Session, case_id: UUID) -> list[MessageRow]:
    """What was written between whoever reported and staff, in order."""
    wanted = select(CaseMessage).where(CaseMessage.case_id == case_id)
    return [_row(MessageRow, one) for one in session.scalars(wanted.order_by(CaseMessage.at, CaseMessage.id))]


def notes(session: Session, case_id: UUID) -> list[NoteRow]:
    """What staff wrote for staff, in order."""
    wanted = select(CaseNote).where(CaseNote.case_id == case_id).order_by(CaseNote.at, CaseNote.id)
    return [_row(NoteRow, one) for one in session.scalars(wanted)]


def proposals(session: Session, case_id: UUID | None = None) -> list[ProposalRow]:
    """What waits for a second person, in this case or in any, the earliest first."""
    wanted = (
        select(CaseProposal)
        .join(Case, (Case.id == CaseProposal.case_id) & (Case.version == CaseProposal.case_version))
        .where(CaseProposal.decided_at.is_(None))
        .order_by(CaseProposal.proposed_at, CaseProposal.id)
    )
    if case_id is not None:
        wanted = wanted.where(CaseProposal.case_id == case_id)
    return [_row(ProposalRow, one) for one in session.scalars(wanted)]


def parties(session: Session, case_id: UUID) -> dict[UUID, PartyRow]:
    """The organisations that may see a case."""
    wanted = select(CaseParty).where(CaseParty.case_id == case_id)
    return {one.organisation_id: _row(PartyRow, one) for one in session.scalars(wanted)}


def cases_asking(session: Session, organisation_id: UUID) -> list[AskedCase]:
    """The cases that an organisation was shown, the latest first."""
    shown = session.execute(_shown_to(organisation_id).order_by(CaseParty.shown_at.desc()))
    return [_asked(found, party) for found, party in shown]


def case_asking(session: Session, organisation_id: UUID, case_id: UUID) -> AskedCase | None:
    """One of these; a case that the organisation was not shown is none."""
    found = session.execute(_shown_to(organisation_id).where(Case.id == case_id)).one_or_none()
    return _asked(found[0], found[1]) if found else None


def _shown_to(organisation_id: UUID) -> Select[Case, CaseParty]:
    return (
        select(Case, CaseParty)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.organisation_id == organisation_id)
    )


def affected(session: Session, case_id: UUID) -> list[AffectedRow]:
    """Everybody of the channel, by number."""
    wanted = select(CaseAffected).where(CaseAffected.case_id == case_id).order_by(CaseAffected.number)
    return [_row(AffectedRow, one) for one in session.scalars(wanted)]


def affected_by_code(session: Session, code: str) -> AffectedRow | None:
    """The worker whose repayment a code opens."""
    found = session.scalar(select(CaseAffected).where(CaseAffected.code_hash == hash_of(code)))
    return _row(AffectedRow, found) if found else None


def cases_affecting(session: Session, worker_id: UUID) -> set[UUID]:
    """The cases in whose channel a worker is."""
    return set(session.scalars(select(CaseAffected.case_id).where(CaseAffected.worker_id == worker_id)))


def affected_of_worker(session: Session, worker_id: UUID) -> list[AffectedRow]:
    """A worker's own line in each case that lists them."""
    wanted = select(CaseAffected).where(CaseAffected.worker_id == worker_id).order_by(CaseAffected.id)
    return [_row(AffectedRow, one) for one in session.scalars(wanted)]


def amounts(session: Session, case_id: UUID) -> list[AmountRow]:
    wanted = select(CaseAmount).where(CaseAmount.case_id == case_id).order_by(CaseAmount.at, CaseAmount.id)
    return [_row(AmountRow, one) for one in session.scalars(wanted)]


def instalments(session: Session, case_id: UUID) -> list[Instalment]:
    """The plan in force, the earliest due first."""
    return [
        _row(Instalment, one)
        for one in session.scalars(
            select(CaseInstalment)
            .where(CaseInstalment.case_id == case_id, CaseInstalment.voided_at.is_(None))
            .order_by(CaseInstalment.due, CaseInstalment.affected_id, CaseInstalment.id)
        )
    ]


def payments(session: Session, case_id: UUID) -> list[PaymentRow]:
    """Every payment that was recorded, also those that a worker denied."""
    wanted = select(CasePayment).where(CasePayment.case_id == case_id)
    wanted = wanted.order_by(CasePayment.recorded_at, CasePayment.id)
    return [_row(PaymentRow, one) for one in session.scalars(wanted)]


def ledger(session: Session, case_id: UUID) -> Ledger:
    """All money of a case."""
    return Ledger(
        established=tuple(
            Established(one.affected_id, one.amount, one.currency, one.interest, one.category)
            for one in amounts(session, case_id)
        ),
        instalments=tuple(instalments(session, case_id)),
        payments=tuple(
            Payment(one.id, one.instalment_id, one.amount, one.state) for one in payments(session, case_id)
        ),
    )


def next_payment(session: Session, case_id: UUID) -> date | None:
    """The day by which the next unpaid instalment is due."""
    return next((one.due for one in ledger(session, case_id).unpaid()), None)


def losses_of_workers(session: Session) -> dict[tuple[UUID, UUID], list[AmountRow]]:
    """By worker and vacancy: what the cases found that they lost, but for cases that proved unfounded."""
    wanted = (
        select(CaseAffected.worker_id, Case.vacancy_id, CaseAmount)
        .join(CaseAmount, CaseAmount.affected_id == CaseAffected.id)
        .join(Case, Case.id == CaseAffected.case_id)
        .where(CaseAffected.worker_id.is_not(None), Case.confirmed_at.is_not(None))
    )
    found: dict[tuple[UUID, UUID], list[AmountRow]] = {}
    for worker_id, vacancy_id, amount in session.execute(wanted):
        if worker_id is not None and vacancy_id is not None:
            found.setdefault((worker_id, vacancy_id), []).append(_row(AmountRow, amount))
    return found


def _asked(found: Case, party: CaseParty) -> AskedCase:
    return AskedCase(
        id=found.id,
        number=found.number,
        state=found.state,
        statement=found.statement,
        provider_id=found.provider_id,
        vacancy_id=found.vacancy_id,
        shown_at=party.shown_at,
        asked_at=party.asked_at,
        reply_by=party.reply_by,
        reply=party.reply,
        replied_at=party.replied_at,
    )


def _row(kind: type[Row], source: Any) -> Row:
    return kind(**{one.name: getattr(source, one.name) for one in fields(kind)})  # type: ignore[arg-type]
