"""Slips for all workers of an introduction, which their labour provider prints and hands out."""
# ruff: noqa: A002 - addresses call what they are about `id`

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import TooManyRequests

from portal.accounts.domain import TooManyTries, TryKind
from portal.accounts.service import count_try
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.languages import Language, language_of, offered
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.passports.call_forms import CallForm
from portal.passports.call_page import call_form, call_page, say_what_is_wrong
from portal.passports.calls import take_call
from portal.passports.slips import slips_of
from portal.passports.views.worker import as_pdf
from portal.placements import queries as placements
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.offers.domain.offers import Channel
from portal.placements.offers.opened_here import note_phone_answer
from portal.placements.offers.service import link_code, record_answer
from portal.placements.rows import OfferRow

member_pages = Blueprint("passports_member", __name__)

NOT_CONFIRMED = lazy_gettext(
    "Recorded. It reads “not confirmed by the worker” until they confirm it themselves."
)


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


@member_pages.route("/offers/<uuid:id>/phone", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def answer_by_phone(id: UUID) -> ResponseReturnValue:
    """Record what a worker said on the phone; with the code on their slip it is their own word."""
    offer = placements.offer(reading(), id)
    if offer is None or offer.provider_id != acting_for():
        not_found()
    form = call_form(reading(), offer, by_staff=False)
    if form.is_complete():
        match _record(offer, form):
            case NotYours():
                return not_found()
            case Refusal() as refusal:
                say_what_is_wrong(form, refusal)
            case _:
                if form.code:
                    note_phone_answer(link_code(offer) or "")
                say(gettext("Recorded as the worker’s own word.") if form.code else str(NOT_CONFIRMED))
                where = url_for("placements_member.introduction", id=offer.introduction_id)
                return redirect(where, 303)
    return ask("passports/member/answer_by_phone.html", form, call_page(reading(), offer))


def _record(offer: OfferRow, form: CallForm) -> object:
    """By the code everything that was said; without it an answer that the worker has to confirm."""
    if form.code:
        count_slip_code(offer)
        return perform(take_call, offer.id, form.code, form.what_was_said(), acting_for())
    accepts = bool(form.what_was_said().accepts)
    return perform(record_answer, acting_for(), offer.id, accepts=accepts, channel=Channel.PHONE)


def count_slip_code(offer: OfferRow) -> None:
    """Count a try at a slip's code; soon nobody may guess it."""
    if isinstance(perform(count_try, TryKind.SLIP_CODE, str(offer.id)), TooManyTries):
        raise TooManyRequests


@member_pages.app_template_global()
def slip_languages() -> tuple[Language, ...]:
    """The languages in which slips can be printed."""
    return offered()
