"""Answers as they were kept, for staff and the worker: what was shown, in which language, by what road."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.placements.models import AnswerRecord, Offer
from portal.placements.offers.domain.offers import Channel, OfferAct
from portal.placements.offers.shown_text import text_hash


@dataclass(frozen=True)
class AnswerShown:
    """One kept answer; `is_whole` while the text is the one that was kept."""

    act: str
    channel: str
    language: str
    at: datetime
    shown: str
    is_whole: bool


@dataclass(frozen=True)
class KeptAnswer:
    """One kept answer, for the worker who gave it."""

    act: OfferAct
    channel: Channel
    language: str
    at: datetime
    shown: str


def kept_answers(session: Session, offer_id: UUID) -> tuple[KeptAnswer, ...]:
    """Of one offer, the oldest first."""
    wanted = select(AnswerRecord).where(AnswerRecord.offer_id == offer_id)
    return tuple(
        KeptAnswer(one.act, one.channel, one.language, one.at, one.shown)
        for one in session.scalars(wanted.order_by(AnswerRecord.at, AnswerRecord.id))
    )


def answers_shown(session: Session, introduction_id: UUID) -> dict[UUID, list[AnswerShown]]:
    """By offer, the oldest first."""
    wanted = (
        select(AnswerRecord)
        .join(Offer, Offer.id == AnswerRecord.offer_id)
        .where(Offer.introduction_id == introduction_id)
        .order_by(AnswerRecord.at, AnswerRecord.id)
    )
    found: dict[UUID, list[AnswerShown]] = defaultdict(list)
    for row in session.scalars(wanted):
        is_whole = text_hash(row.shown) == row.shown_hash
        said = AnswerShown(_act(row.act), _channel(row.channel), row.language, row.at, row.shown, is_whole)
        found[row.offer_id].append(said)
    return dict(found)


def languages_of_answers(session: Session, offer_ids: Collection[UUID]) -> dict[UUID, str]:
    """By offer: the language of the page from which it was answered last."""
    wanted = (
        select(AnswerRecord.offer_id, AnswerRecord.language)
        .where(AnswerRecord.offer_id.in_(offer_ids), AnswerRecord.channel == Channel.DEVICE)
        .order_by(AnswerRecord.at, AnswerRecord.id)
    )
    return {one.offer_id: one.language for one in session.execute(wanted)}


def _act(act: OfferAct) -> str:
    words = {
        OfferAct.ACCEPT: gettext("Accepted"),
        OfferAct.DECLINE: gettext("Declined"),
        OfferAct.CONFIRM: gettext("Confirmed the acceptance"),
        OfferAct.DENY: gettext("Denied the acceptance"),
        OfferAct.UNDO: gettext("Took the answer back"),
    }
    return words.get(act, act.value)


def _channel(channel: Channel) -> str:
    match channel:
        case Channel.DEVICE:
            return gettext("on the offer’s page, with the worker’s own word")
        case Channel.PHONE:
            return gettext("by phone")
        case Channel.AGENCY:
            return gettext("through the labour provider")
        case Channel.SLIP:
            return gettext("by a slip")
