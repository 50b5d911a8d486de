"""One worker's offer, for whoever holds its code: nothing to install, no account."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.availability import queries as availability
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.pay.words import payslip_words
from portal.infra import clock
from portal.infra.web import Audience, allow, page, perform, public_url, reading, say
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.organisations.domain import LicenceVerdict
from portal.organisations.queries import BranchRow, OrganisationRow
from portal.placements import local_time, queries
from portal.placements.domain.introductions import IntroductionState
from portal.placements.domain.offers import OfferAlreadyAnswered, OfferState
from portal.placements.facts import Facts, facts_for_worker, facts_of_pay
from portal.placements.ledgers import ledger_of_offer
from portal.placements.rows import EngagementRow, IntroductionRow, OfferRow, PlacementRow
from portal.placements.service import offers
from portal.placements.service.pairs import hold_among, refs_of
from portal.placements.words import refusal_words
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow
from portal.workers import queries as workers

worker_pages = Blueprint("placements_worker", __name__)
local_time.give_to(worker_pages)


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
    pay: Facts
    payslip: Facts
    """A usual week from gross to what is left; empty where no hours were named."""
    terms: Facts
    places_left: int
    is_paused: bool
    problem: str
    now: datetime

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
    def is_gone(self) -> bool:
        """Nothing can be answered here any more, and nothing was agreed."""
        ended = {OfferState.EXPIRED, OfferState.WITHDRAWN}
        return self.offer.state in ended or (self.offer.state is OfferState.OPEN and self.is_over)


@worker_pages.app_template_global()
def offer_link(offer_id: str, code_hash: str) -> str:
    """The address of a worker's offer, made when a mail is written, so that no code is stored."""
    code = offers.code_under(UUID(offer_id), code_hash)
    return public_url("placements_worker.offer", code=code or "unknown")


@worker_pages.get("/offer/<code>")
@allow(Audience.BEARER)
def offer(code: str) -> ResponseReturnValue:
    """The offer behind a code."""
    return _draw(code)


@worker_pages.post("/offer/<code>/terms")
@allow(Audience.BEARER)
def show_terms(code: str) -> ResponseReturnValue:
    """I have read this: the first time is recorded, and the answer may come later."""
    if isinstance(perform(offers.show_terms, code), offers.NoSuchOffer):
        no_such_offer()
    return redirect(url_for(".offer", code=code, _anchor="answer"), 303)


@worker_pages.post("/offer/<code>/accept")
@allow(Audience.BEARER)
def accept(code: str) -> ResponseReturnValue:
    """The worker's deliberate yes."""
    done = gettext("You accepted. The place is yours.")
    return _answered(code, perform(offers.accept_offer, code), OfferState.ACCEPTED, done)


@worker_pages.post("/offer/<code>/decline")
@allow(Audience.BEARER)
def decline(code: str) -> ResponseReturnValue:
    """The worker's no."""
    done = gettext("You said no thanks. That is fine.")
    return _answered(code, perform(offers.decline_offer, code), OfferState.DECLINED, done)


def _answered(code: str, outcome: OfferState | Refusal, wanted: OfferState, done: str) -> ResponseReturnValue:
    """A second click on the same button finds the first one's answer, and that is all right.

    These forms carry no token against repeats, which would be kept with the address and its code.
    """
    match outcome:
        case OfferAlreadyAnswered(state) if state is wanted:
            return redirect(url_for(".offer", code=code), 303)
        case OfferState():
            say(done)
            return redirect(url_for(".offer", code=code), 303)
        case offers.NoSuchOffer():
            return no_such_offer()
        case Refusal() as refusal:
            return _draw(code, refusal_words(refusal))


def no_such_offer() -> NoReturn:
    """Said in a worker's words: an unknown code may be a swindler's."""
    abort(page("placements/worker/unknown.html", status=404))


def _draw(code: str, problem: str = "") -> Response:
    shown = _offer_page(code, problem)
    status = 410 if shown.is_gone else 409 if problem else 200
    return page("placements/worker/offer.html", shown, status=status)


def _offer_page(code: str, problem: str) -> OfferPage:
    session = reading()
    found = queries.offer_by_code(session, code)
    row = queries.any_introduction(session, found.introduction_id) if found else None
    if found is None or row is None:
        no_such_offer()
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
        pay=facts_of_pay(vacancy),
        payslip=payslip_words(slip, lines) if slip else (),
        terms=facts_for_worker(engagement.terms, both[row.provider_id].name, both[row.employer_id].name),
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
    )


# The pages on costs register themselves on the blueprint above.
import portal.placements.views.worker_costs  # noqa: E402, F401
