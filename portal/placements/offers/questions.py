"""What workers ask about their offers, and what they are answered; read by both, with no address shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.placements.introductions.domain.answers import Side
from portal.placements.models import Offer, OfferQuestion
from portal.placements.queries import any_introduction


@dataclass(frozen=True)
class QuestionRow:
    """One question of one worker, who is known by number."""

    id: UUID
    offer_id: UUID
    introduction_id: UUID
    number: int
    to_side: Side
    text: str
    language: str
    asked_at: datetime
    passed_on_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    answered_by: Side | None


def questions_of_offer(session: Session, offer_id: UUID) -> tuple[QuestionRow, ...]:
    """The thread of one offer, the oldest first."""
    wanted = select(OfferQuestion).where(OfferQuestion.offer_id == offer_id)
    rows = session.scalars(wanted.order_by(OfferQuestion.asked_at, OfferQuestion.id))
    return tuple(_row(one, session.get_one(Offer, offer_id)) for one in rows)


def question(session: Session, organisation_id: UUID, question_id: UUID) -> tuple[QuestionRow, Side] | None:
    """A question to the organisation: the provider's always, the employer's once it was passed on."""
    row = session.get(OfferQuestion, question_id)
    offer = session.get(Offer, row.offer_id) if row else None
    made = any_introduction(session, offer.introduction_id) if offer else None
    side = made.side_of(organisation_id) if made else None
    if row is None or offer is None or side is None:
        return None
    if side is Side.EMPLOYER and row.passed_on_at is None:
        return None
    return _row(row, offer), side


def _row(row: OfferQuestion, offer: Offer) -> QuestionRow:
    return QuestionRow(
        id=row.id,
        offer_id=offer.id,
        introduction_id=offer.introduction_id,
        number=offer.number,
        to_side=row.to_side,
        text=row.text,
        language=row.language,
        asked_at=row.asked_at,
        passed_on_at=row.passed_on_at,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
    )
