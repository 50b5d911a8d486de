"""What compliance staff do: look through matches, read one whole, hold and release."""

from dataclasses import dataclass
from uuid import UUID

import flask_babel as babel
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.availability import queries as availability
from portal.compliance.holds import queries as holding
from portal.compliance.holds import service as compliance_service
from portal.compliance.holds.queries import HoldRow
from portal.compliance.holds.service import AlreadyHeld, HoldPlaced, HoldReleased, NotHeld
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import safe_next
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.explanation import Headline, headline
from portal.matching.queries import MatchFilter, MatchRow
from portal.matching.states import MatchState
from portal.organisations import queries as organisations
from portal.placements.dossier import match_dossier
from portal.placements.hold_forms import HoldForm, ReleaseForm
from portal.placements.holds import HELD_KINDS, HoldScope, scope_of_hold, what_stops
from portal.placements.state_words import give_to
from portal.vacancies import queries as vacancies

staff_pages = Blueprint("placements_staff", __name__, url_prefix="/staff")
give_to(staff_pages)

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
    count: int
    number: int
    pages: int
    words: str
    state: str
    held_only: bool
    is_filtered: bool


@dataclass(frozen=True)
class HoldPage:
    scope: HoldScope
    hold: HoldRow | None
    placed_by: str
    back: str


@dataclass(frozen=True)
class HeldThing:
    ref: Ref
    what: str
    hold: HoldRow
    placed_by: str


@allow(Audience.COMPLIANCE)
@staff_pages.get("/matches")
def matches() -> ResponseReturnValue:
    """All matches, newest first, narrowed by state, words or holds."""
    words = request.args.get("words", "").strip()[:80]
    state = request.args.get("state", "")
    held_only = request.args.get("held") == "yes"
    wanted = MatchFilter(
        state=MatchState(state) if state in set(MatchState) else None,
        posts=_posts_named(words) if words else None,
        held_only=held_only,
    )
    count, _newest = matching.find_matches(reading(), wanted, limit=1)
    pages = max(1, -(-count // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    _count, rows = matching.find_matches(reading(), wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return page(
        "placements/staff/matches.html",
        MatchesPage(
            lines=_listed(rows),
            count=count,
            number=number,
            pages=pages,
            words=words,
            state=state,
            held_only=held_only,
            is_filtered=bool(words or state or held_only),
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


@allow(Audience.COMPLIANCE)
@staff_pages.get("/holds")
def holds() -> ResponseReturnValue:
    """Everything that is held now, the longest held first."""
    session = reading()
    standing = [
        (Ref(kind, one), holding.open_hold(session, Ref(kind, one)))
        for kind in HELD_KINDS
        for one in holding.held(session, kind)
    ]
    open_holds = sorted(((ref, hold) for ref, hold in standing if hold), key=lambda pair: pair[1].placed_at)
    people = accounts.people(session, {hold.placed_by for _ref, hold in open_holds})
    lines = [
        HeldThing(
            ref=ref,
            what=scope.what if (scope := scope_of_hold(session, ref)) else str(ref),
            hold=hold,
            placed_by=people[hold.placed_by].name if hold.placed_by in people else _("the portal"),
        )
        for ref, hold in open_holds
    ]
    return page("placements/staff/holds.html", lines)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/hold/<kind>/<uuid:id>", methods=["GET", "POST"])
def hold(kind: str, id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """What a hold would stop, and placing it."""
    about, shown = _hold_page(kind, id)
    form = HoldForm()
    if form.validate_on_submit():
        match perform(compliance_service.hold, about, form.reason.data):
            case HoldPlaced():
                say(_("%(what)s is held.", what=shown.scope.what))
                return redirect(shown.back, 303)
            case AlreadyHeld(reason):
                form.fail("reason", _("Somebody held it before, because: %(reason)s", reason=reason))
    return ask("placements/staff/hold.html", form, shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/release/<kind>/<uuid:id>", methods=["GET", "POST"])
def release(kind: str, id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """Why it was held, and releasing it."""
    about, shown = _hold_page(kind, id)
    form = ReleaseForm()
    if form.validate_on_submit():
        match perform(compliance_service.release, about, form.reason.data):
            case HoldReleased():
                say(_("%(what)s is released.", what=shown.scope.what))
                return redirect(shown.back, 303)
            case NotHeld():
                form.fail("reason", _("Nothing holds it any more."))
    return ask("placements/staff/release.html", form, shown)


@staff_pages.app_template_global()
def hold_on_organisation(organisation_id: UUID) -> HoldRow | None:
    """The hold that an organisation is under, for pages of features that know no holds."""
    return holding.open_hold(reading(), Ref("organisation", organisation_id))


def _hold_page(kind: str, thing: UUID) -> tuple[Ref, HoldPage]:
    about = Ref(kind, thing)
    scope = scope_of_hold(reading(), about) if kind in HELD_KINDS else None
    if scope is None:
        raise NotFound
    standing = holding.open_hold(reading(), about)
    placed_by = accounts.person(reading(), standing.placed_by) if standing else None
    home = url_for(".match", id=thing) if kind == "match" else url_for(".holds")
    back = safe_next(request.values.get("back")) or home
    return about, HoldPage(scope, standing, placed_by.name if placed_by else _("the portal"), back)


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
