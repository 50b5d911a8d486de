"""How placements end before their last day: workers recalled, cancelled, or gone by themselves."""
# ruff: noqa: A002 - addresses call what they are about `id`

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import day, not_found
from portal.kernel.outcomes import Refusal
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import PersonLine, own, people_of
from portal.placements.words import refusal_words
from portal.placements.work.domain.placements import DayOutside, NoticeTooShort, PlacementState
from portal.placements.work.forms import EndForm
from portal.placements.work.service import placements


@dataclass(frozen=True)
class EndPage:
    """Which workers, from which day."""

    row: IntroductionRow
    side: Side
    how: str
    notice_days: int
    others_expected: int
    """Workers who cannot be chosen here, because they have not started."""


@member_pages.route("/introductions/<uuid:id>/<any(recall, cancel, leaving):how>", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def end_placements(id: UUID, how: str) -> ResponseReturnValue:
    """The provider recalls workers, the employer cancels them, or they left by themselves."""
    row, side = own(id)
    if {"recall": Side.PROVIDER, "cancel": Side.EMPLOYER}.get(how, side) is not side:
        not_found()
    agreed = queries.agreed_engagement(reading(), id)
    notice_days = agreed.terms.recall_notice_days if agreed else 0
    form = EndForm(data={"from_day": _first_day_suggested(row, 0 if how == "leaving" else notice_days)})
    placed = [one for one in people_of(row, side) if one.placement and one.placement.state.takes_place]
    chosen_from = [one for one in placed if how != "leaving" or _can_leave(one, side)]
    form.who.choices = [
        (str(one.placement.id), gettext("%(n)s. %(name)s", n=one.number, name=one.called))
        for one in chosen_from
        if one.placement
    ]
    if form.validate_on_submit():
        chosen, from_day = [UUID(one) for one in form.who.data], form.from_day.data or date.min
        outcome: int | Refusal = perform(_ENDS[how], acting_for(), id, chosen, from_day)
        match outcome:
            case int() as ended:
                say(_ended_words(how, ended, from_day))
                return redirect(url_for(".introduction", id=id, _anchor="workers"), 303)
            case NotYours():
                return not_found()
            case NoticeTooShort() | DayOutside() as refusal:
                form.fail("from_day", refusal_words(refusal))
            case Refusal() as refusal:
                form.fail("who", refusal_words(refusal))
    shown = EndPage(row, side, how, notice_days, len(placed) - len(chosen_from))
    return ask("placements/member/end_placements.html", form, shown)


_ENDS: dict[str, Callable[..., int | Refusal]] = {
    "recall": placements.recall_workers,
    "cancel": placements.cancel_workers,
    "leaving": placements.record_leaving,
}


def _can_leave(one: PersonLine, side: Side) -> bool:
    """To the employer only somebody who started can leave; whoever is expected is cancelled."""
    started = one.placement is not None and one.placement.state is PlacementState.STARTED
    return started or side is Side.PROVIDER


def _first_day_suggested(row: IntroductionRow, notice_days: int) -> date:
    """The earliest day that keeps the agreed notice."""
    return min(max(clock.today() + timedelta(days=notice_days), row.first), row.last)


def _ended_words(how: str, ended: int, from_day: date) -> str:
    first = day(from_day)
    if how == "recall":
        return ngettext(
            "%(num)s worker is recalled from %(day)s. The employer is told.",
            "%(num)s workers are recalled from %(day)s. The employer is told.",
            ended,
            day=first,
        )
    if how == "cancel":
        return ngettext(
            "%(num)s worker is cancelled from %(day)s. The labour provider is told.",
            "%(num)s workers are cancelled from %(day)s. The labour provider is told.",
            ended,
            day=first,
        )
    return ngettext(
        "%(num)s worker left. The place can be filled again.",
        "%(num)s workers left. Their places can be filled again.",
        ended,
    )
