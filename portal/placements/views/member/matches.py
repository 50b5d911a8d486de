"""The matches of a post, one match, and what is answered to it."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.compliance.costs.words import CostsInWords, ledger_in_words
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say, viewer
from portal.infra.web.pages import not_found
from portal.infra.web.paging import Leaf
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.matching import queries as matching
from portal.matching.explanation import reason_in_words
from portal.matching.market import Market
from portal.matching.market import Side as PostSide
from portal.matching.states import MatchState
from portal.placements import queries
from portal.placements.introductions.domain.answers import (
    Answers,
    GroupTooSmall,
    NoReason,
    NotYours,
    OnHold,
    Side,
    TooManyHeads,
)
from portal.placements.introductions.facts import Facts, facts_of_lot, facts_of_vacancy
from portal.placements.introductions.forms import NO_REASONS, NoForm, StandingYesForm, YesForm
from portal.placements.introductions.funnel_words import FunnelInWords, funnel_in_words
from portal.placements.introductions.service import answers as service
from portal.placements.introductions.service import standing
from portal.placements.introductions.service.pairs import PostPair, hold_on, pair_of
from portal.placements.ledgers import ledger_of_match
from portal.placements.rows import AnswersRow, StandingYesRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.match_cards import PER_PAGE, MatchCard, cards_of
from portal.placements.words import refusal_words
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class PostMatches:
    """All matches of one of the viewer's own posts."""

    kind: str
    post: AvailabilityRow | VacancyRow
    title: str
    cards: tuple[MatchCard, ...]
    leaf: Leaf
    approved: bool
    """Before its own approval an organisation sees how many there are, not which."""
    standing: StandingYesRow | None
    waits: bool
    """The post is about to be matched again."""
    funnel: FunnelInWords | None
    """Where nothing fits: why, and what would widen it."""
    now: datetime


@dataclass(frozen=True)
class MatchPage:
    """One match for one side."""

    card: MatchCard
    lot: Facts
    vacancy: Facts
    costs: CostsInWords
    row: AnswersRow | None
    hold: OnHold | None
    reason: str
    note: str
    lapsed: str
    problem: str
    no: NoForm
    now: datetime


@member_pages.get("/posts/<any(availability, vacancy):kind>/<uuid:id>/matches")
@allow(Audience.MEMBER)
def post_matches(kind: str, id: UUID) -> ResponseReturnValue:
    """The post's matches, best first; where there is none, why, and what would widen it."""
    return _post_page(kind, id, StandingYesForm())


@member_pages.post("/posts/<any(availability, vacancy):kind>/<uuid:id>/standing-yes")
@allow(Audience.MEMBER)
def say_yes_beforehand(kind: str, id: UUID) -> ResponseReturnValue:
    """Set a standing yes: up to so many on these terms."""
    form = StandingYesForm()
    if not form.validate_on_submit():
        return _post_page(kind, id, form)
    match perform(standing.set_standing_yes, acting_for(), Ref(kind, id), form.heads.data or 0):
        case StandingYesRow(heads=heads):
            say(gettext("From now on you say yes at once, for up to %(heads)s workers in all.", heads=heads))
            return redirect(url_for(".post_matches", kind=kind, id=id), 303)
        case TooManyHeads() as refusal:
            form.fail("heads", refusal_words(refusal))
            return _post_page(kind, id, form)
        case NotYours():
            return not_found()


@member_pages.post("/posts/<any(availability, vacancy):kind>/<uuid:id>/standing-yes/end")
@allow(Audience.MEMBER)
def end_standing_yes(kind: str, id: UUID) -> ResponseReturnValue:
    """Answer each match by hand again."""
    if isinstance(perform(standing.withdraw_standing_yes, acting_for(), Ref(kind, id)), NotYours):
        not_found()
    say(gettext("From now on you answer each match yourself."))
    return redirect(url_for(".post_matches", kind=kind, id=id), 303)


@member_pages.get("/matches/<uuid:id>")
@allow(Audience.MEMBER)
def match(id: UUID) -> ResponseReturnValue:
    """One match: how well it fits, what was checked, what one can do."""
    return _match_page(id, YesForm(), NoForm())


@member_pages.post("/matches/<uuid:id>/yes")
@allow(Audience.MEMBER)
def say_yes(id: UUID) -> ResponseReturnValue:
    """Say yes for so many workers."""
    form = YesForm()
    if not form.validate_on_submit():
        return _match_page(id, form, NoForm(formdata=None))
    match perform(service.say_yes, acting_for(), id, form.heads.data or 0):
        case service.IntroductionMade(introduction_id, heads):
            say(
                ngettext(
                    "You are introduced, for %(num)s worker. Next, agree the terms.",
                    "You are introduced, for %(num)s workers. Next, agree the terms.",
                    heads,
                )
            )
            return redirect(url_for(".introduction", id=introduction_id), 303)
        case service.YesWaits():
            say(gettext("Your yes is noted. We have told the other side and tell you what they answer."))
            return redirect(url_for(".match", id=id), 303)
        case NotYours():
            return not_found()
        case TooManyHeads() | GroupTooSmall() as refusal:
            form.fail("heads", refusal_words(refusal))
            return _match_page(id, form, NoForm(formdata=None))
        case Refusal() as refusal:
            return _match_page(id, form, NoForm(formdata=None), refusal_words(refusal))


