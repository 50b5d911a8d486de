"""Every open match of the organisation, narrowed by words and by who has to answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from portal.availability import queries as availability
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, page, reading, viewer
from portal.infra.web.pages import printable
from portal.infra.web.paging import Leaf
from portal.matching import queries as matching
from portal.matching.queries import MatchRow
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.views.member import member_pages
from portal.placements.views.member.match_cards import PER_PAGE, MatchCard, cards_of
from portal.vacancies import queries as vacancies

MOST_WORDS = 8


class Waiting(StrEnum):
    """For whose answer a match waits."""

    US = "us"
    NOBODY = "nobody"
    THEM = "them"


NEED = (Waiting.US, Waiting.NOBODY, Waiting.THEM)
"""What waits for the viewer's answer on top, what waits for the other side's at the end."""


@dataclass(frozen=True)
class AllMatches:
    """The open matches that were asked for, what waits for the organisation first."""

    cards: tuple[MatchCard, ...]
    leaf: Leaf
    words: str
    waiting: str
    is_filtered: bool
    approved: bool
    now: datetime


@member_pages.get("/matches")
@allow(Audience.MEMBER)
def matches() -> ResponseReturnValue:
    """All open matches of the organisation's posts, those that wait for an answer first."""
    approved = bool(viewer.acting and viewer.acting.approved)
    asked = request.args if approved else {}  # before approval one sees how many there are, not which
    words = printable(asked.get("q", "")).strip()[:100]
    waiting = asked.get("waiting", "")
    waiting = waiting if waiting in set(Waiting) else ""
    rows = _saying(words, matching.open_matches_of_organisation(reading(), acting_for()))
    waits = _waiting_for(rows)
    rows = [row for row in rows if waiting in {"", waits[row.id]}]
    rows.sort(key=lambda row: NEED.index(waits[row.id]))
    leaf = Leaf.of(len(rows), PER_PAGE)
    shown = AllMatches(
        cards=cards_of(rows[leaf.rows]) if approved else (),
        leaf=leaf,
        words=words,
        waiting=waiting,
        is_filtered=bool(words or waiting),
        approved=approved,
        now=clock.now(),
    )
    return page("placements/member/matches.html", shown)


def _saying(words: str, rows: list[MatchRow]) -> list[MatchRow]:
    """Matches of which either post says each of the words: its work, its town, its number."""
    for word in words.split()[:MOST_WORDS]:
        lots, jobs = availability.ids_saying(reading(), word), vacancies.ids_saying(reading(), word)
        rows = [row for row in rows if row.availability_id in lots or row.vacancy_id in jobs]
    return rows


def _waiting_for(rows: list[MatchRow]) -> dict[UUID, Waiting]:
    answered = queries.answers_of_matches(reading(), [row.id for row in rows])

    def waits_for(row: MatchRow) -> Waiting:
        found = answered.get(row.id)
        yes_of = found.answers.state.yes_of if found else None
        if yes_of is None:
            return Waiting.NOBODY
        ours = row.provider_id if yes_of is Side.PROVIDER else row.employer_id
        return Waiting.THEM if ours == acting_for() else Waiting.US

    return {row.id: waits_for(row) for row in rows}
