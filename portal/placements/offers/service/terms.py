"""The terms of offers over time: made anew when the work or the agreement changes, and answered."""

from uuid import UUID

from sqlalchemy import select

from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import freeze_costs
from portal.compliance.domain import RulesForbid
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.fairness import Answer
from portal.placements.introductions.domain.answers import answer_due
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.pairs import starts_at
from portal.placements.ledgers import origin_of
from portal.placements.models import Introduction, Offer, OfferTerms, Placement
from portal.placements.offers.domain.key_terms import KeyTerms, Turn, differences
from portal.placements.offers.domain.offers import OFFER, NotOpened, OfferAct, OfferState, Through
from portal.placements.offers.domain.terms import (
    NothingToAgree,
    TermsChanged,
    WhyTerms,
    awaits_answer,
    changes,
)
from portal.placements.offers.events import OfferTermsAnswered, OfferTermsChanged, OfferWithdrawn
from portal.placements.offers.offered_terms import kept_terms
from portal.placements.offers.service.deciding import why_forbidden
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.keeping_terms import (
    has_work_changed,
    is_stale,
    keep,
    keep_terms,
    terms_now,
)
from portal.placements.offers.service.opening import by_worker
from portal.placements.telling import of_offer
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


def renew_terms_with(work: Work, vacancy_id: UUID) -> None:
    """A vacancy was changed: offers of work that both sides still agree on get its terms."""
    wanted = select(Introduction).where(
        Introduction.vacancy_id == vacancy_id, Introduction.state == IntroductionState.OPEN
    )
    for row in work.session.scalars(wanted.order_by(Introduction.id).with_for_update()):
        if not has_work_changed(work, row):
            renew_terms(work, row, WhyTerms.WORK_CHANGED)


def renew_terms(work: Work, row: Introduction, why: WhyTerms) -> None:
    """Offers that wait for an answer say what is agreed now; who has accepted is asked again, and told."""
    agreed = queries.agreed_engagement(work.session, row.id)
    vacancy = vacancies.vacancy(work.session, row.vacancy_id)
    if agreed is None or vacancy is None:
        return
    now = terms_now(work, row, vacancy.version, agreed.version)
    for offer in _changeable(work, row):
        if not kept_terms(work.session, offer.id):
            keep_terms(work, row, offer)
        _renew(work, row, offer, now, why=why, vacancy=vacancy, engagement_version=agreed.version)


def answer_terms(
    work: Work, code: str, version: int, *, agrees: bool
) -> NoSuchOffer | NotOpened | NothingToAgree | TermsChanged | RulesForbid | OfferState:
    """A worker who has accepted agrees to changed terms, or keeps to those that were accepted."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    kept = kept_terms(work.session, offer.id)
    if offer.state is not OfferState.ACCEPTED or not awaits_answer(kept):
        return NothingToAgree()
    if stale := is_stale(work, offer, version):
        return stale
    newest = work.session.get_one(OfferTerms, (offer.id, kept[-1].version))
    newest.agreed, newest.answered_at = agrees, work.now
    if agrees and (forbidden := _take_over(work, row, offer, newest)):
        return forbidden
    work.emit(OfferTermsAnswered(**of_offer(work, row, offer), version=newest.version, agrees=agrees))
    return offer.state


def _renew(
    work: Work,
    row: Introduction,
    offer: Offer,
    now: KeyTerms,
    *,
    why: WhyTerms,
    vacancy: VacancyRow,
    engagement_version: int,
) -> None:
    before = kept_terms(work.session, offer.id)[-1]
    if not differences(before.terms, now):
        return
    was_open = offer.state is OfferState.OPEN
    newest = keep(work, offer, before.version + 1, now, why)
    newest.vacancy_version, newest.engagement_version = vacancy.version, engagement_version
    if was_open:
        due = answer_due(work.now, starts_at(vacancy, max(row.first, work.now.date())))
        offer.answer_by = max(offer.answer_by, due)
        if _take_over(work, row, offer, newest):
            offer.state = OFFER[offer.state, OfferAct.WITHDRAW]
            work.emit(OfferWithdrawn(**of_offer(work, row, offer), terms_changed=True))
            return
    found = changes(kept_terms(work.session, offer.id))
    work.emit(
        OfferTermsChanged(
            **of_offer(work, row, offer),
            version=newest.version,
            was_accepted=not was_open,
            worse=sum(one.turn is Turn.WORSE for one in found),
        )
    )


def _take_over(work: Work, row: Introduction, offer: Offer, newest: OfferTerms) -> RulesForbid | None:
    """From now on the offer is one of these terms and their costs, unless a rule forbids it."""
    offer.vacancy_version, offer.engagement_version = newest.vacancy_version, newest.engagement_version
    work.session.flush()
    origin = origin_of(row, offer.vacancy_version)
    freeze_costs(work, Ref("offer", offer.id), origin)
    placed = work.session.scalar(select(Placement).where(Placement.offer_id == offer.id))
    if placed and ledger_of(work.session, Ref("placement", placed.id)).version:
        freeze_costs(work, Ref("placement", placed.id), origin)
    answer = Answer(work.now, Through.WORKER) if placed else None
    return why_forbidden(work, [offer], row, answer)


def _changeable(work: Work, row: Introduction) -> list[Offer]:
    """Offers that nobody has answered, and those accepted by workers who have not begun."""
    waiting = select(Placement.offer_id).where(
        Placement.introduction_id == row.id, Placement.state == PlacementState.EXPECTED
    )
    is_waiting = (Offer.state == OfferState.ACCEPTED) & Offer.id.in_(waiting)
    wanted = select(Offer).where(
        Offer.introduction_id == row.id, (Offer.state == OfferState.OPEN) | is_waiting
    )
    return list(work.session.scalars(wanted.order_by(Offer.number).with_for_update()))
