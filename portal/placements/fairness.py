"""An introduction, an offer and a start of work as rules look at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.compliance.domain import (
    Consent,
    Delivery,
    Finding,
    Listing,
    Stage,
    Statement,
    Terms,
)
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.queries import current_terms
from portal.compliance.findings.service import Case, judge_all, judge_and_keep
from portal.compliance.findings.switches import off_rules
from portal.compliance.rules.sets import rules_on
from portal.infra.unit_of_work import Work
from portal.infra.web.languages import SOURCE, current, language_of
from portal.kernel.events import Ref
from portal.matching.fairness import PairFacts, PairToJudge
from portal.notifications import queries as notifications
from portal.notifications.domain import ToWorker, recipient
from portal.placements import queries
from portal.placements.introductions.domain.checks import worker_checks
from portal.placements.introductions.service.pairs import PostPair, pair_of
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.answers_shown import languages_of_answers
from portal.placements.offers.domain.offers import OfferState, Through
from portal.placements.rows import IntroductionRow, PlacementRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.safety import SafetyRow, instructions_of, safety_of
from portal.placements.work.statements import with_contract
from portal.posts.domain import EngagementForm, Level
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyTerms
from portal.workers import queries as workers
from portal.workers.listings import Listing as ToldOfListing
from portal.workers.listings import listings

WRITTEN_IN = SOURCE.code
"""The language in which the two sides write."""
READS_TERMS = Level.B1


@dataclass(frozen=True)
class Answer:
    """How a worker answers an offer just now: when, and whether the worker did it."""

    at: datetime
    through: Through


def judge_introduction(work: Work, row: Introduction, pair: PostPair) -> Decision:
    """What rules say of bringing both sides together, kept with the introduction."""
    terms = _terms_of_pair(work, pair, pair.shared_forms)
    return judge_and_keep(work, Ref("introduction", row.id), Stage.INTRODUCTION, terms, _versions(pair))


def judge_offers(
    work: Work, offers: Sequence[Offer], row: Introduction, answer: Answer | None = None
) -> list[Decision]:
    """What rules say of offers of one introduction as they are made, or as one is answered."""
    cases = _cases(work, [(Ref("offer", one.id), one) for one in offers], row, answer)
    told = listings(work.session, [one.worker_id for one in offers])
    cases = [
        replace(case, terms=replace(case.terms, listing=listing_of(one, told[one.worker_id])))
        for case, one in zip(cases, offers, strict=True)
    ]
    decided = judge_all(work, Stage.OFFER, cases)
    return [decided[case.ref] for case in cases]


def judge_starts(work: Work, starting: Sequence[Placement], row: Introduction) -> dict[UUID, Decision]:
    """By placement: what rules say of workers who begin to work today, or began before."""
    made = {one.offer_id: work.session.get_one(Offer, one.offer_id) for one in starting}
    cases = _cases(work, [(Ref("placement", one.id), made[one.offer_id]) for one in starting], row, None)
    checked = queries.checks_of(work.session, [one.id for one in starting])
    kept_safe = safety_of(work.session, [one.id for one in starting])
    with_start = []
    for one, case in zip(starting, cases, strict=True):
        known = checked.get(one.id)
        terms = replace(
            case.terms,
            starts=one.started_on or work.now.date(),
            checks=worker_checks(known.check if known else None, one.last),
            **_safety(one, kept_safe.get(one.id, ()), case.terms.consent),
        )
        with_start.append(replace(case, terms=terms))
    decided = judge_all(work, Stage.START, with_start)
    return {one.id: decided[Ref("placement", one.id)] for one in starting}


def judge_afterwards(
    work: Work, check_in_id: UUID, one: Placement, row: Introduction, paid: Statement
) -> None:
    """What rules say of a first payslip beside the advert and the offer.

    It is kept with the worker's own answer, which concerns no organisation: whoever typed a payslip is not
    told of to those who wrote it.
    """
    offer = work.session.get_one(Offer, one.offer_id)
    [case] = _cases(work, [(Ref("check-in", check_in_id), offer)], row, None)
    terms = replace(case.terms, starts=one.started_on, statements=(*case.terms.statements, paid))
    judge_all(work, Stage.AFTERWARDS, [replace(case, terms=terms)])


def _safety(one: Placement, rows: Sequence[SafetyRow], consent: Consent | None) -> dict[str, Any]:
    """What came before the first shift. A worker who confirms a thing understood its language.

    Of somebody who began before any of this was asked, it is not known.
    """
    if not rows and one.state is not PlacementState.EXPECTED:
        return {}
    instructions = instructions_of(rows, WRITTEN_IN)
    if consent is not None and consent.understands:
        said = {each.language for each in instructions if each.confirmed}
        consent = replace(consent, understands=consent.understands | said)
    return {"instructions": instructions, "consent": consent}


def judge_starts_again(work: Work, placed: Sequence[Placement], row: Introduction) -> None:
    """Of those who were judged before: a check was recorded, or the last day moved."""
    judged = current_terms(work.session, "placement", Stage.START, [one.id for one in placed])
    if again := [one for one in placed if one.id in judged]:
        judge_starts(work, again, row)


def foreseen(
    session: Session, placed: Sequence[PlacementRow], row: IntroductionRow, today: date
) -> dict[UUID, tuple[Finding, ...]]:
    """By placement: what the checks on its worker would say of a start today; only what is open."""
    pair = pair_of(session, row.match_id)
    if pair is None or not placed:
        return {}
    off, rules = off_rules(session), rules_on(today)
    checked = queries.checks_of(session, [one.id for one in placed])
    found = {}
    for one in placed:
        known = checked.get(one.id)
        terms = Terms(
            on=today,
            origin=pair.lot.country,
            country=pair.vacancy.country,
            checks=worker_checks(known.check if known else None, one.last),
        )
        said = rules.judge(terms, Stage.START, off)
        found[one.id] = tuple(each for each in said if each.is_open)
    return found


def statements_of(advert: VacancyTerms, offer: VacancyTerms) -> tuple[Statement, ...]:
    """The terms as they were advertised, and as they are offered."""
    return (_statement("advert", advert), _statement("offer", offer))


def consent_of(
    offer: Offer, lot: AvailabilityRow, speaks: str | None, shown_in: str, answer: Answer | None = None
) -> Consent:
    """How the worker came to the answer; `speaks` is the language in which the worker reads mail.

    `shown_in` is the language in which the terms were shown.

    The form that accepts stands below the terms, on the same page: a worker who accepts has opened them.
    What the provider recorded counts from when the worker confirms it; a worker who opens the offer after
    such a record and has not confirmed it agreed to nothing yet.
    Where nobody said that the worker reads the language of the terms, it is not known, and not denied.
    """
    through = answer.through if answer else offer.answered_through
    answered_at = answer.at if answer else offer.confirmed_at or offer.answered_at
    by_worker = None if through is None else through is Through.WORKER or offer.confirmed_at is not None
    reads = {code for code, level in lot.languages.items() if Level[level] >= READS_TERMS}
    known = frozenset(reads | {speaks} if speaks else reads)
    opened_at = offer.opened_at or (answered_at if by_worker else None)
    if opened_at and answered_at and not by_worker and opened_at > answered_at:
        opened_at = None
    return Consent(
        offered_at=offer.made_at,
        opened_at=opened_at,
        answered_at=answered_at,
        language=shown_in,
        understands=known if shown_in in known else frozenset(),
        by_worker=by_worker,
    )


def listing_of(offer: Offer, told: ToldOfListing) -> Listing:
    """Whether the worker was told of being listed. Who objects later keeps what was accepted before."""
    objected_at = told.objected_at if offer.state is OfferState.OPEN else None
    return Listing(told_at=told.told_at, language=told.language, objected_at=objected_at)


def deliveries_about(session: Session, refs: Iterable[Ref]) -> tuple[Delivery, ...]:
    """What became of the mails about these things; to a worker, or to people of either side."""
    return tuple(
        Delivery(
            to="worker" if isinstance(recipient(mail.recipient, "en"), ToWorker) else "member",
            state=str(mail.state),
        )
        for mail in notifications.mails_about(session, list(refs))
    )


def _cases(
    work: Work, of: Sequence[tuple[Ref, Offer]], row: Introduction, answer: Answer | None
) -> list[Case]:
    """Offers of one introduction, each with what its worker was shown and answered."""
    pair = pair_of(work.session, row.match_id)
    if pair is None:
        raise LookupError("an introduction names a match that does not exist")
    people = workers.workers(work.session, [offer.worker_id for _ref, offer in of])
    answered_in = languages_of_answers(work.session, [offer.id for _ref, offer in of])
    common: dict[tuple[int, int], Terms] = {}
    cases = []
    for ref, offer in of:
        key = (offer.engagement_version, offer.vacancy_version)
        if key not in common:
            common[key] = _terms_of_agreed(work, row, pair, *key)
        person = people.get(offer.worker_id)
        is_answered = answer is not None or offer.answered_at is not None
        speaks = person.language if person else None
        shown_in = answered_in.get(offer.id) or language_of(speaks).code
        if answer is not None and answer.through is Through.WORKER:
            shown_in = current().code
        terms = replace(
            common[key],
            statements=with_contract(work.session, offer.id, common[key].statements),
            consent=consent_of(offer, pair.lot, speaks, shown_in, answer),
            deliveries=deliveries_about(work.session, [Ref("offer", offer.id)]) if is_answered else None,
        )
        cases.append(Case(ref, terms, _versions(pair)))
    return cases


def _terms_of_agreed(
    work: Work, row: Introduction, pair: PostPair, engagement_version: int, vacancy_version: int
) -> Terms:
    agreed = queries.engagement_version(work.session, row.id, engagement_version)
    advert = vacancies.vacancy_as_of(work.session, row.vacancy_id, row.vacancy_version)
    offered = vacancies.vacancy_as_of(work.session, row.vacancy_id, vacancy_version)
    terms = _terms_of_pair(work, pair, {agreed.terms.form} if agreed else pair.shared_forms)
    return replace(terms, statements=statements_of(advert, offered) if advert and offered else ())


def _terms_of_pair(work: Work, pair: PostPair, forms: Iterable[EngagementForm]) -> Terms:
    to_judge = PairToJudge(pair.match.id, pair.lot, pair.vacancy, pair.match.judgement)
    return PairFacts(work.session, work.now.date()).terms_of(to_judge, forms)


def _versions(pair: PostPair) -> dict[str, int]:
    return {"availability": pair.lot.version, "vacancy": pair.vacancy.version}


def _statement(name: str, terms: VacancyTerms) -> Statement:
    return Statement(
        name=name,
        currency=terms.currency,
        pay=terms.pay,
        hours=terms.hours_per_week,
        housing=terms.housing_cost_week,
        transport=terms.transport_cost_week,
        first=terms.starts,
        last=terms.ends,
    )
