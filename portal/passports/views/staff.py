"""Calls of workers that the operator's staff take: by the number and the code on the slip, never by name."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.passports import queries
from portal.passports.call_forms import SlipNumberForm
from portal.passports.call_page import call_form, call_page, say_what_is_wrong
from portal.passports.calls import take_call
from portal.passports.domain import number_in
from portal.passports.views.member import count_slip_code
from portal.placements import queries as placements
from portal.placements.calls import TakenCall, answers_taken, safety_taken
from portal.placements.work.domain.safety import SafetyKind

staff_pages = Blueprint("passports_staff", __name__, url_prefix="/staff")


@staff_pages.route("/calls", methods=["GET", "POST"])
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def calls() -> ResponseReturnValue:
    """A worker calls: which slip do they hold?"""
    form = SlipNumberForm()
    if form.validate_on_submit():
        if slip := _slip(form.number.data or ""):
            return redirect(url_for(".call", number=slip.passport.number), 303)
        form.fail("number", gettext("No slip has this number. Ask them to read it again, letter by letter"))
    return ask("passports/staff/calls.html", form)


@staff_pages.route("/calls/<number>", methods=["GET", "POST"])
@allow(Audience.OPERATOR, Audience.COMPLIANCE)
def call(number: str) -> ResponseReturnValue:
    """One call: what is read out, and what the worker says; nothing is kept without the slip's code."""
    slip = _slip(number)
    offer = (placements.offer(reading(), slip.offer_id) if slip else None) or not_found()
    form = call_form(reading(), offer, by_staff=True)
    if form.is_complete():
        count_slip_code(offer)
        outcome = perform(take_call, offer.id, form.code, form.what_was_said())
        if not isinstance(outcome, Refusal):
            say(gettext("Recorded as the worker’s own word, with your name beside it."))
            return redirect(url_for(".calls"), 303)
        say_what_is_wrong(form, outcome)
    return ask("passports/staff/call.html", form, call_page(reading(), offer))


def _slip(number: str) -> queries.IssuedPassport | None:
    """What stands on a slip, also on one that was printed before its terms changed."""
    whole = number_in(number)
    return queries.passport_numbered(reading(), whole) if whole else None


@staff_pages.app_template_global()
def calls_about(introduction_id: UUID) -> Mapping[UUID, list[TakenCall | None]]:
    """By offer, for each kept answer: who took it on the phone or wrote it down."""
    return answers_taken(reading(), introduction_id)


@staff_pages.app_template_global()
def safety_calls(placement_id: UUID) -> Mapping[SafetyKind, TakenCall]:
    """By thing: who took the worker's word on it by phone."""
    return {kind: one for (_id, kind), one in safety_taken(reading(), [placement_id]).items()}
