"""Recording who checked age and right to work, and shortening a placement to it."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import day, not_found
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.check_forms import ChecksForm
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.introductions.service import checks as service
from portal.placements.introductions.service.pairs import pair_of
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.check_lines import check_lines
from portal.placements.views.member.introductions import draw_introduction, own, people_of
from portal.placements.words import refusal_words


@dataclass(frozen=True)
class ChecksPage:
    """Which workers were checked, and how."""

    row: IntroductionRow
    crosses: bool


@member_pages.route("/introductions/<uuid:id>/checks", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def checks(id: UUID) -> ResponseReturnValue:
    """Say who checked age and right to work, the same for all ticked workers."""
    row, side = own(id)
    pair = pair_of(reading(), row.match_id)
    crosses = pair is not None and pair.crosses_border
    people = [one for one in people_of(row, side) if one.placement and one.placement.state.takes_place]
    lines = check_lines(row, [one.placement for one in people if one.placement])
    form = ChecksForm()
    form.ask_for(crosses=crosses)
    form.who.choices = [
        (
            str(one.placement.id),
            gettext(
                "%(n)s. %(name)s, %(checked)s",
                n=one.number,
                name=one.called,
                checked=lines[one.placement.id].said,
            ),
        )
        for one in people
        if one.placement
    ]
    if not form.is_submitted():
        wanted = request.args.get("number", type=int)
        form.who.data = [str(one.placement.id) for one in people if one.placement and one.number == wanted]
    if form.is_complete(own=side, crosses=crosses, today=clock.today()):
        chosen = [UUID(one) for one in form.who.data]
        match perform(service.record_checks, acting_for(), id, chosen, form.answers()):
            case int() as recorded:
                left = sum(1 for key, one in lines.items() if not one.is_checked and key not in chosen)
                say(_recorded_words(recorded, left))
                return redirect(url_for(".introduction", id=id, _anchor="workers"), 303)
            case NotYours():
                return not_found()
            case Refusal() as refusal:
                form.fail("who", refusal_words(refusal))
    return ask("placements/member/checks.html", form, ChecksPage(row, crosses))


@member_pages.post("/introductions/<uuid:id>/checks/shorten")
@allow(Audience.MEMBER)
def shorten(id: UUID) -> ResponseReturnValue:
    """Let a placement end with the right to work."""
    try:
        placement_id = UUID(request.form.get("placement", ""))
    except ValueError:
        placement_id = UUID(int=0)
    match perform(service.shorten_to_check, acting_for(), id, placement_id):
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return draw_introduction(id, problem=refusal_words(refusal))
        case until:
            say(
                gettext(
                    "The last day is now %(day)s. The other side is told, and the worker by e-mail"
                    " where we have an address.",
                    day=day(until),
                )
            )
    if request.form.get("then") == "roll-call":
        return redirect(url_for(".roll_call", id=id), 303)
    return redirect(url_for(".introduction", id=id, _anchor="workers"), 303)


def _recorded_words(recorded: int, left: int) -> str:
    words = ngettext("Recorded for %(num)s worker.", "Recorded for %(num)s workers.", recorded)
    if left:
        more = ngettext("%(num)s worker is not checked yet.", "%(num)s workers are not checked yet.", left)
        return f"{words} {more}"
    return words
