"""Matches as pages and other features read them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.compliance.findings.queries import blocked
from portal.compliance.holds import queries as holds
from portal.kernel.events import Ref
from portal.matching.domain import PairJudgement
from portal.matching.models import Dirty, Match
from portal.matching.states import MatchState
from portal.matching.stored import from_json


@dataclass(frozen=True)
class MatchRow:
    """One availability and one vacancy, as they were judged last."""

    id: UUID
    availability_id: UUID
    vacancy_id: UUID
    provider_id: UUID
    employer_id: UUID
    availability_version: int
    vacancy_version: int
    score: float
    judgement: PairJudgement
    state: MatchState
    lapse_reason: str | None
    found_at: datetime
    judged_at: datetime
    lapsed_at: datetime | None
    held: bool
    """Compliance holds this very match, or rules or staff who look at it keep it waiting."""

    def post_of(self, kind: str) -> UUID:
        """The id of its availability or its vacancy."""
        return self.availability_id if kind == "availability" else self.vacancy_id


def match(session: Session, match_id: UUID) -> MatchRow | None:
    """One match, or none; whoever shows it checks whose it is."""
    found = session.get(Match, match_id)
    return _row(found, _held(session, [found])) if found else None


def match_of_pair(session: Session, availability_id: UUID, vacancy_id: UUID) -> MatchRow | None:
    """The match of two posts, or none where the pair never was among either side's best."""
    pair = (Match.availability_id == availability_id, Match.vacancy_id == vacancy_id)
    found = session.scalar(select(Match).where(*pair))
    return _row(found, _held(session, [found])) if found else None


def matches(session: Session, ids: Iterable[UUID]) -> dict[UUID, MatchRow]:
    """Matches by their ids."""
    rows = _rows(session, select(Match).where(Match.id.in_(list(ids))))
    return {row.id: row for row in rows}


def matches_of_post(
    session: Session, post: Ref, *, states: Sequence[MatchState] = tuple(MatchState)
) -> list[MatchRow]:
    """The matches of an availability or a vacancy, best first, then the older."""
    column = Match.availability_id if post.kind == "availability" else Match.vacancy_id
    chosen = select(Match).where(column == post.id, Match.state.in_(states))
    return _rows(session, chosen.order_by(Match.score.desc(), Match.found_at, Match.id))


def open_matches_of_organisation(session: Session, organisation_id: UUID) -> list[MatchRow]:
    """Every open match of an organisation's posts on either side, best first."""
    ours = (Match.provider_id == organisation_id) | (Match.employer_id == organisation_id)
    chosen = select(Match).where(ours, Match.state == MatchState.OPEN)
    return _rows(session, chosen.order_by(Match.score.desc(), Match.found_at, Match.id))


def open_match_counts(session: Session, posts: Iterable[Ref]) -> dict[UUID, int]:
    """How many open matches each post has; a post without any is left out."""
    ids: dict[str, list[UUID]] = {"availability": [], "vacancy": []}
    for post in posts:
        ids[post.kind].append(post.id)
    counts: dict[UUID, int] = {}
    for column, wanted in ((Match.availability_id, ids["availability"]), (Match.vacancy_id, ids["vacancy"])):
        if wanted:
            counted = (
                select(column, func.count())
                .where(column.in_(wanted), Match.state == MatchState.OPEN)
                .group_by(column)
            )
            counts.update((post_id, n) for post_id, n in session.execute(counted))
    return counts


@dataclass(frozen=True)
class MatchFilter:
    """What compliance staff narrow the list of matches by; an empty part narrows nothing."""

    state: MatchState | None = None
    organisation_id: UUID | None = None
    posts: Collection[UUID] | None = None
    """Matches of any of these posts."""
    ids: Collection[UUID] | None = None
    """Only among these."""
    held_only: bool = False
    """Only what a hold stops, be it on the match, on one of its posts or on one of its organisations."""


def find_matches(
    session: Session, wanted: MatchFilter, *, limit: int = 50, offset: int = 0
) -> tuple[int, list[MatchRow]]:
    """How many matches fit a filter, and one page of them, newest first."""
    chosen = select(Match)
    if wanted.state:
        chosen = chosen.where(Match.state == wanted.state)
    if one := wanted.organisation_id:
        chosen = chosen.where((Match.provider_id == one) | (Match.employer_id == one))
    if wanted.posts is not None:
        among = list(wanted.posts)
        chosen = chosen.where(Match.availability_id.in_(among) | Match.vacancy_id.in_(among))
    if wanted.ids is not None:
        chosen = chosen.where(Match.id.in_(list(wanted.ids)))
    if wanted.held_only:
        chosen = chosen.where(_stopped(session))
    count = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    page = chosen.order_by(Match.found_at.desc(), Match.id).limit(limit).offset(offset)
    return count, _rows(session, page)


def _stopped(session: Session) -> ColumnElement[bool]:
    organisations = holds.held(session, "organisation")
    return or_(
        Match.id.in_(holds.held(session, "match")),
        Match.availability_id.in_(holds.held(session, "availability")),
        Match.vacancy_id.in_(holds.held(session, "vacancy")),
        Match.provider_id.in_(organisations),
        Match.employer_id.in_(organisations),
    )


def counts_by_state(session: Session) -> dict[MatchState, int]:
    """How many matches stand in each state."""
    counted = session.execute(select(Match.state, func.count()).group_by(Match.state))
    return dict(counted.all())


def waits_to_be_matched(session: Session, post: Ref) -> bool:
    """The post changed and its matches have not been worked out anew yet."""
    found = session.get(Dirty, (post.kind, post.id))
    return found is not None and found.matched < found.generation


def _rows(session: Session, chosen: Select[Match]) -> list[MatchRow]:
    found = list(session.scalars(chosen))
    held = _held(session, found)
    return [_row(one, held) for one in found]


def _held(session: Session, rows: Iterable[Match]) -> set[UUID]:
    return holds.held(session, "match") | blocked(session, "match", [one.id for one in rows])


def _row(found: Match, held: Collection[UUID]) -> MatchRow:
    return MatchRow(
        id=found.id,
        availability_id=found.availability_id,
        vacancy_id=found.vacancy_id,
        provider_id=found.provider_id,
        employer_id=found.employer_id,
        availability_version=found.availability_version,
        vacancy_version=found.vacancy_version,
        score=found.score,
        judgement=from_json(found.judgement),
        state=found.state,
        lapse_reason=found.lapse_reason,
        found_at=found.found_at,
        judged_at=found.judged_at,
        lapsed_at=found.lapsed_at,
        held=found.id in held,
    )
