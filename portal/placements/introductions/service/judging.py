"""Judging open introductions again, when a post of theirs or a licence changed."""

from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.infra.unit_of_work import Work
from portal.placements.fairness import judge_introduction
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.pairs import pair_of
from portal.placements.models import Introduction


def judge_introductions_of(work: Work, organisation_id: UUID) -> None:
    """A licence of a labour provider changed."""
    _judge(work, Introduction.provider_id == organisation_id)


def judge_introductions_with(work: Work, post_id: UUID) -> None:
    """A lot or a vacancy was changed."""
    _judge(work, (Introduction.availability_id == post_id) | (Introduction.vacancy_id == post_id))


def _judge(work: Work, concerned: ColumnElement[bool]) -> None:
    """What rules find then stops the introduction's offers, as far as it stops anything."""
    wanted = select(Introduction).where(Introduction.state == IntroductionState.OPEN, concerned)
    for row in work.session.scalars(wanted.order_by(Introduction.id)):
        pair = pair_of(work.session, row.match_id)
        if pair is not None:
            judge_introduction(work, row, pair)
