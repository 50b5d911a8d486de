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
from portal.passports.forms import PhoneAnswer
from portal.passports.slips import slips_of
from portal.passports.views.worker import as_pdf
from portal.placements import queries as placements
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.offers.domain.offers import Channel
from portal.placements.offers.domain.slip_codes import WrongSlipCode
from portal.placements.offers.opened_here import note_phone_answer
from portal.placements.offers.service import link_code, record_answer
from portal.placements.words import refusal_words

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
    """Record what a worker said on the phone; with the code on their slip it is their own answer."""
    offer = placements.offer(reading(), id)
    if offer is None or offer.provider_id != acting_for():
        not_found()
    form = PhoneAnswer()
    if form.validate_on_submit():
        said = (form.slip_code.data or "").strip()
        if said and isinstance(perform(count_try, TryKind.SLIP_CODE, str(id)), TooManyTries):
            raise TooManyRequests
        match perform(
            record_answer,
            acting_for(),
            id,
            accepts=form.answer.data == "accept",
            channel=Channel.PHONE,
            slip_code=said,
        ):
            case NotYours():
                return not_found()
            case WrongSlipCode():
                form.fail("slip_code", gettext("This is not the code on this worker’s slip. Ask them again"))
            case Refusal() as refusal:
                form.fail("answer", refusal_words(refusal))
            case _:
                if said:
                    note_phone_answer(link_code(offer) or "")
                say(gettext("Recorded as the worker’s own answer.") if said else str(NOT_CONFIRMED))
                where = url_for("placements_member.introduction", id=offer.introduction_id)
                return redirect(where, 303)
    return ask("passports/member/answer_by_phone.html", form, offer)


@member_pages.app_template_global()
def slip_languages() -> tuple[Language, ...]:
    """The languages in which slips can be printed."""
    return offered()
