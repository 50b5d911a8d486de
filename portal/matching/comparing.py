"""Why two posts match or not: the gate that parts them, or the place that the score gives them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.compliance.findings.queries import stopped_among
from portal.compliance.holds import queries as holds
from portal.kernel.events import Ref
from portal.matching.domain import ALL_FORMS, DEFAULT_TOP, Gate, PairJudgement
from portal.matching.index.hits import NANO
from portal.matching.licensing import chain_bars, licence_bars
from portal.matching.live import counterparts_of
from portal.matching.market import Market, Side, is_open
from portal.matching.queries import MatchRow, match_of_pair
from portal.matching.reference import may_supply
from portal.matching.states import MatchState
from portal.vacancies.domain import VacancyRow

BY_RULES = Gate.COMPLIANCE.value
"""Why a match has lapsed whose posts pass every gate, and which rules of compliance do not allow."""


@dataclass(frozen=True)
class Standing:
    """Where a pair stands among all pairs of one post that pass every gate."""

    rank: int | None
    """From 1; none where the pair does not pass, or a post is not open."""
    of: int
    last_shown: float | None = None
    """The score of the last that is among the best; none where there are fewer."""

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

    @property
    def barred_by_rules(self) -> bool:
        """The posts fit, and rules of compliance do not allow the match itself."""
        lapsed = self.stored is not None and self.stored.state is MatchState.LAPSED
        return lapsed and self.stored is not None and self.stored.lapse_reason == BY_RULES

    @property
    def is_introduced(self) -> bool:
        """Both sides said yes: the match stays, whatever the posts say since."""
        return self.stored is not None and self.stored.state is MatchState.INTRODUCED

    @property
    def matched(self) -> bool:
        """Both sides are shown the pair as a match, or are about to be."""
        if self.is_introduced:
            return True
        is_kept = self.stored is not None and self.stored.state is MatchState.OPEN
        is_best = self.for_vacancy.is_shown or self.for_lot.is_shown
        return self.matches and not self.barred_by_rules and (is_kept or is_best)

    def standing(self, side: Side) -> Standing:
        """Where the pair stands among those of this side's post."""
        return self.for_lot if side is Side.AVAILABILITY else self.for_vacancy


def compare(session: Session, now: datetime, lot: AvailabilityRow, vacancy: VacancyRow) -> Comparison:
    """Judge any two posts and rank the pair on either side, among all that is open now."""
    posts = ((Side.AVAILABILITY, lot), (Side.VACANCY, vacancy))
    return Comparison(
        lot=lot,
        vacancy=vacancy,
        judgement=Market.of_pair(session, now, lot.id, vacancy.id).judge(lot.id, vacancy.id),
        not_open=tuple(side for side, post in posts if not is_open(post, now)),
        for_vacancy=_standing(session, now, Side.VACANCY, vacancy.id, lot.id),
        for_lot=_standing(session, now, Side.AVAILABILITY, lot.id, vacancy.id),
        stored=match_of_pair(session, lot.id, vacancy.id),
    )


def _standing(session: Session, now: datetime, side: Side, post: UUID, wanted: UUID) -> Standing:
    found = counterparts_of(session, now, side, post)
    scores = dict(zip(found.ids, found.nano_scores, strict=True))
    last_shown = found.nano_scores[DEFAULT_TOP - 1] / NANO if len(found) >= DEFAULT_TOP else None
    equal = [one for one in found.ids if scores[one] == scores.get(wanted)]
    in_order = _oldest_first(session, now, side.other, equal)
    if wanted not in in_order:
        return Standing(None, len(found), last_shown)
    better = sum(score > scores[wanted] for score in found.nano_scores)
    return Standing(better + 1 + in_order.index(wanted), len(found), last_shown)


def _oldest_first(session: Session, now: datetime, side: Side, posts: list[UUID]) -> list[UUID]:
    """The posts, as far as they are open, in the order in which equals stand."""
    if len(posts) < 2:
        return posts
    lots, jobs = (posts, []) if side is Side.AVAILABILITY else ([], posts)
    market = Market.among(session, now, lots, jobs)
    facts = market.lot_facts if side is Side.AVAILABILITY else market.vacancy_facts
    return sorted(facts, key=lambda one: (facts[one].order, facts[one].reference))


@dataclass(frozen=True)
class Stops:
    """What of each side keeps two posts apart that compliance does not let match."""

    held: frozenset[Side]
    """By a hold on the post or its organisation, or because rules or waiting staff stop the post."""
    unlicensed: bool
    """The labour provider, or a sub-agent of the lot, lacks the licence that the law asks for."""

    def are_of(self, side: Side) -> bool:
        return side in self.held or (self.unlicensed and side is Side.AVAILABILITY)


def stops_of(session: Session, today: date, lot: AvailabilityRow, vacancy: VacancyRow) -> Stops:
    """Whose holds and licences stop a pair; nothing of it may be told to the other side."""
    posts: dict[Side, AvailabilityRow | VacancyRow] = {Side.AVAILABILITY: lot, Side.VACANCY: vacancy}
    return Stops(
        held=frozenset(side for side, post in posts.items() if _is_held(session, side, post)),
        unlicensed=_is_unlicensed(session, today, lot, vacancy),
    )


def _is_held(session: Session, side: Side, post: AvailabilityRow | VacancyRow) -> bool:
    refs = (Ref(side.value, post.id), Ref("organisation", post.organisation_id))
    return any(holds.open_hold(session, one) for one in refs) or stopped_among(session, refs[:1]) is not None


def _is_unlicensed(session: Session, today: date, lot: AvailabilityRow, vacancy: VacancyRow) -> bool:
    country, sector = vacancy.country, vacancy.sector or ""
    work = {(country, sector)}
    bars = licence_bars(session, {lot.organisation_id}, work, today)[lot.organisation_id]
    bars |= chain_bars(session, [lot], work, today).get(lot.id, frozenset())
    shared = (lot.engagement or ALL_FORMS) & (vacancy.engagement or ALL_FORMS)
    return not may_supply(bars, frozenset(shared), country, sector)
