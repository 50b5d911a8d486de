"""Is this offer real? For whoever was shown one: no login, nothing about the worker."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import TooManyRequests

from portal.accounts.browser import network_address
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, public_url, reading
from portal.infra.web.guesses import guesses_at
from portal.passports import queries
from portal.passports.checking import CheckedOffer, checked_offer
from portal.passports.domain import OfferPassport, number_in, sealed_file
from portal.passports.forms import CheckOffer
from portal.passports.group import group_work
from portal.passports.keys import signing_key
from portal.passports.qr import qr_svg
from portal.passports.sharing import share_check, share_own_link, share_work
from portal.placements import queries as placements

public_pages = Blueprint("passports_public", __name__)
public_pages.add_app_template_global(share_check)
public_pages.add_app_template_global(share_own_link)
public_pages.add_app_template_global(share_work)

UNKNOWN = 404
BY_OFFER = "placements_worker.offer"


@public_pages.route("/check", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def check() -> ResponseReturnValue:
    """From the number on an offer to what the portal knows of it; a worker's own code opens their offer."""
    form = CheckOffer()
    if not form.validate_on_submit():
        return ask("passports/public/check.html", form)
    if number := number_in(form.found):
        return redirect(url_for(".passport", number=number), 303)
    if placements.offer_by_code(reading(), form.found) is not None:
        return redirect(url_for(BY_OFFER, code=form.found), 303)
    form.fail("code", gettext("No offer here has this number. Check it against the offer, letter by letter"))
    return ask("passports/public/check.html", form)


@public_pages.get("/check/<number>")
@allow(Audience.PUBLIC)
def passport(number: str) -> ResponseReturnValue:
    """One offer: who offers it, the job, and how it stands, then and now."""
    found = _found(number)
    if found is None:
        return page("passports/public/unknown.html", status=UNKNOWN)
    return page("passports/public/passport.html", found)


@public_pages.get("/work/<uuid:introduction_id>")
@allow(Audience.PUBLIC)
def work(introduction_id: UUID) -> ResponseReturnValue:
    """One job for a whole group to read: it informs, and can accept nothing."""
    found = group_work(reading(), introduction_id)
    if found is None:
        return page("passports/public/unknown.html", status=UNKNOWN)
    return page("passports/public/work.html", found)


@public_pages.get("/check/<number>/saved")
@allow(Audience.PUBLIC)
def saved(number: str) -> ResponseReturnValue:
    """The same as a small signed file that can be checked later without the portal."""
    found = _found(number)
    if found is None:
        return page("passports/public/unknown.html", status=UNKNOWN)
    content = render_template("passports/public/saved.html", page=found).encode()
    return _download(sealed_file(content, signing_key()), f"{found.passport.number}.html")


def _found(number: str) -> CheckedOffer | None:
    """The offer behind a number; who asks for many that nobody has is soon told nothing at all.

    A number has seven random letters of 31, which makes 27 thousand million. Had there been a million offers,
    one guess in 27 thousand would find one, and tell what its slip tells; that takes a network 19 days.
    """
    whole = number_in(number)
    if whole is None:
        return None
    guesses = guesses_at("passport")
    if guesses.is_stopped(network_address(), clock.now()):
        raise TooManyRequests
    found = checked_offer(reading(), whole)
    if found is None:
        guesses.note_miss(network_address(), clock.now())
    return found


def _download(content: bytes, name: str) -> Response:
    made = make_response(content)
    made.mimetype = "text/html"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


@public_pages.app_template_global()
def passport_of(offer_id: UUID) -> OfferPassport | None:
    """The passport that an offer has now; none for one from before there were passports."""
    found = queries.passport_of_offer(reading(), offer_id)
    return found.passport if found else None


@public_pages.app_template_global()
def check_address(number: str) -> str:
    """Where anybody can look a passport up."""
    return public_url("passports_public.passport", number=number)


@public_pages.app_template_global()
def check_square(number: str) -> Markup:
    """The same address as a square for a phone."""
    return qr_svg(check_address(number), number)
