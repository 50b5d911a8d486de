"""Matches as lists show them to one side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.infra import clock
from portal.infra.web import acting_for, reading
from portal.matching.queries import MatchRow
from portal.matching.words import MatchInWords, in_words
from portal.placements import queries
from portal.placements.introductions.card_words import at_a_glance
from portal.placements.introductions.domain.answers import Answers, Side, WaitsForApproval, answer_due
from portal.placements.introductions.domain.introductions import NoDaysInCommon
from portal.placements.introductions.service.pairs import PostPair, pair_of, starts_at, unapproved
from portal.placements.rows import IntroductionRow

PER_PAGE = 20


@dataclass(frozen=True)
class MatchCard:
    """One match as a list shows it to one side."""

    match: MatchRow
    words: MatchInWords
    glance: str
    """The other post in one line."""
    side: Side
    answers: Answers
    free: int
    """Workers or places free on the viewer's own post."""
    suggested: int
    """For how many one would say yes."""
    due_at: datetime
    """Until when the other side would have to answer, or has to; or until when we have."""
    approval: WaitsForApproval | None
    introductions: tuple[IntroductionRow, ...]
    they_stand: bool
    """The other side says yes beforehand, so that a yes of ours introduces at once."""

    @property
    def awaits_us(self) -> bool:
        return self.answers.state.yes_of is self.side.other

    @property
    def awaits_them(self) -> bool:
        return self.answers.state.yes_of is self.side


def cards_of(rows: Sequence[MatchRow]) -> tuple[MatchCard, ...]:
    """The matches as the viewer's organisation sees them, in the same order."""
    session = reading()
    answered = queries.answers_of_matches(session, [row.id for row in rows])
    introduced = queries.introductions_of_matches(session, [row.id for row in rows])
    cards = []
    for row in rows:
        pair = pair_of(session, row.id)
        side = pair.side_of(acting_for()) if pair else None
        if pair is None or side is None:
            continue
        found = answered.get(row.id)
        cards.append(
            _card(pair, side, found.answers if found else Answers(), tuple(introduced.get(row.id, ())))
        )
    return tuple(cards)


def _card(
    pair: PostPair, side: Side, answers: Answers, introductions: tuple[IntroductionRow, ...]
) -> MatchCard:
    now = clock.now()
    free = pair.free(side, now.date())
    days = pair.days(now.date())
    first = now.date() if isinstance(days, NoDaysInCommon) else days.first
    said = answers.heads_of(side) if answers.state.yes_of is side else answers.heads_of(side.other)
    return MatchCard(
        match=pair.match,
        words=in_words(pair.lot, pair.vacancy, pair.match.judgement),
        glance=at_a_glance(pair.lot, pair.vacancy, side),
        side=side,
        answers=answers,
        free=free,
        suggested=max(1, min(free, said or pair.free(side.other, now.date()))),
        due_at=answers.due_at or answer_due(now, starts_at(pair.vacancy, first)),
        approval=unapproved(reading(), pair.match),
        introductions=introductions,
        they_stand=_stands(pair, side.other, now.date()),
    )


def _stands(pair: PostPair, side: Side, today: date) -> bool:
    """Whether a standing yes of this side reaches for the least group."""
    standing = queries.standing_yes(reading(), pair.post(side))
    return standing is not None and min(standing.left, pair.free(side, today)) >= pair.least_group
