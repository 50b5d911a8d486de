"""Everything that is held of one offer to a worker, and of the job that came of it."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.organisations import queries as organisations
from portal.passports.queries import PassportNumber, passport_numbers
from portal.placements import queries as placements
from portal.placements.offers.answers_shown import KeptAnswer, kept_answers
from portal.placements.offers.domain.terms import KeptTerms
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.offers.questions import QuestionRow, questions_of_offer
from portal.placements.offers.service.finding import code_under
from portal.placements.rows import CheckRow, OfferRow, PlacementRow
from portal.placements.work.check_ins import CheckInSaid, check_ins_said
from portal.placements.work.contracts import every_contract, paper_of
from portal.placements.work.domain.contracts import ContractRow
from portal.placements.work.domain.transfers import Transfer
from portal.placements.work.leaving import KeptSheet, Left, kept_sheet, left
from portal.placements.work.safety import SafetyRow, every_safety_record
from portal.placements.work.transfers import transfer_of
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class ContractLine:
    """One version of a contract, who gave it, and how the download calls the copy; empty without one."""

    contract: ContractRow
    given_by: str
    file: str


@dataclass(frozen=True)
class JobLine:
    """The job that a worker took."""

    placement: PlacementRow
    checks: tuple[CheckRow, ...]
    safety: tuple[SafetyRow, ...]
    check_ins: tuple[CheckInSaid, ...]
    contracts: tuple[ContractLine, ...]
    left: Left | None
    return_sheet: KeptSheet | None
    transfer: Transfer | None


@dataclass(frozen=True)
class OfferLine:
    """One offer, what became of it, and what was asked about it. The country is that of the work."""

    offer: OfferRow
    title: str
    town: str
    country: str
    provider: str
    employer: str
    terms: tuple[KeptTerms, ...]
    answers: tuple[KeptAnswer, ...]
    passports: tuple[PassportNumber, ...]
    questions: tuple[QuestionRow, ...]
    job: JobLine | None


def offer_line(session: Session, offer: OfferRow) -> OfferLine:
    """Read for the worker alone."""
    row = placements.any_introduction(session, offer.introduction_id)
    work = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version) if row else None
    sides = organisations.organisations(session, [row.provider_id, row.employer_id] if row else [])
    placed = placements.placement_of_offer(session, offer.id)
    return OfferLine(
        offer=offer,
        title=work.title if work else gettext("Work"),
        town=work.town if work else "",
        country=work.country if work else "",
        provider=sides[row.provider_id].name if row else "",
        employer=sides[row.employer_id].name if row else "",
        terms=kept_terms(session, offer.id),
        answers=kept_answers(session, offer.id),
        passports=passport_numbers(session, offer.id),
        questions=questions_of_offer(session, offer.id),
        job=_job(session, placed) if placed else None,
    )


def code_of(offer: OfferRow) -> str | None:
    """The code of an offer, by which its own pages are opened; none under secrets that are gone."""
    return code_under(offer.id, offer.code_hash)


def copies_of(session: Session, line: OfferLine) -> dict[str, bytes]:
    """The papers of a job by the names that the download gives them, opened."""
    contracts = line.job.contracts if line.job else ()
    found = {one.file: paper_of(session, one.contract.id) for one in contracts if one.file}
    return {name: paper for name, paper in found.items() if paper is not None}


def _job(session: Session, placed: PlacementRow) -> JobLine:
    return JobLine(
        placement=placed,
        checks=tuple(placements.every_check(session, [placed.id])),
        safety=tuple(every_safety_record(session, [placed.id])),
        check_ins=check_ins_said(session, placed.id),
        contracts=_contracts(session, placed.offer_id),
        left=left(session, placed.id),
        return_sheet=kept_sheet(session, placed.id),
        transfer=transfer_of(session, placed.id),
    )


def _contracts(session: Session, offer_id: UUID) -> tuple[ContractLine, ...]:
    given = every_contract(session, offer_id)
    names = organisations.organisations(session, {one.given_by for one in given})
    return tuple(ContractLine(one, names[one.given_by].name, _file(one)) for one in given)


def _file(one: ContractRow) -> str:
    return f"contract-{one.id.hex[:8]}.{one.kind.ending}" if one.kind else ""
