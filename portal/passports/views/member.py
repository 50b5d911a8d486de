"""Slips for all workers of an introduction, which their labour provider prints and hands out."""
# ruff: noqa: A002 - addresses call what they are about `id`

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, acting_for, allow, reading
from portal.infra.web.languages import Language, language_of, offered
from portal.infra.web.pages import not_found
from portal.passports.slips import slips_of
from portal.passports.views.worker import as_pdf
from portal.placements import queries as placements
from portal.placements.domain.answers import Side

member_pages = Blueprint("passports_member", __name__)


@member_pages.get("/introductions/<uuid:id>/slips.pdf")
@allow(Audience.PROVIDER)
def slips_pdf(id: UUID) -> ResponseReturnValue:
    """One file with a slip for each worker, in the language asked for."""
    row = placements.introduction(reading(), acting_for(), id)
    if row is None or row.side_of(acting_for()) is not Side.PROVIDER:
        not_found()
    found = slips_of(reading(), row, language_of(request.args.get("in")).code)
    if not found:
        not_found()
    return as_pdf(found, f"slips-{row.number}.pdf")


@member_pages.app_template_global()
def slip_languages() -> tuple[Language, ...]:
    """The languages in which slips can be printed."""
    return offered()
