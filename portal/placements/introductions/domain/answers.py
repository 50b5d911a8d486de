"""What both sides answer to a match, until when, and what silence means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.kernel.outcomes import Refusal

SHORTEST_WAIT = timedelta(minutes=30)
LONGEST_WAIT = timedelta(hours=48)


class Side(StrEnum):
    """Who of the two answers: the one who has workers or the one who needs them."""

    PROVIDER = "provider"
    EMPLOYER = "employer"

    @property
    def other(self) -> "Side":
        return Side.EMPLOYER if self is Side.PROVIDER else Side.PROVIDER


class AnswersState(StrEnum):
    """How far the two sides of one match have come."""

    OPEN = "open"
    PROVIDER_YES = "provider said yes"
    EMPLOYER_YES = "employer said yes"
    INTRODUCED = "introduced"
    DECLINED = "declined"
    LAPSED = "lapsed"
    """A yes was not answered in time, or the match ceased before it was."""

    @property
    def yes_of(self) -> Side | None:
        """The side whose yes waits for the other's answer."""
        return {
            AnswersState.PROVIDER_YES: Side.PROVIDER,
            AnswersState.EMPLOYER_YES: Side.EMPLOYER,
        }.get(self)


class AnswersAct(StrEnum):
    """What can happen to the answers of a match."""

    PROVIDER_YES = "provider says yes"
    EMPLOYER_YES = "employer says yes"
    NO = "says no"
    UNDO = "takes the answer back"
    LAPSE = "lapses"
    WITHDRAW = "introduction is withdrawn"


_S, _A = AnswersState, AnswersAct

ANSWERS: dict[tuple[AnswersState, AnswersAct], AnswersState] = {
    (_S.OPEN, _A.PROVIDER_YES): _S.PROVIDER_YES,
    (_S.OPEN, _A.EMPLOYER_YES): _S.EMPLOYER_YES,
    (_S.OPEN, _A.NO): _S.DECLINED,
    (_S.PROVIDER_YES, _A.EMPLOYER_YES): _S.INTRODUCED,
    (_S.PROVIDER_YES, _A.PROVIDER_YES): _S.PROVIDER_YES,
    (_S.PROVIDER_YES, _A.NO): _S.DECLINED,
    (_S.PROVIDER_YES, _A.UNDO): _S.OPEN,
    (_S.PROVIDER_YES, _A.LAPSE): _S.LAPSED,
    (_S.EMPLOYER_YES, _A.PROVIDER_YES): _S.INTRODUCED,
    (_S.EMPLOYER_YES, _A.EMPLOYER_YES): _S.EMPLOYER_YES,
    (_S.EMPLOYER_YES, _A.NO): _S.DECLINED,
    (_S.EMPLOYER_YES, _A.UNDO): _S.OPEN,
    (_S.EMPLOYER_YES, _A.LAPSE): _S.LAPSED,
    (_S.INTRODUCED, _A.PROVIDER_YES): _S.PROVIDER_YES,
    (_S.INTRODUCED, _A.EMPLOYER_YES): _S.EMPLOYER_YES,
    (_S.INTRODUCED, _A.WITHDRAW): _S.DECLINED,
    (_S.DECLINED, _A.UNDO): _S.OPEN,
    (_S.LAPSED, _A.PROVIDER_YES): _S.PROVIDER_YES,
    (_S.LAPSED, _A.EMPLOYER_YES): _S.EMPLOYER_YES,
    (_S.LAPSED, _A.NO): _S.DECLINED,
}
"""What follows from what. A pair that is not here is refused.

After an introduction either side may say yes again, for further heads. A no, and a withdrawn
introduction, may be taken back by whoever said it; nothing else leads out of them.
"""


class NoReason(StrEnum):
    """Why a side says "not now"."""

    FILLED = "filled"
    DATES = "dates"
    PAY = "pay"
    PLACE = "place"
    HOUSING = "housing"
    SKILLS = "skills"
    GROUP = "group"
    OTHER = "other"


@dataclass(frozen=True)
class Answers:
    """What stands for one match: the state, each side's heads, who said no."""

    state: AnswersState = AnswersState.OPEN
    provider_heads: int | None = None
    employer_heads: int | None = None
    declined_by: Side | None = None
    due_at: datetime | None = None
    """Until when the side that has not answered may answer a waiting yes."""

    def heads_of(self, side: Side) -> int | None:
        return self.provider_heads if side is Side.PROVIDER else self.employer_heads


