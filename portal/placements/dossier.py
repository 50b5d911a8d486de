"""Everything that staff may know of one match, on one page."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit import queries as audit
from portal.audit.words import action_words
from portal.availability import queries as availability
from portal.availability import words as lot_words
from portal.availability.domain import AvailabilityRow
from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.words import CostInWords, CostsInWords, ledger_in_words
from portal.compliance.holds import queries as holds
from portal.compliance.holds.queries import HoldRow
from portal.infra import clock
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.domain import Gate
from portal.matching.explanation import GateLine
from portal.matching.queries import MatchRow
from portal.matching.words import MatchInWords, in_words
from portal.notifications import queries as notifications
from portal.notifications.domain import Recipient, ToAddress, ToPerson, ToWorker, recipient
from portal.notifications.queries import MailLine
from portal.organisations import queries as organisations
from portal.organisations.domain.licences import SupplyLicence
from portal.organisations.licence_queries import (
    KnownLicence,
    LicenceCheck,
    known_licences_of,
    licences_as_of,
)
from portal.organisations.queries import OrganisationRow
from portal.placements import queries
from portal.placements.holds.reach import what_stops
from portal.placements.introductions.facts import Facts, facts_of_engagement
from portal.placements.ledgers import ledger_of_match
from portal.placements.offers.answers_shown import AnswerShown, answers_shown
from portal.placements.rows import (
    AnswersRow,
    EngagementRow,
    IntroductionCounts,
    IntroductionRow,
    OfferRow,
    PlacementRow,
)
from portal.placements.trail import TrailLine, entry_words
from portal.placements.words import side_words
from portal.placements.work.check_ins import CheckInCount, check_in_counts
from portal.placements.work.contract_files import ContractFile, contract_files
from portal.posts.pages import Section
from portal.vacancies import queries as vacancies
from portal.vacancies import words as vacancy_words
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class IntroductionFile:
    """One introduction with its terms and its people, who are known by number only."""

    introduction: IntroductionRow
    counts: IntroductionCounts
    engagements: list[EngagementRow]
    terms: Facts
    """Of the latest engagement."""
    offers: list[OfferRow]
    placements: dict[UUID, PlacementRow]
    """By offer."""
    answers: dict[UUID, list[AnswerShown]]
    """By offer: what was answered by which road, and what was shown then."""
    contracts: dict[UUID, list[ContractFile]]
    """By offer: every version that was given, the latest first."""
    check_ins: tuple[CheckInCount, ...]
    """How many of those who began answered on day 7 and day 30."""


@dataclass(frozen=True)
class MailFile:
    """One mail, and whom it told: a person by name, a worker by number."""

    mail: MailLine
    to: str


@dataclass(frozen=True)
class MatchDossier:
    """Both posts as they were judged, and everything that came of the match."""

    match: MatchRow
    words: MatchInWords
    lot: AvailabilityRow
    vacancy: VacancyRow
    lot_changed: bool
    """The lot was edited after the judgement."""
    vacancy_changed: bool
    provider: OrganisationRow
    employer: OrganisationRow
    licences_then: list[tuple[SupplyLicence, LicenceCheck | None]]
    """The provider's licences as they counted when the match was judged last."""
    licences: list[KnownLicence]
    """The same as they count now, with their last checks."""
    lot_sections: tuple[Section, ...]
    vacancy_sections: tuple[Section, ...]
    costs: CostsInWords
    said_by_workers: tuple[CostInWords, ...]
    """What placed workers say that they paid, without saying who."""
    answers: AnswersRow | None
    introductions: list[IntroductionFile]
    holds: list[tuple[Ref, HoldRow]]
    mails: list[MailFile]
    trail: list[TrailLine]

    @property
    def held(self) -> frozenset[UUID]:
        """Of the match, its posts and its organisations: what is under a hold now."""
        return frozenset(ref.id for ref, hold in self.holds if hold.released_at is None)

    @property
    def licence_then(self) -> GateLine | None:
        """What was known of holds and licences when the match was judged."""
        return next((one for one in self.words.gates if one.code == Gate.COMPLIANCE.value), None)


