"""The employer asks workers who began whether they want to be its own; both sides see what was answered."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import day, not_found
from portal.kernel.outcomes import Refusal
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.rows import IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.introductions import PersonLine, own, people_of
from portal.placements.words import refusal_words
from portal.placements.work.domain.placements import DayOutside, PlacementState
from portal.placements.work.domain.transfers import AlreadyProposed, Transfer, TransferState
from portal.placements.work.service.transfers import propose_transfer
from portal.placements.work.transfer_forms import TransferForm
from portal.placements.work.transfers import transfer_of


@dataclass(frozen=True)
class TransfersPage:
    """Whom the employer asked."""

    row: IntroductionRow
    is_employer: bool
    asked: tuple[tuple[PersonLine, Transfer], ...]


@member_pages.app_template_filter()
def transfer_words(transfer: Transfer) -> str:
    """How a proposal stands; a no has no reason."""
    return {
        TransferState.PROPOSED: gettext("waits for the worker until %(day)s", day=day(transfer.answer_by)),
        TransferState.AGREED: gettext("the worker agreed"),
        TransferState.REFUSED: gettext("the worker said no"),
        TransferState.LAPSED: gettext("not answered in time"),
    }[transfer.state]


@member_pages.route("/introductions/<uuid:id>/transfers", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def transfers(id: UUID) -> ResponseReturnValue:
    """Ask one worker; read what became of it."""
    row, side = own(id)
    began = [
        (one, one.placement) for one in people_of(row, side) if one.placement and one.placement.started_on
    ]
    asked = tuple((one, found) for one, placed in began if (found := transfer_of(reading(), placed.id)))
    form = TransferForm()
    form.who.choices = [
        (str(placed.id), gettext("%(n)s. %(name)s", n=one.number, name=one.called))
        for one, placed in began
        if placed.state is PlacementState.STARTED
    ]
    shown = TransfersPage(row, side is Side.EMPLOYER, asked)
    if form.validate_on_submit():
        match perform(propose_transfer, acting_for(), id, UUID(form.who.data or ""), form.terms()):
            case TransferState():
                say(gettext("Asked. The worker answers alone, and a no has no reason."))
                return redirect(url_for(".transfers", id=id), 303)
            case NotYours():
                return not_found()
            case AlreadyProposed():
                form.fail("who", gettext("This worker was asked before. Nobody is asked twice."))
            case DayOutside() as refusal:
                form.fail("from_day", refusal_words(refusal))
            case Refusal() as refusal:
                form.fail("who", refusal_words(refusal))
    return ask("placements/member/transfers.html", form, shown)
