"""What is settled when a worker returns: written by either side, read by both and by the worker."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import PersonLine, own, people_of
from portal.placements.words import refusal_words
from portal.placements.work.domain.leaving import ReturnSheet
from portal.placements.work.leaving import return_sheet
from portal.placements.work.leaving_forms import ReturnSheetForm
from portal.placements.work.service.leaving import write_return_sheet
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class ReturnSheetsPage:
    """The sheets that are written."""

    row: IntroductionRow
    sheets: tuple[tuple[PersonLine, ReturnSheet], ...]


@member_pages.route("/introductions/<uuid:id>/return-sheets", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def return_sheets(id: UUID) -> ResponseReturnValue:
    """Write the sheet of one worker; read those of all."""
    row, side = own(id)
    began = [one for one in people_of(row, side) if one.placement and one.placement.started_on]
    form = ReturnSheetForm()
    form.who.choices = [
        (str(one.placement.id), gettext("%(n)s. %(name)s", n=one.number, name=one.called))
        for one in began
        if one.placement
    ]
    if not form.is_submitted():
        job = vacancies.vacancy(reading(), row.vacancy_id)
        form.currency.data = job.currency if job else None
    if form.validate_on_submit():
        chosen = UUID(form.who.data or "")
        match perform(write_return_sheet, acting_for(), id, chosen, form.sheet()):
            case ReturnSheet():
                say(
                    gettext(
                        "Kept. The worker reads it on the page of the offer; the other side reads it here."
                    )
                )
                return redirect(url_for(".return_sheets", id=id), 303)
            case NotYours():
                return not_found()
            case Refusal() as refusal:
                form.fail("who", refusal_words(refusal))
    written = [
        (one, sheet)
        for one in began
        if one.placement and (sheet := return_sheet(reading(), one.placement.id))
    ]
    return ask("placements/member/return_sheets.html", form, ReturnSheetsPage(row, tuple(written)))