def match_dossier(session: Session, match_id: UUID) -> MatchDossier | None:
    """The whole file of one match; none where there is no such match."""
    row = matching.match(session, match_id)
    if row is None:
        return None
    lot = availability.availability_as_of(session, row.availability_id, row.availability_version)
    vacancy = vacancies.vacancy_as_of(session, row.vacancy_id, row.vacancy_version)
    lot_now = availability.availability(session, row.availability_id)
    vacancy_now = vacancies.vacancy(session, row.vacancy_id)
    provider = organisations.organisation(session, row.provider_id)
    employer = organisations.organisation(session, row.employer_id)
    if not (lot and vacancy and lot_now and vacancy_now and provider and employer):
        return None
    files = [
        _file(session, one) for one in queries.introductions_of_matches(session, [row.id]).get(row.id, [])
    ]
    refs = [Ref("match", row.id), *_refs_of(files)]
    ledger = ledger_of_match(session, row)
    return MatchDossier(
        match=row,
        words=in_words(lot, vacancy, row.judgement),
        lot=lot,
        vacancy=vacancy,
        lot_changed=lot_now.version != row.availability_version,
        vacancy_changed=vacancy_now.version != row.vacancy_version,
        provider=provider,
        employer=employer,
        licences_then=licences_as_of(session, row.provider_id, row.judged_at),
        licences=known_licences_of(session, row.provider_id),
        lot_sections=lot_words.sections(session, lot),
        vacancy_sections=tuple(
            one
            for one in vacancy_words.sections(session, vacancy, ledger.schedule)
            if one.anchor != "about-costs"
        ),
        costs=ledger_in_words(ledger, vacancy.currency, clock.today()),
        said_by_workers=_said_by_workers(session, files, vacancy.currency),
        answers=queries.answers(session, row.id),
        introductions=files,
        holds=_holds(session, row),
        mails=_mails(session, refs, files),
        trail=_trail(session, refs, files),
    )


def _file(session: Session, introduction: IntroductionRow) -> IntroductionFile:
    engagements = queries.engagements_of(session, introduction.id)
    offers = queries.offers_of(session, introduction.id)
    return IntroductionFile(
        introduction=introduction,
        counts=queries.counts_of(session, [introduction])[introduction.id],
        engagements=engagements,
        terms=facts_of_engagement(engagements[0].terms) if engagements else (),
        offers=offers,
        placements={one.offer_id: one for one in queries.placements_of(session, introduction.id)},
        answers=answers_shown(session, introduction.id),
        contracts=contract_files(session, [one.id for one in offers]),
        check_ins=check_in_counts(session, introduction.id),
    )


def _said_by_workers(
    session: Session, files: list[IntroductionFile], currency: str
) -> tuple[CostInWords, ...]:
    """In the order of their amounts, which tells nothing of who said it."""
    placed = [one.id for file in files for one in file.placements.values()]
    found = [
        line
        for placement_id in placed
        for line in ledger_in_words(ledger_of(session, Ref("placement", placement_id)), currency).reported
    ]
    return tuple(sorted(found, key=lambda one: (one.amount or 0, one.covers)))


def _refs_of(files: list[IntroductionFile]) -> list[Ref]:
    found: list[Ref] = []
    for file in files:
        found.append(file.introduction.ref)
        found += [Ref("offer", offer.id) for offer in file.offers]
        found += [Ref("placement", placement.id) for placement in file.placements.values()]
    return found


def _holds(session: Session, row: MatchRow) -> list[tuple[Ref, HoldRow]]:
    """Every hold that ever reached the match, the latest first."""
    found = [(one, hold) for one in what_stops(row) for hold in holds.holds_on(session, one)]
    return sorted(found, key=lambda pair: pair[1].placed_at, reverse=True)


def _mails(session: Session, refs: list[Ref], files: list[IntroductionFile]) -> list[MailFile]:
    mails = notifications.mails_about(session, refs)
    to = {mail.id: recipient(mail.recipient, "en") for mail in mails}
    people = accounts.people(session, {one.person_id for one in to.values() if isinstance(one, ToPerson)})
    numbers = {offer.worker_id: offer.number for file in files for offer in file.offers}

    def told(one: Recipient) -> str:
        match one:
            case ToPerson(person_id):
                return people[person_id].name if person_id in people else gettext("somebody who left")
            case ToWorker(worker_id):
                return (
                    gettext("worker %(n)s", n=numbers[worker_id])
                    if worker_id in numbers
                    else gettext("a worker")
                )
            case ToAddress(email):
                return email

    return [MailFile(mail, told(to[mail.id])) for mail in mails]


def _trail(session: Session, refs: list[Ref], files: list[IntroductionFile]) -> list[TrailLine]:
    numbers = {offer.id: offer.number for file in files for offer in file.offers}
    numbers |= {
        one.id: numbers[key] for file in files for key, one in file.placements.items() if key in numbers
    }
    entries = audit.trail(session, refs)
    people = accounts.people(session, {entry.actor for entry in entries})
    return [
        TrailLine(
            entry.at,
            entry_words(entry, numbers.get(entry.about.id, 0), side_words) or action_words(entry.action),
            people[entry.actor].name if entry.actor in people else "",
            str(entry.facts.get("reason") or ""),
        )
        for entry in reversed(entries)
    ]
