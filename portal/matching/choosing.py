"""Which pairs of a post are kept as matches: those among the best twenty of either side."""

from bisect import insort
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.infra.database import portions
from portal.kernel.events import Ref
from portal.matching.domain import DEFAULT_TOP, AvailabilityFacts, VacancyFacts
from portal.matching.index.hits import NANO
from portal.matching.index.layers import Found
from portal.matching.live import Live
from portal.matching.market import Market, Pair, Side
from portal.matching.models import Match
from portal.matching.states import MatchState


def rows_of(session: Session, side: Side, posts: Collection[UUID]) -> dict[UUID, dict[UUID, Match]]:
    """Of each of these posts the stored matches, by counterpart."""
    column = Match.availability_id if side is Side.AVAILABILITY else Match.vacancy_id
    found: dict[UUID, dict[UUID, Match]] = {post: {} for post in posts}
    for some in portions(posts):
        for row in session.scalars(select(Match).where(column.in_(some))):
            pair = (row.availability_id, row.vacancy_id)
            post, counterpart = pair if side is Side.AVAILABILITY else pair[::-1]
            found[post][counterpart] = row
    return found


@dataclass
class Floors:
    """What a pair must score to be among the best twenty of a post; those twenty are always stored.

    Read once for many posts; pairs that are stored afterwards are told.
    """

    session: Session
    _best: dict[tuple[Side, UUID], list[float]] = field(default_factory=dict)
    """The best scores of each post, the lowest first."""

    def read(self, side: Side, posts: Iterable[UUID]) -> None:
        """Learn of posts of one side what is stored of them."""
        column = Match.availability_id if side is Side.AVAILABILITY else Match.vacancy_id
        place = func.row_number().over(partition_by=column, order_by=Match.score.desc())
        for some in portions(one for one in dict.fromkeys(posts) if (side, one) not in self._best):
            alive = select(column.label("post"), Match.score.label("score"), place.label("place")).where(
                column.in_(some), Match.state != MatchState.LAPSED
            )
            ranked = alive.subquery()
            wanted = select(ranked.c.post, ranked.c.score).where(ranked.c.place <= DEFAULT_TOP)
            self._best |= {(side, one): [] for one in some}
            for post, score in self.session.execute(wanted):
                insort(self._best[side, post], score)

    def admit(self, side: Side, post: UUID, score: float) -> bool:
        """Whether fewer than twenty stored pairs of the post are better; KeyError where it was not read."""
        best = self._best[side, post]
        return len(best) < DEFAULT_TOP or best[0] <= score

    def tell(self, rows: Iterable[Match]) -> None:
        """These are stored now, and rules let them be open."""
        for row in rows:
            for end in ((Side.AVAILABILITY, row.availability_id), (Side.VACANCY, row.vacancy_id)):
                if (best := self._best.get(end)) is not None:
                    insort(best, row.score)
                    del best[:-DEFAULT_TOP]


@dataclass(frozen=True)
class Choice:
    """What is to be stored of one post, the best first; all rows that it concerns stand in the market."""

    market: Market
    pairs: list[Pair]


@dataclass
class Chooser:
    """Chooses for some posts, one after the other, which pairs to keep.

    Where there is a live market, it says which posts come into question, and only their rows are read;
    a pair counts if it passes on the rows. Else all open posts are read.
    """

    session: Session
    now: datetime
    floors: Floors
    market: Market
    found: Mapping[Ref, Found] | None
    """In a live market, what passes for each post."""

    @classmethod
    def of(cls, session: Session, now: datetime, posts: Sequence[Ref], live: Live | None) -> "Chooser":
        """Ready for these posts, by a live market or without any."""
        floors = Floors(session)
        if live is None:
            return cls(session, now, floors, Market.open(session, now), None)
        found = _found(session, now, live, posts)
        for post, counterparts in found.items():
            floors.read(Side(post.kind).other, counterparts.ids[DEFAULT_TOP:])
        ids: dict[Side, set[UUID]] = {side: {one.id for one in posts if one.kind == side} for side in Side}
        stored = {side: rows_of(session, side, ids[side]) for side in Side}
        for post, counterparts in found.items():
            side = Side(post.kind)
            worth = _worth_a_look(side, counterparts, floors)
            ids[side.other] |= worth
        for side in Side:
            ids[side.other] |= set(chain.from_iterable(stored[side].values()))
        market = Market.among(session, now, ids[Side.AVAILABILITY], ids[Side.VACANCY])
        return cls(session, now, floors, market, found)

    def choose(self, post: Ref, stored: Collection[UUID]) -> Choice:
        """The pairs of a post to keep, given the counterparts with which it is stored already."""
        side = Side(post.kind)
        if self.found is None:
            return self._kept(side, self.market, self.market.pairs_of(side, post.id), stored)
        counterparts = self.found.get(post)
        if counterparts is None:
            return Choice(self.market, [])
        worth = _worth_a_look(side, counterparts, self.floors)
        pairs = self.market.pairs_among(side, post.id, worth | set(stored))
        if {*counterparts.ids[:DEFAULT_TOP]} <= {pair.counterpart(side) for pair in pairs}:
            return self._kept(side, self.market, pairs, stored)
        return self._from_all(side, post, counterparts, stored)

    def _from_all(self, side: Side, post: Ref, counterparts: Found, stored: Collection[UUID]) -> Choice:
        """Rows stop one of the best: others move up, whom only a look at all shows."""
        ids = {side: {post.id}, side.other: {*counterparts.ids, *stored}}
        market = Market.among(self.session, self.now, ids[Side.AVAILABILITY], ids[Side.VACANCY])
        return self._kept(side, market, market.pairs_among(side, post.id, ids[side.other]), stored)

    def _kept(self, side: Side, market: Market, pairs: Sequence[Pair], stored: Collection[UUID]) -> Choice:
        self.floors.read(side.other, (pair.counterpart(side) for pair in pairs[DEFAULT_TOP:]))
        kept = [
            pair
            for rank, pair in enumerate(pairs)
            if rank < DEFAULT_TOP
            or pair.counterpart(side) in stored
            or self.floors.admit(side.other, pair.counterpart(side), pair.score)
        ]
        return Choice(market, kept)


def _found(session: Session, now: datetime, live: Live, posts: Sequence[Ref]) -> dict[Ref, Found]:
    """What passes in the live market for each of the posts that are open."""
    ids = {side: [one.id for one in posts if one.kind == side] for side in Side}
    asking = Market.among(session, now, ids[Side.AVAILABILITY], ids[Side.VACANCY], live.work)
    facts: dict[str, Mapping[UUID, AvailabilityFacts] | Mapping[UUID, VacancyFacts]] = {
        Side.AVAILABILITY: asking.lot_facts,
        Side.VACANCY: asking.vacancy_facts,
    }
    return {
        post: live.counterparts(Side(post.kind), facts[post.kind][post.id])
        for post in posts
        if post.id in facts[post.kind]
    }


def _worth_a_look(side: Side, found: Found, floors: Floors) -> set[UUID]:
    """The best twenty, with all that equal the last of them, and those of whose best it would be one."""
    least = found.nano_scores[DEFAULT_TOP - 1] if len(found) >= DEFAULT_TOP else 0
    return {
        one
        for rank, (one, nano) in enumerate(zip(found.ids, found.nano_scores, strict=True))
        if rank < DEFAULT_TOP or nano == least or floors.admit(side.other, one, nano / NANO)
    }
