"""Reads of the life of a match; the getters for members take their organisation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.events import Ref
from portal.kernel.link_codes import hash_of
from portal.kernel.periods import Period
from portal.placements.introductions.domain.answers import Answers, Side
from portal.placements.introductions.domain.checks import WorkerCheck
from portal.placements.introductions.domain.engagement import EngagementState, EngagementTerms
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.models import (
    Engagement,
    Introduction,
    MatchAnswers,
    Offer,
    Placement,
    StandingYes,
    WorkerCheckRow,
)
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import (
    AnswersRow,
    CheckRow,
    EngagementRow,
    IntroductionCounts,
    IntroductionRow,
    OfferRow,
    PlacementRow,
    StandingYesRow,
)
from portal.placements.work.domain.placements import PlacementState

Row = TypeVar("Row")
TAKING = tuple(state for state in PlacementState if state.takes_place)


def answers(session: Session, match_id: UUID) -> AnswersRow | None:
    """What was answered to a match; none before the first answer."""
    return answers_of_matches(session, [match_id]).get(match_id)


def answers_of_matches(session: Session, match_ids: Iterable[UUID]) -> dict[UUID, AnswersRow]:
    wanted = select(MatchAnswers).where(MatchAnswers.match_id.in_(list(match_ids)))
    return {one.match_id: _answers(one) for one in session.scalars(wanted)}


def answers_of_organisation(session: Session, organisation_id: UUID) -> list[AnswersRow]:
    """Everything answered on either side of the organisation's matches, what is due first on top."""
    wanted = (
        select(MatchAnswers)
        .where(or_(MatchAnswers.provider_id == organisation_id, MatchAnswers.employer_id == organisation_id))
        .order_by(MatchAnswers.due_at.is_(None), MatchAnswers.due_at, MatchAnswers.changed_at.desc())
    )
    return [_answers(one) for one in session.scalars(wanted)]


def silent_matches(session: Session, now: datetime) -> Sequence[UUID]:
    """Matches with a yes whose time for an answer is over."""
    return session.scalars(select(MatchAnswers.match_id).where(MatchAnswers.due_at <= now)).all()


def standing_yes(session: Session, post: Ref) -> StandingYesRow | None:
    """The standing yes of a post, with the heads that were introduced by it so far."""
    row = session.get(StandingYes, (post.kind, post.id))
    if row is None:
        return None
    own, by_it = (
        (Introduction.availability_id, Introduction.provider_standing)
        if post.kind == "availability"
        else (Introduction.vacancy_id, Introduction.employer_standing)
    )
    used = session.scalar(
        select(func.coalesce(func.sum(Introduction.places), 0)).where(
            own == post.id,
            by_it,
            Introduction.introduced_at >= row.set_at,
            Introduction.state != IntroductionState.WITHDRAWN,
        )
    )
    return StandingYesRow(post, row.organisation_id, row.heads, int(used or 0), row.set_at)


