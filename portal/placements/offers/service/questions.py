"""A worker asks about an offer; the provider answers, or passes it on to the workplace."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.models import Introduction, Offer, OfferQuestion
from portal.placements.offers import questions
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.events import QuestionAnswered, QuestionAsked, QuestionPassedOn
from portal.placements.offers.service.finding import NoSuchOffer
from portal.placements.offers.service.opening import by_worker
from portal.placements.telling import of_offer

MOST_QUESTIONS = 20
"""For one offer, so that nobody floods a desk."""


@dataclass(frozen=True)
class TooManyQuestions(Refusal):
    most: int = MOST_QUESTIONS


@dataclass(frozen=True)
class AnsweredBefore(Refusal):
    """Somebody was quicker; the answer stands."""


def ask_question(
    work: Work, code: str, to_side: Side, text: str, language: str
) -> UUID | NoSuchOffer | NotOpened | TooManyQuestions:
    """Keep the question and tell the provider that there is one; the words stay on the page."""
    found = by_worker(work, code)
    if isinstance(found, Refusal):
        return found
    offer, row = found
    asked = select(func.count()).select_from(OfferQuestion).where(OfferQuestion.offer_id == offer.id)
    if (work.session.scalar(asked) or 0) >= MOST_QUESTIONS:
        return TooManyQuestions()
    question_id = work.new_id()
    work.session.add(
        OfferQuestion(
            id=question_id,
            offer_id=offer.id,
            to_side=to_side,
            text=text,
            language=language,
            asked_at=work.now,
        )
    )
    work.session.flush()
    work.emit(QuestionAsked(**of_offer(work, row, offer), question_id=question_id, to_side=to_side))
    return question_id


def pass_on(work: Work, organisation_id: UUID, question_id: UUID) -> UUID | NotYours | AnsweredBefore:
    """The provider lets the employer read the question and answer it; who asks stays a number."""
    found = questions.question(work.session, organisation_id, question_id)
    if found is None or found[1] is not Side.PROVIDER:
        return NotYours()
    row, offer, made = _locked(work, question_id)
    if row.answer is not None:
        return AnsweredBefore()
    if row.passed_on_at is None:
        row.passed_on_at = work.now
        work.emit(QuestionPassedOn(**of_offer(work, made, offer), question_id=row.id))
    return row.id


def answer_question(
    work: Work, organisation_id: UUID, question_id: UUID, text: str
) -> UUID | NotYours | AnsweredBefore:
    """One answer, by whichever side is first; the worker is told that it is there."""
    found = questions.question(work.session, organisation_id, question_id)
    if found is None:
        return NotYours()
    row, offer, made = _locked(work, question_id)
    if row.answer is not None:
        return AnsweredBefore()
    row.answer, row.answered_at, row.answered_by = text, work.now, found[1]
    work.emit(QuestionAnswered(**of_offer(work, made, offer), question_id=row.id, side=found[1]))
    return row.id


def _locked(work: Work, question_id: UUID) -> tuple[OfferQuestion, Offer, Introduction]:
    row = work.session.get_one(OfferQuestion, question_id, with_for_update=True)
    offer = work.session.get_one(Offer, row.offer_id)
    return row, offer, work.session.get_one(Introduction, offer.introduction_id)
