"""An introduction, an offer and a start of work as rules look at them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.compliance.domain import Consent, Delivery, Stage, Statement, Terms
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.service import Case, judge_all, judge_and_keep
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.matching.fairness import PairFacts, PairToJudge
from portal.notifications import queries as notifications
from portal.notifications.domain import ToWorker, recipient
from portal.placements import queries
from portal.placements.domain.offers import Through
from portal.placements.models import Introduction, Offer
from portal.placements.service.pairs import PostPair, pair_of
from portal.posts.domain import EngagementForm, Level
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyTerms
from portal.workers import queries as workers

SHOWN_IN = "en"
"""The language in which offers are written."""
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
    decided = judge_all(work, Stage.OFFER, cases)
    return [decided[case.ref] for case in cases]


def judge_starts(work: Work, starting: Sequence[tuple[UUID, Offer]], row: Introduction) -> list[Decision]:
    """What rules say of workers who begin to work today: each placement with the offer that it came of."""
    cases = _cases(work, [(Ref("placement", one), offer) for one, offer in starting], row, None)
    today = work.now.date()
    decided = judge_all(
        work, Stage.START, [replace(one, terms=replace(one.terms, starts=today)) for one in cases]
    )
    return [decided[case.ref] for case in cases]


def statements_of(advert: VacancyTerms, offer: VacancyTerms) -> tuple[Statement, ...]:
    """The terms as they were advertised, and as they are offered."""
    return (_statement("advert", advert), _statement("offer", offer))


def consent_of(
    offer: Offer, lot: AvailabilityRow, speaks: str | None, answer: Answer | None = None
) -> Consent:
    """How the worker came to the answer; `speaks` is the language in which the worker reads mail.

    The form that accepts stands below the terms, on the same page: a worker who accepts has opened them.
    Where nobody said that the worker reads the language of the terms, it is not known, and not denied.
    """
    through = answer.through if answer else offer.answered_through
    answered_at = answer.at if answer else offer.answered_at
    by_worker = None if through is None else through is Through.WORKER or offer.confirmed_at is not None
    reads = {code for code, level in lot.languages.items() if Level[level] >= READS_TERMS}
    known = frozenset(reads | {speaks} if speaks else reads)
    return Consent(
        offered_at=offer.made_at,
        opened_at=offer.opened_at or (answered_at if by_worker else None),
        answered_at=answered_at,
        language=SHOWN_IN,
        understands=known if SHOWN_IN in known else frozenset(),
        by_worker=by_worker,
    )


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
    common: dict[tuple[int, int], Terms] = {}
    cases = []
    for ref, offer in of:
        key = (offer.engagement_version, offer.vacancy_version)
        if key not in common:
            common[key] = _terms_of_agreed(work, row, pair, *key)
        person = people.get(offer.worker_id)
        is_answered = answer is not None or offer.answered_at is not None
        terms = replace(
            common[key],
            consent=consent_of(offer, pair.lot, person.language if person else None, answer),
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