@dataclass(frozen=True)
class AnswerNotPossible(Refusal):
    """The match has gone on meanwhile; this act does not fit its state."""

    state: AnswersState


@dataclass(frozen=True)
class WaitsForApproval(Refusal):
    """Nobody can be introduced before both organisations are approved."""

    sides: tuple[Side, ...]
    """Those that are not approved yet."""


@dataclass(frozen=True)
class TooManyHeads(Refusal):
    """More heads were named than are free on the side's own post; `free` may be none."""

    free: int


@dataclass(frozen=True)
class NoHeadsLeft(Refusal):
    """Both sides are willing, but others took the heads meanwhile."""

    side: Side


@dataclass(frozen=True)
class GroupTooSmall(Refusal):
    """One side wants at least so many at once."""

    least: int


@dataclass(frozen=True)
class NoLongerFits(Refusal):
    """Judged again on what the posts say now, the pair fails these gates."""

    gates: tuple[str, ...]


@dataclass(frozen=True)
class OnHold(Refusal):
    """Staff have stopped one of the posts, organisations or the match; `kind` says which."""

    kind: str
    by_licence: bool = False
    """Nobody decided it: a supply licence that the work needs is not good now."""


@dataclass(frozen=True)
class MatchGone(Refusal):
    """The match has lapsed: one of the posts was filled, changed or closed."""

    reason: str | None


@dataclass(frozen=True)
class StandingYes:
    """Up to so many heads are promised to whoever fits this post's terms."""

    post_id: UUID
    heads: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.heads - self.used)


def yes_act(side: Side) -> AnswersAct:
    return AnswersAct.PROVIDER_YES if side is Side.PROVIDER else AnswersAct.EMPLOYER_YES


def answer_due(now: datetime, starts_at: datetime) -> datetime:
    """Until when an answer may be given: a quarter of the time to the start, 30 minutes to 48 hours."""
    return now + min(LONGEST_WAIT, max(SHORTEST_WAIT, (starts_at - now) / 4))


def say_yes(
    answers: Answers, side: Side, heads: int, *, free: int, now: datetime, starts_at: datetime
) -> Answers | AnswerNotPossible | TooManyHeads:
    """One side says yes for so many heads; the second yes makes the state `introduced`."""
    if not 1 <= heads <= free:
        return TooManyHeads(free)
    state = ANSWERS.get((answers.state, yes_act(side)))
    if state is None:
        return AnswerNotPossible(answers.state)
    kept = answers if answers.state.yes_of is not None else Answers()
    provider, employer = kept.provider_heads, kept.employer_heads
    if side is Side.PROVIDER:
        provider = heads
    else:
        employer = heads
    if state is AnswersState.INTRODUCED:
        return Answers(state, provider, employer)
    again = answers.state is state
    due = answers.due_at if again else answer_due(now, starts_at)
    return Answers(state, provider, employer, due_at=due)


def say_no(answers: Answers, side: Side) -> Answers | AnswerNotPossible:
    """One side says "not now"; a yes of the other is thereby answered."""
    state = ANSWERS.get((answers.state, AnswersAct.NO))
    return Answers(state, declined_by=side) if state else AnswerNotPossible(answers.state)


def undo(answers: Answers, side: Side) -> Answers | AnswerNotPossible:
    """A side takes back its own yes while the other has not said yes, or its own no."""
    own = side in (answers.state.yes_of, answers.declined_by)
    state = ANSWERS.get((answers.state, AnswersAct.UNDO)) if own else None
    return Answers(state) if state else AnswerNotPossible(answers.state)


def lapse(answers: Answers) -> Answers | AnswerNotPossible:
    """A waiting yes ends without an answer; its heads are for others."""
    state = ANSWERS.get((answers.state, AnswersAct.LAPSE))
    return Answers(state) if state else AnswerNotPossible(answers.state)


def withdraw(answers: Answers, side: Side) -> Answers | AnswerNotPossible:
    """An introduction was withdrawn by a side, which counts as its no to the match."""
    state = ANSWERS.get((answers.state, AnswersAct.WITHDRAW))
    return Answers(state, declined_by=side) if state else AnswerNotPossible(answers.state)


def is_silent(answers: Answers, now: datetime) -> bool:
    """Whether a yes was left without an answer until its time was over."""
    return answers.due_at is not None and answers.state.yes_of is not None and now >= answers.due_at


@dataclass(frozen=True)
class NotYours(Refusal):
    """There is no such thing for this organisation; whether it exists for another is not said."""
