"""One worker's offer as its page shows it: read from the terms as they were when it was made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.pay.words import payslip_words
from portal.infra import clock
from portal.organisations import queries as organisations
from portal.organisations.domain import LicenceVerdict
from portal.organisations.queries import BranchRow, OrganisationRow
from portal.placements import queries
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.facts import Facts, facts_for_worker
from portal.placements.introductions.service.pairs import hold_among, refs_of
from portal.placements.ledgers import ledger_of_offer
from portal.placements.offers.domain.offers import UNDO_WITHIN, OfferState, undo
from portal.placements.offers.other_offers import OtherOffer, overlapping_offers
from portal.placements.offers.present_job import present_job_words
from portal.placements.offers.questions import QuestionRow, questions_of_offer
from portal.placements.offers.terms_page import TermsInWords, terms_in_words
from portal.placements.rows import EngagementRow, IntroductionRow, OfferRow, PlacementRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.transfers import transfer_of
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow
from portal.workers import queries as workers
from portal.workers.own_contact import has_word


@dataclass(frozen=True)
class OfferPage:
    """What a worker reads before answering, and afterwards."""

    code: str
    offer: OfferRow
    placement: PlacementRow | None
    introduction: IntroductionRow
    first_name: str
    provider: OrganisationRow
    employer: OrganisationRow
    on_behalf_of: tuple[str, ...]
    branch: BranchRow | None
    verdict: LicenceVerdict
    vacancy: VacancyRow
    engagement: EngagementRow
    costs: CostsInWords
    asks_paid: bool
    """Asked once the worker has accepted, and told to nobody: the provider holds the link too."""
    payslip: Facts
    """A usual week from gross to what is left; empty where no hours were named."""
    contract: Facts
    """Who employs, pays, directs and answers, by name."""
    terms: TermsInWords
    places_left: int
    is_paused: bool
    problem: str
    now: datetime
    is_open_here: bool
    """This browser may answer for the worker."""
    has_word: bool
    """The worker has set a secret word, here or elsewhere."""
    present_job: str
    """What accepting does to the job that the worker has now."""
    questions: tuple[QuestionRow, ...]
    """The thread, where this browser may answer for the worker."""
    is_transfer_proposed: bool
    """The workplace asks, or has asked, whether the worker becomes its own."""
    other_days: tuple[OtherOffer, ...]
    """The worker's other open offers whose days overlap."""

    @property
    def is_over(self) -> bool:
        """Open on paper only: its time is over, or the introduction has ended."""
        late = self.offer.state is OfferState.OPEN and self.now >= self.offer.answer_by
        return late or self.introduction.state is not IntroductionState.OPEN

    @property
    def can_answer(self) -> bool:
        return self.offer.state is OfferState.OPEN and not self.is_over

    @property
    def can_accept(self) -> bool:
        return self.can_answer and self.places_left > 0 and not self.is_paused

    @property
    def undo_until(self) -> datetime | None:
        """Until when an answer can be taken back; none where there is none to take back."""
        row = self.offer
        until = row.answered_at + UNDO_WITHIN if row.answered_at else self.now
        undone = undo(row.state, row.answered_through, row.answered_at, answer_by=row.answer_by, now=self.now)
        return min(until, row.answer_by) if isinstance(undone, OfferState) else None

    @property
    def can_undo(self) -> bool:
        """Only where this browser may answer, and the work has not begun."""
        began = self.placement is not None and self.placement.state is not PlacementState.EXPECTED
        if self.offer.state is OfferState.DECLINED:
            began = False
        return self.is_open_here and self.undo_until is not None and not began

    @property
    def can_ask_more_time(self) -> bool:
        return self.can_answer and self.offer.more_time_asked_at is None and self.offer.prolonged_at is None

    @property
    def is_gone(self) -> bool:
        """Nothing can be answered here any more, and nothing was agreed."""
        ended = {OfferState.EXPIRED, OfferState.WITHDRAWN}
        return self.offer.state in ended or (self.offer.state is OfferState.OPEN and self.is_over)


def offer_page(
    session: Session, code: str, problem: str = "", *, is_open_here: Callable[[UUID], bool] = lambda _: False
) -> OfferPage | None:
    """The page of the offer behind a code; none where there is no such offer."""
    found = queries.offer_by_code(session, code)
    row = queries.any_introduction(session, found.introduction_id) if found else None
    if found is None or row is None:
        return None
    now = clock.now()
    both = organisations.organisations(session, [row.provider_id, row.employer_id])
    lot = availability.availability_as_of(session, row.availability_id, row.availability_version)
    vacancy = vacancies.vacancy_as_of(session, row.vacancy_id, found.vacancy_version)
    engagement = queries.engagement_version(session, row.id, found.engagement_version)
    if lot is None or vacancy is None or engagement is None:
        raise LookupError("an offer names terms that were never kept")
    worker = workers.worker(session, found.worker_id)
    placement = queries.placement_of_offer(session, found.id)
    desk = organisations.branch(session, lot.branch_id) if lot.branch_id else None
    clients = (lot.on_behalf_of, vacancy.on_behalf_of)
    ledger = ledger_of_offer(session, found, row, seen_by_members_at=now)
    lines = ledger.schedule.lines
    slip = example_payslip(vacancy.pay, vacancy.hours_per_week, vacancy.currency, lines)
    return OfferPage(
        code=code,
        offer=found,
        placement=placement,
        introduction=row,
        first_name=worker.first_name if worker else "",
        provider=both[row.provider_id],
        employer=both[row.employer_id],
        on_behalf_of=tuple(one for one in clients if one),
        branch=desk or next(iter(organisations.branches_of(session, row.provider_id)), None),
        verdict=organisations.licence_verdict(
            session,
            row.provider_id,
            vacancy.country,
            vacancy.sector,
            engagement.terms.form.value,
            now.date(),
        ),
        vacancy=vacancy,
        engagement=engagement,
        costs=ledger_in_words(ledger, vacancy.currency, found.made_at.date()),
        asks_paid=placement is not None,
        payslip=payslip_words(slip, lines) if slip else (),
        contract=facts_for_worker(engagement.terms, both[row.provider_id].name, both[row.employer_id].name),
        terms=terms_in_words(session, found, row, vacancy, slip),
        places_left=row.places - queries.filled_places(session, row.id),
        is_paused=hold_among(
            session,
            refs_of(
                match_id=row.match_id,
                availability_id=row.availability_id,
                vacancy_id=row.vacancy_id,
                provider_id=row.provider_id,
                employer_id=row.employer_id,
            ),
        )
        is not None,
        problem=problem,
        now=now,
        is_open_here=is_open_here(found.worker_id),
        has_word=has_word(session, found.worker_id),
        present_job=present_job_words(engagement.terms.form, both[row.provider_id].name),
        is_transfer_proposed=bool(placement and transfer_of(session, placement.id)),
        other_days=overlapping_offers(session, found, row, now),
        questions=questions_of_offer(session, found.id) if is_open_here(found.worker_id) else (),
    )
