"""Saying yes or no to a match, beforehand, or not at all."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from portal.compliance.domain import RulesForbid
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM
from portal.kernel.outcomes import Refusal
from portal.matching.states import MatchState
from portal.placements import queries
from portal.placements.introductions.domain import answers as domain
from portal.placements.introductions.domain.answers import (
    AnswerNotPossible,
    Answers,
    AnswersState,
    GroupTooSmall,
    MatchGone,
    NoHeadsLeft,
    NoLongerFits,
    NoReason,
    NotYours,
    OnHold,
    Side,
    TooManyHeads,
    WaitsForApproval,
)
from portal.placements.introductions.domain.introductions import NoDaysInCommon
from portal.placements.introductions.events import AnswerUndone, NoSaid, YesLapsed, YesSaid
from portal.placements.introductions.service.introducing import introduce
from portal.placements.introductions.service.pairs import PostPair, hold_on, pair_of, starts_at, unapproved
from portal.placements.models import MatchAnswers


@dataclass(frozen=True)
class YesWaits:
    """The yes was noted; the other side has until `answers.due_at`."""

    answers: Answers


@dataclass(frozen=True)
class IntroductionMade:
    """Both sides have said yes."""

    introduction_id: UUID
    heads: int


YesRefused = (
    NotYours
    | AnswerNotPossible
    | TooManyHeads
    | GroupTooSmall
    | MatchGone
    | NoLongerFits
    | NoHeadsLeft
    | NoDaysInCommon
    | OnHold
    | WaitsForApproval
    | RulesForbid
)


def say_yes(
    work: Work, organisation_id: UUID, match_id: UUID, heads: int
) -> YesWaits | IntroductionMade | YesRefused:
    """A side says yes for so many heads; both are introduced where the other did, or does so beforehand."""
    pair = pair_of(work.session, match_id)
    side = pair.side_of(organisation_id) if pair else None
    if pair is None or side is None:
        return NotYours()
    said = give_yes(work, pair, side, heads)
    if not isinstance(said, YesWaits):
        return said
    answered = answer_beforehand(work, pair, side.other)
    return answered or said


def give_yes(
    work: Work, pair: PostPair, side: Side, heads: int, *, standing: bool = False
) -> YesWaits | IntroductionMade | YesRefused:
    """Note a yes, by a person or a standing one, and introduce when it is the second."""
    if stopped := _stopped(work, pair):
        return stopped
    row = _locked(work, pair)
    if domain.is_silent(_answers(row), work.now):  # its time is over, though no job has said so yet
        if standing:
            return AnswerNotPossible(AnswersState.LAPSED)
        lapse_yes(work, pair.match.id, by_silence=True)
    days = pair.days(work.now.date())
    if isinstance(days, NoDaysInCommon):
        return days
    free = pair.free(side, work.now.date())
    if pair.least_group > heads <= free:
        return GroupTooSmall(pair.least_group)
    decided = domain.say_yes(
        _answers(row), side, heads, free=free, now=work.now, starts_at=starts_at(pair.vacancy, days.first)
    )
    if isinstance(decided, Refusal):
        return decided
    completes = decided.state is AnswersState.INTRODUCED
    _keep(row, work, decided)
    _mark_standing(row, side, standing=standing, fresh=not completes)
    about = _about(work, pair) | ({"by": SYSTEM} if standing else {})  # nobody of that side acts just now
    work.emit(YesSaid(**about, side=side, heads=heads, standing=standing, completes=completes))
    if not completes:
        return YesWaits(decided)
    made = introduce(
        work,
        pair,
        decided,
        provider_standing=row.provider_standing,
        employer_standing=row.employer_standing,
    )
    return made if isinstance(made, Refusal) else IntroductionMade(made.id, made.heads)


def answer_beforehand(work: Work, pair: PostPair, side: Side) -> IntroductionMade | None:
    """Answer the other side's waiting yes from this side's standing yes, where it has one that reaches."""
    standing = queries.standing_yes(work.session, pair.post(side))
    if standing is None or standing.left < 1:
        return None
    heads = min(standing.left, pair.free(side, work.now.date()))
    made = attempt(work, pair, side, heads)
    return made if isinstance(made, IntroductionMade) else None


def attempt(work: Work, pair: PostPair, side: Side, heads: int) -> YesWaits | IntroductionMade | YesRefused:
    """A standing yes; when it is refused, what stood before still stands."""
    told = len(work.pending)
    savepoint = work.session.begin_nested()
    outcome = give_yes(work, pair, side, heads, standing=True)
    if isinstance(outcome, Refusal):
        savepoint.rollback()
        del work.pending[told:]
    else:
        savepoint.commit()
    return outcome


def say_no(
    work: Work, organisation_id: UUID, match_id: UUID, reason: NoReason, note: str = ""
) -> Answers | NotYours | AnswerNotPossible:
    """A side says "not now, because …"; a waiting yes of the other is thereby answered."""
    pair = pair_of(work.session, match_id)
    side = pair.side_of(organisation_id) if pair else None
    if pair is None or side is None:
        return NotYours()
    row = _locked(work, pair)
    decided = domain.say_no(_answers(row), side)
    if isinstance(decided, Refusal):
        return decided
    answers_yes = row.state.yes_of is side.other
    _keep(row, work, decided)
    row.reason, row.note = reason, note or None
    work.emit(NoSaid(**_about(work, pair), side=side, reason=reason, answers_yes=answers_yes))
    return decided


def undo_answer(work: Work, organisation_id: UUID, match_id: UUID) -> Answers | NotYours | AnswerNotPossible:
    """A side takes back its yes, while the other has not said yes, or its no."""
    pair = pair_of(work.session, match_id)
    side = pair.side_of(organisation_id) if pair else None
    if pair is None or side is None:
        return NotYours()
    row = _locked(work, pair)
    decided = domain.undo(_answers(row), side)
    if isinstance(decided, Refusal):
        return decided
    was_yes = row.state.yes_of is side
    _keep(row, work, decided)
    row.reason, row.note = None, None
    work.emit(AnswerUndone(**_about(work, pair), side=side, was_yes=was_yes))
    return decided


def lapse_silent(work: Work) -> int:
    """End every yes that was not answered in time; how many there were."""
    return sum(
        lapse_yes(work, match_id, by_silence=True)
        for match_id in queries.silent_matches(work.session, work.now)
    )


def lapse_yes(work: Work, match_id: UUID, *, by_silence: bool) -> bool:
    """End a waiting yes, because of silence or because the match ceased; its heads are for others."""
    row = work.session.get(MatchAnswers, match_id, with_for_update={"skip_locked": True})
    if row is None or (by_silence and not domain.is_silent(_answers(row), work.now)):
        return False
    side = row.state.yes_of
    decided = domain.lapse(_answers(row))
    if side is None or isinstance(decided, Refusal):
        return False
    heads = _answers(row).heads_of(side) or 0
    _keep(row, work, decided)
    work.emit(
        YesLapsed(
            at=work.now,
            by=work.actor,
            match_id=row.match_id,
            provider_id=row.provider_id,
            employer_id=row.employer_id,
            side=side,
            heads=heads,
            by_silence=by_silence,
        )
    )
    return True


def _stopped(work: Work, pair: PostPair) -> OnHold | WaitsForApproval | MatchGone | None:
    if pair.match.state is MatchState.LAPSED:
        return MatchGone(pair.match.lapse_reason)
    return hold_on(work.session, pair.match) or unapproved(work.session, pair.match)


def _locked(work: Work, pair: PostPair) -> MatchAnswers:
    """The row of the match's answers; both sides may be the first at the same moment."""
    row = work.session.get(MatchAnswers, pair.match.id, with_for_update=True)
    if row is not None:
        return row
    try:
        with work.session.begin_nested():
            work.session.add(
                MatchAnswers(
                    match_id=pair.match.id,
                    provider_id=pair.match.provider_id,
                    employer_id=pair.match.employer_id,
                    state=AnswersState.OPEN,
                    provider_standing=False,
                    employer_standing=False,
                    changed_at=work.now,
                )
            )
    except IntegrityError:
        pass  # the other side was a moment faster
    return work.session.get_one(MatchAnswers, pair.match.id, with_for_update=True)


def _answers(row: MatchAnswers) -> Answers:
    return Answers(row.state, row.provider_heads, row.employer_heads, row.declined_by, row.due_at)


def _keep(row: MatchAnswers, work: Work, decided: Answers) -> None:
    row.state, row.due_at, row.declined_by = decided.state, decided.due_at, decided.declined_by
    row.provider_heads, row.employer_heads = decided.provider_heads, decided.employer_heads
    row.changed_at = work.now


def _mark_standing(row: MatchAnswers, side: Side, *, standing: bool, fresh: bool) -> None:
    if fresh:
        row.provider_standing = row.employer_standing = False
    if side is Side.PROVIDER:
        row.provider_standing = standing
    else:
        row.employer_standing = standing


def _about(work: Work, pair: PostPair) -> dict[str, Any]:
    return {
        "at": work.now,
        "by": work.actor,
        "match_id": pair.match.id,
        "provider_id": pair.match.provider_id,
        "employer_id": pair.match.employer_id,
    }
