"""Why two posts match or not: the gate that parts them, or the place that the score gives them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.matching.domain import DEFAULT_TOP, PairJudgement
from portal.matching.market import Market, Side
from portal.matching.queries import MatchRow, match_of_pair
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class Standing:
    """Where a pair stands among all pairs of one post that pass every gate."""

    rank: int | None
    """From 1; none where the pair does not pass, or a post is not open."""
    of: int

    @property
    def is_shown(self) -> bool:
        """Whether it is among the best, which are stored and shown."""
        return self.rank is not None and self.rank <= DEFAULT_TOP


@dataclass(frozen=True)
class Comparison:
    """All that decides on one pair, as the posts are at this moment."""

    lot: AvailabilityRow
    vacancy: VacancyRow
    judgement: PairJudgement
    not_open: tuple[Side, ...]
    """The posts that are a draft, closed, expired or paused: such a pair never matches."""
    for_vacancy: Standing
    """Among the lots that fit the vacancy."""
    for_lot: Standing
    """Among the vacancies that fit the lot."""
    stored: MatchRow | None

    @property
    def matches(self) -> bool:
        return self.judgement.passed and not self.not_open


def compare(session: Session, now: datetime, lot: AvailabilityRow, vacancy: VacancyRow) -> Comparison:
    """Judge any two posts and rank the pair on either side, among all that is open now."""
    market = Market.open(session, now)
    not_open = tuple(
        side
        for side, post in ((Side.AVAILABILITY, lot), (Side.VACANCY, vacancy))
        if post.id not in (market.lots if side is Side.AVAILABILITY else market.vacancies)
    )
    judged_by = Market.of_pair(session, now, lot.id, vacancy.id) if not_open else market
    return Comparison(
        lot=lot,
        vacancy=vacancy,
        judgement=judged_by.judge(lot.id, vacancy.id),
        not_open=not_open,
        for_vacancy=_standing(market, Side.VACANCY, lot, vacancy),
        for_lot=_standing(market, Side.AVAILABILITY, lot, vacancy),
        stored=match_of_pair(session, lot.id, vacancy.id),
    )


def _standing(market: Market, side: Side, lot: AvailabilityRow, vacancy: VacancyRow) -> Standing:
    post, wanted = (lot.id, vacancy.id) if side is Side.AVAILABILITY else (vacancy.id, lot.id)
    found = [pair.counterpart(side) for pair in market.pairs_of(side, post)]
    return Standing(found.index(wanted) + 1 if wanted in found else None, len(found))