def posts_with_standing_yes(session: Session, post_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these posts that say yes beforehand."""
    wanted = select(StandingYes.post_id).where(StandingYes.post_id.in_(list(post_ids)))
    return set(session.scalars(wanted))


def introduction(session: Session, organisation_id: UUID, introduction_id: UUID) -> IntroductionRow | None:
    """One introduction of the organisation, on either side; another's is none."""
    found = any_introduction(session, introduction_id)
    return found if found and found.side_of(organisation_id) else None


def any_introduction(session: Session, introduction_id: UUID) -> IntroductionRow | None:
    """For staff, and for notices to both sides."""
    row = session.get(Introduction, introduction_id)
    return _row(IntroductionRow, row) if row else None


def introductions_of_organisation(session: Session, organisation_id: UUID) -> list[IntroductionRow]:
    """Those of either side, the latest first."""
    return _introductions(
        session,
        or_(Introduction.provider_id == organisation_id, Introduction.employer_id == organisation_id),
    )


def introductions_of_matches(
    session: Session, match_ids: Iterable[UUID]
) -> dict[UUID, list[IntroductionRow]]:
    """By match, the latest first."""
    found: dict[UUID, list[IntroductionRow]] = defaultdict(list)
    for one in _introductions(session, Introduction.match_id.in_(list(match_ids))):
        found[one.match_id].append(one)
    return found


def introductions_of_post(session: Session, post: Ref) -> list[IntroductionRow]:
    column = Introduction.availability_id if post.kind == "availability" else Introduction.vacancy_id
    return _introductions(session, column == post.id)


def all_introductions(session: Session) -> list[IntroductionRow]:
    """Every introduction that was ever made, for figures over all of them."""
    return [_row(IntroductionRow, one) for one in session.scalars(select(Introduction))]


def all_placements(session: Session) -> list[PlacementRow]:
    """Everybody who ever accepted, for figures over all of them."""
    wanted = select(Placement).where(Placement.state != PlacementState.UNDONE)
    return [_row(PlacementRow, one) for one in session.scalars(wanted)]


def _introductions(session: Session, condition: Any) -> list[IntroductionRow]:
    wanted = select(Introduction).where(condition).order_by(Introduction.introduced_at.desc())
    return [_row(IntroductionRow, one) for one in session.scalars(wanted)]


def engagements_of(session: Session, introduction_id: UUID) -> list[EngagementRow]:
    """Every version, the newest first."""
    wanted = (
        select(Engagement)
        .where(Engagement.introduction_id == introduction_id)
        .order_by(Engagement.version.desc())
    )
    return [_engagement(one) for one in session.scalars(wanted)]


def engagement_version(session: Session, introduction_id: UUID, version: int) -> EngagementRow | None:
    found = session.scalar(
        select(Engagement).where(Engagement.introduction_id == introduction_id, Engagement.version == version)
    )
    return _engagement(found) if found else None


def agreed_engagement(session: Session, introduction_id: UUID) -> EngagementRow | None:
    """The version in force; none before both sides agreed."""
    found = session.scalar(
        select(Engagement).where(
            Engagement.introduction_id == introduction_id, Engagement.state == EngagementState.AGREED
        )
    )
    return _engagement(found) if found else None


def last_agreed_terms(session: Session, organisation_id: UUID, side: Side) -> EngagementTerms | None:
    """What an organisation agreed last on this side, in whichever introduction."""
    own = Introduction.provider_id if side is Side.PROVIDER else Introduction.employer_id
    found = session.scalar(
        select(Engagement)
        .join(Introduction, Introduction.id == Engagement.introduction_id)
        .where(own == organisation_id, Engagement.agreed_at.is_not(None))
        .order_by(Engagement.agreed_at.desc(), Engagement.version.desc())
        .limit(1)
    )
    return _row(EngagementTerms, found) if found else None


def offers_of(session: Session, introduction_id: UUID) -> list[OfferRow]:
    """Every offer made, in the order in which workers were named."""
    wanted = select(Offer).where(Offer.introduction_id == introduction_id).order_by(Offer.number)
    return [_row(OfferRow, one) for one in session.scalars(wanted)]


def offers_of_worker(session: Session, worker_id: UUID) -> list[OfferRow]:
    """Every offer that was ever made to one worker, the latest first."""
    wanted = select(Offer).where(Offer.worker_id == worker_id).order_by(Offer.made_at.desc(), Offer.id)
    return [_row(OfferRow, row) for row in session.scalars(wanted)]


def offer(session: Session, offer_id: UUID) -> OfferRow | None:
    row = session.get(Offer, offer_id)
    return _row(OfferRow, row) if row else None


def offer_by_code(session: Session, code: str) -> OfferRow | None:
    """The offer that a worker's code opens."""
    found = session.scalar(select(Offer).where(Offer.code_hash == hash_of(code)))
    return _row(OfferRow, found) if found else None


def placements_of(session: Session, introduction_id: UUID) -> list[PlacementRow]:
    """Everybody who accepted and did not take it back, in the order of their numbers."""
    wanted = (
        select(Placement)
        .where(Placement.introduction_id == introduction_id, Placement.state != PlacementState.UNDONE)
        .order_by(Placement.number)
    )
    return [_row(PlacementRow, one) for one in session.scalars(wanted)]


def placement_of_offer(session: Session, offer_id: UUID) -> PlacementRow | None:
    found = session.scalar(
        select(Placement).where(Placement.offer_id == offer_id, Placement.state != PlacementState.UNDONE)
    )
    return _row(PlacementRow, found) if found else None


def checks_of(session: Session, placement_ids: Iterable[UUID]) -> dict[UUID, CheckRow]:
    """By placement: the check of its worker that was recorded last; none where nobody checked yet."""
    return {one.placement_id: one for one in every_check(session, placement_ids)}


def every_check(session: Session, placement_ids: Iterable[UUID]) -> list[CheckRow]:
    """Also those that a later one has replaced, in the order in which they came."""
    wanted = (
        select(WorkerCheckRow)
        .where(WorkerCheckRow.placement_id.in_(list(placement_ids)))
        .order_by(WorkerCheckRow.recorded_at, WorkerCheckRow.id)
    )
    return [
        CheckRow(row.placement_id, _row(WorkerCheck, row), row.recorded_at) for row in session.scalars(wanted)
    ]


def counts_of(session: Session, introductions: Iterable[IntroductionRow]) -> dict[UUID, IntroductionCounts]:
    """By introduction: places, and how many of them are filled, started or offered."""
    shown = {one.id: one for one in introductions}
    placed: dict[UUID, dict[PlacementState, int]] = defaultdict(dict)
    grouped = (
        select(Placement.introduction_id, Placement.state, func.count())
        .where(Placement.introduction_id.in_(list(shown)))
        .group_by(Placement.introduction_id, Placement.state)
    )
    for introduction_id, state, number in session.execute(grouped):
        placed[introduction_id][state] = number
    waiting = (
        select(Offer.introduction_id, func.count())
        .where(Offer.introduction_id.in_(list(shown)), Offer.state == OfferState.OPEN)
        .group_by(Offer.introduction_id)
    )
    offered = {introduction_id: number for introduction_id, number in session.execute(waiting)}  # noqa: C416
    return {
        key: IntroductionCounts(
            places=one.places,
            filled=sum(placed[key].get(state, 0) for state in TAKING),
            started=placed[key].get(PlacementState.STARTED, 0),
            offers_open=offered.get(key, 0),
        )
        for key, one in shown.items()
    }


def filled_places(session: Session, introduction_id: UUID) -> int:
    """How many workers hold a place: expected or started."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Placement)
            .where(Placement.introduction_id == introduction_id, Placement.state.in_(TAKING))
        )
        or 0
    )


def placement(session: Session, placement_id: UUID) -> PlacementRow | None:
    row = session.get(Placement, placement_id)
    return _row(PlacementRow, row) if row else None


def taken_days(session: Session, worker_ids: Iterable[UUID]) -> list[Period]:
    """The days on which these workers are expected or at work."""
    wanted = select(Placement.first, Placement.last).where(
        Placement.worker_id.in_(list(worker_ids)), Placement.state.in_(TAKING)
    )
    return [Period(first, last) for first, last in session.execute(wanted)]


def _answers(row: MatchAnswers) -> AnswersRow:
    return AnswersRow(
        match_id=row.match_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
        answers=Answers(row.state, row.provider_heads, row.employer_heads, row.declined_by, row.due_at),
        provider_standing=row.provider_standing,
        employer_standing=row.employer_standing,
        reason=row.reason,
        note=row.note,
        changed_at=row.changed_at,
    )


def _engagement(row: Engagement) -> EngagementRow:
    return EngagementRow(
        id=row.id,
        introduction_id=row.introduction_id,
        version=row.version,
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        agreed_at=row.agreed_at,
        terms=_row(EngagementTerms, row),
    )


def _row(kind: type[Row], source: Any) -> Row:
    return kind(**{one.name: getattr(source, one.name) for one in fields(kind)})  # type: ignore[arg-type]
