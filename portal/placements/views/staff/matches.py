"""All matches for staff, and one match on one page."""

from dataclasses import dataclass
from uuid import UUID

import flask_babel as babel
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.availability import queries as availability
from portal.compliance.holds import queries as holding
from portal.infra import clock
from portal.infra.web import Audience, allow, page, reading
from portal.infra.web.pages import printable
from portal.infra.web.paging import Leaf, leafed
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.explanation import Headline, headline
from portal.matching.queries import MatchFilter, MatchRow
from portal.matching.states import MatchState
from portal.organisations import queries as organisations
from portal.placements.dossier import match_dossier
from portal.placements.holds.reach import HELD_KINDS, what_stops
from portal.placements.introductions.staff_checks import checks_to_make
from portal.placements.views.staff import staff_pages
from portal.placements.whereabouts import Whereabouts, whereabouts
from portal.vacancies import queries as vacancies

PER_PAGE = 25
_ = babel.gettext


@dataclass(frozen=True)
class ListedMatch:
    """One line of the list."""

    match: MatchRow
    headline: Headline
    provider: str
    employer: str
    lot_number: str
    vacancy_number: str
    is_held: bool
    """By a hold on itself, on a post or on an organisation."""


@dataclass(frozen=True)
class MatchesPage:
    lines: list[ListedMatch]
    leaf: Leaf
    words: str
    state: str
    held_only: bool
    checks_only: bool
    """Only matches on whose introduction staff still have to look at something."""
    is_filtered: bool


@allow(Audience.COMPLIANCE)
@staff_pages.get("/matches")
def matches() -> ResponseReturnValue:
    """All matches, newest first, narrowed by state, words or holds."""
    words = printable(request.args.get("words", "")).strip()[:80]
    state = request.args.get("state", "")
    held_only = request.args.get("held") == "yes"
    checks_only = request.args.get("checks") == "yes"
    wanted = MatchFilter(
        state=MatchState(state) if state in set(MatchState) else None,
        posts=_posts_named(words) if words else None,
        held_only=held_only,
        ids=_with_checks_to_make() if checks_only else None,
    )
    leaf, rows = leafed(
        lambda limit, offset: matching.find_matches(reading(), wanted, limit=limit, offset=offset), PER_PAGE
    )
    return page(
        "placements/staff/matches.html",
        MatchesPage(
            lines=_listed(rows),
            leaf=leaf,
            words=words,
            state=state,
            held_only=held_only,
            checks_only=checks_only,
            is_filtered=bool(words or state or held_only or checks_only),
        ),
    )


@allow(Audience.COMPLIANCE)
@staff_pages.get("/matches/<uuid:id>")
def match(id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One match on one page."""
    dossier = match_dossier(reading(), id)
    if dossier is None:
        raise NotFound
    return page("placements/staff/match.html", dossier)


@staff_pages.app_template_global()
def whereabouts_of(ref: Ref) -> Whereabouts | None:
    """What a judged thing is called, and where staff look at it, for pages of features that know no pairs."""
    return whereabouts(reading(), ref)


def _with_checks_to_make() -> frozenset[UUID]:
    return frozenset(one.introduction.match_id for one in checks_to_make(reading(), clock.now().date()))


def _posts_named(words: str) -> frozenset[UUID]:
    """Posts whose number, town, work or organisation contains the words."""
    session = reading()
    of = organisations.ids_named(session, words)
    return frozenset(availability.ids_saying(session, words, of) | vacancies.ids_saying(session, words, of))


def _listed(rows: list[MatchRow]) -> list[ListedMatch]:
    session = reading()
    lots = availability.availabilities(session, {row.availability_id for row in rows})
    jobs = vacancies.vacancies(session, {row.vacancy_id for row in rows})
    names = organisations.organisations(
        session, {one for row in rows for one in (row.provider_id, row.employer_id)}
    )
    frozen = {kind: holding.held(session, kind) for kind in HELD_KINDS}
    return [
        ListedMatch(
            match=row,
            headline=headline(lots[row.availability_id], jobs[row.vacancy_id], row.judgement),
            provider=names[row.provider_id].name,
            employer=names[row.employer_id].name,
            lot_number=lots[row.availability_id].number,
            vacancy_number=jobs[row.vacancy_id].number,
            is_held=any(one.id in frozen[one.kind] for one in what_stops(row)),
        )
        for row in rows
    ]