@member_pages.post("/matches/<uuid:id>/no")
@allow(Audience.MEMBER)
def say_no(id: UUID) -> ResponseReturnValue:
    """Say "not now", and why."""
    form = NoForm()
    if not form.validate_on_submit():
        return _match_page(id, YesForm(formdata=None), form)
    reason = NoReason(form.reason.data or "")
    match perform(service.say_no, acting_for(), id, reason, form.note.data or ""):
        case Answers():
            say(gettext("You said “not now”. You can change your mind on this page."))
            return redirect(url_for(".match", id=id), 303)
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return _match_page(id, YesForm(formdata=None), form, refusal_words(refusal))


@member_pages.post("/matches/<uuid:id>/undo")
@allow(Audience.MEMBER)
def undo(id: UUID) -> ResponseReturnValue:
    """Take one's own answer back."""
    match perform(service.undo_answer, acting_for(), id):
        case Answers():
            say(gettext("Your answer is taken back. The match is open again."))
            return redirect(url_for(".match", id=id), 303)
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return _match_page(id, YesForm(formdata=None), NoForm(formdata=None), refusal_words(refusal))


def _post_page(kind: str, post_id: UUID, form: StandingYesForm) -> Response:
    session, organisation_id = reading(), acting_for()
    post = (
        availability.own_availability(session, organisation_id, post_id)
        if kind == "availability"
        else vacancies.own_vacancy(session, organisation_id, post_id)
    )
    if post is None:
        not_found()
    ref = Ref(kind, post_id)
    rows = matching.matches_of_post(session, ref, states=(MatchState.OPEN, MatchState.INTRODUCED))
    leaf = Leaf.of(len(rows), PER_PAGE)
    shown = PostMatches(
        kind=kind,
        post=post,
        title=post.occupation if isinstance(post, AvailabilityRow) else post.title,
        cards=cards_of(rows[leaf.rows]),
        leaf=leaf,
        approved=bool(viewer.acting and viewer.acting.approved),
        standing=queries.standing_yes(session, ref),
        waits=matching.waits_to_be_matched(session, ref),
        funnel=None if rows else _funnel(kind, post_id),
        now=clock.now(),
    )
    return ask("placements/member/post_matches.html", form, shown)


def _funnel(kind: str, post_id: UUID) -> FunnelInWords | None:
    found = Market.open(reading(), clock.now()).funnel_of(PostSide(kind), post_id)
    return funnel_in_words(found, kind) if found else None


def _until_approved(pair: PostPair, side: Side) -> Response:
    """Before its approval an organisation sees how many matches there are, not which."""
    kind, post = ("availability", pair.lot) if side is Side.PROVIDER else ("vacancy", pair.vacancy)
    return redirect(url_for(".post_matches", kind=kind, id=post.id), 303)  # type: ignore[return-value]


def _match_page(match_id: UUID, yes: YesForm, no: NoForm, problem: str = "") -> Response:
    session = reading()
    pair = pair_of(session, match_id)
    side = pair.side_of(acting_for()) if pair else None
    if pair is None or side is None:
        not_found()
    if not (viewer.acting and viewer.acting.approved):
        return _until_approved(pair, side)
    [card] = cards_of([pair.match])
    if yes.heads.data is None and not yes.errors:
        yes.heads.data = card.suggested
    row = queries.answers(session, match_id)
    shown = MatchPage(
        card=card,
        lot=facts_of_lot(availability.masked(pair.lot)),
        vacancy=facts_of_vacancy(vacancies.masked(pair.vacancy)),
        costs=ledger_in_words(
            ledger_of_match(session, pair.match, seen_by_members_at=clock.now()),
            pair.vacancy.currency,
            clock.today(),
            masked=True,
        ),
        row=row,
        hold=hold_on(session, pair.match),
        reason=str(NO_REASONS[row.reason]) if row and row.reason else "",
        note=row.note or "" if row else "",
        lapsed=reason_in_words(pair.match.lapse_reason) if pair.match.lapse_reason else "",
        problem=problem,
        no=no,
        now=clock.now(),
    )
    response = ask("placements/member/match.html", yes, shown)
    if problem or no.errors:
        response.status_code = 422
    return response
