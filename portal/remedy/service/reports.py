"""A case begins: reported by a worker, a member, staff, or found by a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.infra.unit_of_work import Work
from portal.kernel.events import ANYBODY, Ref, plain
from portal.kernel.outcomes import Refusal
from portal.matching import queries as matching
from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.remedy import queries
from portal.remedy.domain.reporting import (
    HOW_TAKEN_BACK,
    TAKEN_BACK,
    Complaint,
    Identity,
    Report,
    Source,
    hold_at_once,
)
from portal.remedy.domain.states import CaseAct, CaseState
from portal.remedy.events import CaseReported
from portal.remedy.models import Case
from portal.remedy.service.holding import place
from portal.remedy.service.life import redue, step
from portal.remedy.service.seal import seal
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class CaseOpened:
    """A new case, and the number by which it is spoken of."""

    id: UUID
    number: str


@dataclass(frozen=True)
class AlreadyOpen:
    """The rule has an open case about this already."""

    id: UUID
    number: str


@dataclass(frozen=True)
class NoOfferWithThisCode(Refusal):
    """The code belongs to no offer of the portal."""


@dataclass(frozen=True)
class Parties:
    """Which provider, employer and vacancy something is about, as far as is known."""

    provider_id: UUID | None = None
    employer_id: UUID | None = None
    vacancy_id: UUID | None = None


def report_by_worker(
    work: Work,
    report: Report,
    word_hash: str,
    *,
    offer_code: str = "",
    word_given: bool = False,
    name: str = "",
    contact: str = "",
) -> CaseOpened | NoOfferWithThisCode:
    """A worker, or whoever speaks for one, says what happened; anonymous where name and contact are empty.

    The offer that a code belongs to says which job it is. Its link alone is enough to report, and for a
    grave report to hold at once: a worker who lost the word, or fears to type it, is hurt more by silence
    than anybody by some hours of looking into it. But the labour provider has the link too. So the worker
    is sealed as who reported only where their word was given: else whoever holds the link could have a case
    stand on the worker's own page, take it back in their name, and read on it what was paid back to them.
    """
    parties, identity = Parties(), Identity(name=name, contact=contact)
    if offer_code:
        offer = placements.offer_by_code(work.session, offer_code)
        row = placements.any_introduction(work.session, offer.introduction_id) if offer else None
        if offer is None or row is None:
            return NoOfferWithThisCode()
        parties = Parties(row.provider_id, row.employer_id, row.vacancy_id)
        worker_id = str(offer.worker_id) if word_given else ""
        identity = Identity(name=name, contact=contact, worker_id=worker_id, offer_id=str(offer.id))
    source = Source.LINK_HOLDER if offer_code and not word_given else Source.WORKER
    case = _open(work, report, source, parties, word_hash=word_hash, through_offer=bool(offer_code))
    seal(work, case.id, identity)
    return _tell(work, case)


def report_by_member(
    work: Work, report: Report, word_hash: str, *, organisation_id: UUID, person_id: UUID, contact: str = ""
) -> CaseOpened:
    """Somebody who works for an organisation says what happened there or elsewhere; sealed like a worker."""
    case = _open(work, report, Source.MEMBER, Parties(), word_hash=word_hash)
    identity = Identity(contact=contact, person_id=str(person_id), organisation_id=str(organisation_id))
    seal(work, case.id, identity)
    return _tell(work, case)


def report_by_staff(
    work: Work, report: Report, word_hash: str, *, name: str = "", contact: str = ""
) -> CaseOpened:
    """Staff write down what somebody told them; who it was is sealed from then on."""
    case = _open(work, report, Source.STAFF, Parties(), word_hash=word_hash)
    seal(work, case.id, Identity(name=name, contact=contact))
    return _tell(work, case)


def open_case_by_rule(work: Work, rule: str, ref: Ref, facts: Mapping[str, Any]) -> CaseOpened | AlreadyOpen:
    """A rule found something that needs remedy; one open case for each rule and thing.

    `facts` are plain values for staff to read; none may name a person.
    """
    if standing := queries.open_case_of_rule(work.session, rule, ref):
        return AlreadyOpen(standing.id, standing.number)
    case = _open(
        work,
        Report(complaint=Complaint.OTHER),
        Source.RULE,
        parties_of(work.session, ref),
        rule=rule,
        ref=ref,
        facts=facts,
    )
    return _tell(work, case)


def keep_case_taken_back(work: Work, rule: str, ref: Ref) -> None:
    """A worker took back what the case rests on: it stays with staff, and an unfounded one opens again."""
    back = {TAKEN_BACK: HOW_TAKEN_BACK}
    opened = open_case_by_rule(work, rule, ref, {"said by": "worker"} | back)
    case = work.session.get_one(Case, opened.id, with_for_update=True)
    case.facts = case.facts | back
    step(work, case, CaseAct.REOPEN)


def parties_of(session: Session, ref: Ref) -> Parties:
    """Whom a thing concerns: a vacancy its employer, an introduction or a match both sides."""
    match ref.kind:
        case "organisation":
            found = organisations.organisation(session, ref.id)
            supplies = found is not None and found.supplies
            return (
                Parties(provider_id=ref.id) if supplies else Parties(employer_id=found.id if found else None)
            )
        case "availability":
            lot = availability.availability(session, ref.id)
            return Parties(provider_id=lot.organisation_id if lot else None)
        case "vacancy":
            job = vacancies.vacancy(session, ref.id)
            return Parties(employer_id=job.organisation_id, vacancy_id=job.id) if job else Parties()
        case "match":
            pair = matching.match(session, ref.id)
            return Parties(pair.provider_id, pair.employer_id, pair.vacancy_id) if pair else Parties()
        case "offer":
            offer = placements.offer(session, ref.id)
            return _of_introduction(session, offer.introduction_id if offer else None)
        case "placement":
            placed = placements.placement(session, ref.id)
            return _of_introduction(session, placed.introduction_id if placed else None)
        case "introduction":
            return _of_introduction(session, ref.id)
        case _:
            return Parties()


def _of_introduction(session: Session, introduction_id: UUID | None) -> Parties:
    row = placements.any_introduction(session, introduction_id) if introduction_id else None
    return Parties(row.provider_id, row.employer_id, row.vacancy_id) if row else Parties()


def _open(
    work: Work,
    report: Report,
    source: Source,
    parties: Parties,
    *,
    word_hash: str | None = None,
    through_offer: bool = False,
    rule: str | None = None,
    ref: Ref | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Case:
    case = Case(
        id=work.new_id(),
        number=_new_number(work),
        word_hash=word_hash,
        state=CaseState.REPORTED,
        version=1,
        source=source,
        rule=rule,
        ref_kind=ref.kind if ref else None,
        ref_id=ref.id if ref else None,
        facts=plain(facts or {}),
        complaint=report.complaint,
        is_critical=report.complaint.is_critical,
        through_offer=through_offer,
        words=report.words,
        job=report.job,
        amount=report.amount,
        currency=report.currency if report.amount is not None else None,
        to_whom=report.to_whom,
        when=report.when,
        how=report.how,
        language=report.language,
        provider_id=parties.provider_id,
        employer_id=parties.employer_id,
        vacancy_id=parties.vacancy_id,
        statement="",
        root_cause="",
        change="",
        reported_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    redue(work, case)
    return case


def _tell(work: Work, case: Case) -> CaseOpened:
    """The trail hears that anybody reported, whoever is signed in."""
    work.emit(
        CaseReported(
            at=work.now,
            by=work.actor if case.source is Source.RULE else ANYBODY,
            case_id=case.id,
            source=case.source,
            is_critical=case.is_critical,
            through_offer=case.through_offer,
            rule=case.rule,
        )
    )
    if held := hold_at_once(case.complaint, verified_offer=case.through_offer):
        place(work, case, held)
    return CaseOpened(case.id, case.number)


def _new_number(work: Work) -> str:
    """A short reference that tells nothing of how many there are, nor which came first."""
    while True:
        number = f"C-{work.new_id().int % 900_000 + 100_000}"
        if work.session.scalar(select(Case.id).where(Case.number == number)) is None:
            return number
