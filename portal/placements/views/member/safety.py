"""Recording what workers got before the first shift; only the worker confirms it."""
# ruff: noqa: A002 - addresses call what they are about `id`

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import PersonLine, own, people_of
from portal.placements.views.member.safety_lines import SafetyLine, safety_lines
from portal.placements.words import refusal_words
from portal.placements.work.safety_forms import SafetyForm
from portal.placements.work.service.safety import record_safety
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class SafetyPage:
    """Who got what, and who still lacks what."""

    row: IntroductionRow
    side: Side
    title: str
    people: tuple[PersonLine, ...]
    lines: Mapping[UUID, SafetyLine]


@member_pages.route("/introductions/<uuid:id>/safety", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def safety(id: UUID) -> ResponseReturnValue:
    """Say what the ticked workers got before the first shift."""
    row, side = own(id)
    placed = [one for one in people_of(row, side) if one.placement and one.placement.state.takes_place]
    lines = safety_lines([one.placement for one in placed if one.placement], side)
    people = tuple(one for one in placed if one.placement and one.placement.id in lines)
    form = SafetyForm()
    form.who.choices = [
        (str(one.placement.id), gettext("%(n)s. %(name)s", n=one.number, name=one.called))
        for one in people
        if one.placement
    ]
    if not form.is_submitted():
        _suggest(form, people, lines)
    if form.is_complete(clock.today()):
        chosen = [UUID(one) for one in form.who.data]
        match perform(record_safety, acting_for(), id, chosen, form.answers()):
            case int() as recorded:
                say(_recorded_words(recorded))
                return redirect(url_for(".safety", id=id), 303)
            case NotYours():
                return not_found()
            case Refusal() as refusal:
                form.fail("who", refusal_words(refusal))
    job = vacancies.vacancy(reading(), row.vacancy_id)
    title = gettext("%(title)s, %(town)s", title=job.title, town=job.town) if job else ""
    return ask("placements/member/safety.html", form, SafetyPage(row, side, title, people, lines))


def _suggest(form: SafetyForm, people: tuple[PersonLine, ...], lines: Mapping[UUID, SafetyLine]) -> None:
    """One worker where the link says so; else everybody for whom something is to be recorded."""
    wanted = request.args.get("number", type=int)
    form.who.data = [
        str(one.placement.id)
        for one in people
        if one.placement and (one.number == wanted if wanted else lines[one.placement.id].lacks_record)
    ]
    form.on.data = clock.today()


def _recorded_words(recorded: int) -> str:
    words = ngettext("Recorded for %(num)s worker.", "Recorded for %(num)s workers.", recorded)
    more = ngettext(
        "The worker is asked to confirm it, and can start after that.",
        "Each worker is asked to confirm it, and can start after that.",
        recorded,
    )
    return f"{words} {more}"
