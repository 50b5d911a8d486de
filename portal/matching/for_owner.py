"""Why two posts match or not, for the owner of one: no more than the match's page would have shown."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.infra.web.pages import percent
from portal.matching.comparing import Comparison, Standing, Stops, compare, stops_of
from portal.matching.domain import DEFAULT_TOP, Gate, GateOutcome, GateResult, PairJudgement
from portal.matching.employer_words import for_employer
from portal.matching.explanation import FactorLine, GateLine, explain_gates, explain_score
from portal.matching.market import Side
from portal.matching.parting import Parted
from portal.matching.provider_words import for_provider
from portal.matching.states import MatchState
from portal.matching.words import skill_words, words_for_codes
from portal.posts.domain import PostState
from portal.posts.words import state_words
from portal.vacancies.domain import VacancyRow

AT_PRESENT = "at_present"
"""Stands where a gate's code would, for all that one side may not know of the other."""


class Outcome(StrEnum):
    """What an owner is told of a pair."""

    MATCHED = "matched"
    NOT_AMONG_BEST = "not among the best"
    PARTED = "parted"
    """By gates that can be named."""
    NOT_AT_PRESENT = "not at present"
    """The other post is not open, or something of the other side or of the match stops it: never which."""
    OWN_POST_SHUT = "own post shut"


@dataclass(frozen=True)
class OwnersAnswer:
    """One pair for the owner of one of its posts."""

    pair: Comparison
    side: Side
    """Of the owner's post."""
    outcome: Outcome
    gates: tuple[GateLine, ...]
    factors: tuple[FactorLine, ...]
    """Only of a pair that passes every gate."""

    @property
    def own(self) -> AvailabilityRow | VacancyRow:
        return self.pair.lot if self.side is Side.AVAILABILITY else self.pair.vacancy

    @property
    def other(self) -> AvailabilityRow | VacancyRow:
        return self.pair.vacancy if self.side is Side.AVAILABILITY else self.pair.lot

    @property
    def judgement(self) -> PairJudgement:
        """As it is kept where the two are introduced: the heads that they took count no more against them."""
        kept = self.pair.stored
        return kept.judgement if kept and self.pair.is_introduced else self.pair.judgement

    @property
    def standing(self) -> Standing | None:
        """Where the other post stands among all that fit the owner's; none where it does not fit."""
        found = self.pair.standing(self.side)
        fits = self.outcome in {Outcome.MATCHED, Outcome.NOT_AMONG_BEST}
        return found if fits and found.rank else None

    @property
    def parting(self) -> tuple[GateLine, ...]:
        return tuple(one for one in self.gates if one.passed is False)

    @property
    def passing(self) -> tuple[GateLine, ...]:
        return tuple(one for one in self.gates if one.passed is not False)


def answer_owner(
    session: Session, now: datetime, side: Side, lot: AvailabilityRow, vacancy: VacancyRow
) -> OwnersAnswer:
    """The answer to the owner of this side's post, in the reader's language."""
    pair = compare(session, now, lot, vacancy)
    stops = stops_of(session, now.date(), lot, vacancy)
    outcome = _outcome(pair, side, stops)
    bare = OwnersAnswer(pair, side, outcome, (), ())
    if outcome in {Outcome.OWN_POST_SHUT, Outcome.NOT_AT_PRESENT}:
        code = side.value if outcome is Outcome.OWN_POST_SHUT else AT_PRESENT
        return replace(bare, gates=(GateLine(code, in_a_sentence(bare), passed=False),))
    gates = _gates(pair, bare.judgement, side, stops)
    if outcome is Outcome.PARTED:
        return replace(bare, gates=gates)
    return replace(bare, gates=gates, factors=explain_score(bare.judgement, skill_words(lot, vacancy)))


def _outcome(pair: Comparison, side: Side, stops: Stops) -> Outcome:
    """A post that is closed, paused, held or unlicensed reads the same to the other side."""
    if pair.is_introduced:
        return Outcome.MATCHED
    if side in pair.not_open:
        return Outcome.OWN_POST_SHUT
    by_them = Gate.COMPLIANCE in pair.judgement.failed and (
        stops.are_of(side.other) or not stops.are_of(side)
    )
    if pair.not_open or by_them or (pair.matches and pair.barred_by_rules):
        return Outcome.NOT_AT_PRESENT
    if not pair.judgement.passed:
        return Outcome.PARTED
    return Outcome.MATCHED if pair.matched else Outcome.NOT_AMONG_BEST


def _gates(pair: Comparison, judgement: PairJudgement, side: Side, stops: Stops) -> tuple[GateLine, ...]:
    label = skill_words(pair.lot, pair.vacancy)
    said = {one.code: one for one in explain_gates(judgement, label, words_for_codes())}
    in_words = for_provider if side is Side.AVAILABILITY else for_employer

    def line(one: GateResult) -> GateLine | None:
        if one.outcome is not GateOutcome.FAILED:
            return said.get(one.gate.value)
        return in_words(Parted(pair.lot, pair.vacancy, judgement, one, stops))

    return tuple(found for one in judgement.gates if (found := line(one)))


def in_a_sentence(answer: OwnersAnswer) -> str:
    """The answer in a sentence or two."""
    number = answer.other.number
    match answer.outcome:
        case Outcome.OWN_POST_SHUT:
            return _shut(answer.own)
        case Outcome.NOT_AT_PRESENT:
            return gettext(
                "%(number)s cannot be matched with your post at present, for a reason that we may not tell.",
                number=number,
            )
        case Outcome.PARTED:
            return ngettext(
                "%(number)s does not fit your post: %(num)s thing parts them.",
                "%(number)s does not fit your post: %(num)s things part them.",
                len(answer.parting),
                number=number,
            )
        case Outcome.NOT_AMONG_BEST:
            return _not_among_best(answer, number)
        case Outcome.MATCHED:
            return " ".join(filter(None, (_matched(answer, number), _place_of(answer))))


def _shut(own: AvailabilityRow | VacancyRow) -> str:
    if own.state is PostState.PAUSED:
        return gettext("Your post is paused: nothing is matched with it until you open it again.")
    state = PostState.EXPIRED if own.state is PostState.PUBLISHED else own.state  # it has just expired
    return gettext("Your post is not open: %(state)s.", state=state_words(state).lower())


def _matched(answer: OwnersAnswer, number: str) -> str:
    if answer.pair.is_introduced:
        return gettext("%(number)s and your post match, and both sides said yes.", number=number)
    if answer.pair.stored and answer.pair.stored.state is not MatchState.LAPSED:
        return gettext("%(number)s and your post match.", number=number)
    return gettext("%(number)s and your post match now: in a moment both sides are shown it.", number=number)


def _place_of(answer: OwnersAnswer) -> str:
    at = answer.standing
    if at is None:
        return ""
    if answer.side is Side.AVAILABILITY:
        return ngettext(
            "It is the only vacancy that fits your workers.",
            "Of the %(num)s vacancies that fit your workers it is number %(rank)s.",
            at.of,
            rank=at.rank,
        )
    return ngettext(
        "It is the only lot that fits your vacancy.",
        "Of the %(num)s lots that fit your vacancy it is number %(rank)s.",
        at.of,
        rank=at.rank,
    )


def _not_among_best(answer: OwnersAnswer, number: str) -> str:
    at = answer.standing
    if at is None or at.last_shown is None or answer.pair.standing(answer.side.other).rank is None:
        return gettext("%(number)s fits your post, and is being looked at again.", number=number)
    return " ".join(
        (
            gettext("%(number)s fits your post, and is not among the best.", number=number),
            _place_of(answer),
            gettext(
                "Only %(top)s are shown for each post; the last of yours fits by %(last)s, this one by "
                "%(score)s. Nor is your post among the best %(top)s for theirs.",
                top=DEFAULT_TOP,
                last=percent(at.last_shown),
                score=percent(answer.judgement.score),
            ),
        )
    )
