"""Pages for signing in and for links from mails."""

import secrets

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests

from portal.accounts import browser, forms, queries, service
from portal.accounts.domain import LinkPurpose, Stage, TooManyTries, TryKind
from portal.accounts.events import EmailChanged, EmailConfirmed, PasswordChanged
from portal.accounts.service import (
    LinkSpent,
    NothingToProve,
    SecondFactorRefused,
    SessionOpened,
    SignInRefused,
)
from portal.accounts.views.enrolment import enrol
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.infra.web.forms import Form
from portal.infra.web.pages import safe_next

public_pages = Blueprint("accounts_public", __name__)


def count(kind: TryKind, *who: str) -> None:
    """Count a try; 429 when there were too many."""
    if isinstance(perform(service.count_try, kind, *who), TooManyTries):
        raise TooManyRequests


def offer_again(form: Form) -> None:
    """Give a form that is shown again a fresh token, since this one's act is done and recorded."""
    form.once.data = secrets.token_urlsafe(18)


def go_on() -> Response:
    """To the page that was asked for before signing in, else home."""
    return redirect(safe_next(session.pop("next", None)) or "/home", 303)  # type: ignore[return-value]


@public_pages.route("/sign-in", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The password's page."""
    form = forms.SignInForm()
    wanted = safe_next(request.args.get("next"))
    if not form.validate_on_submit():
        return ask("accounts/public/sign_in.html", form, wanted)
    email, password = form.email.data or "", form.password.data or ""
    count(TryKind.SIGN_IN_ANYWHERE, browser.network_address())
    count(TryKind.SIGN_IN, email.casefold(), browser.network_address())
    found = queries.credentials_of(reading(), email)
    is_right = browser.is_right(password, found.password_hash if found else None)
    match perform(service.sign_in, found, is_right=is_right):
        case SignInRefused():
            offer_again(form)
            form.fail("password", gettext("The e-mail address or the password is wrong"))
            return ask("accounts/public/sign_in.html", form, wanted)
        case SessionOpened() as opened:
            browser.begin(opened)
            session["next"] = wanted
            return _after_password(opened)


def _after_password(opened: SessionOpened) -> ResponseReturnValue:
    match opened.stage:
        case Stage.OPEN:
            return go_on()
        case Stage.SECOND_FACTOR:
            return redirect(url_for("accounts_public.second_factor"), 303)
        case Stage.ENROL:
            return redirect(url_for("accounts_public.set_up_second_factor"), 303)


@public_pages.route("/sign-in/code", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def second_factor() -> ResponseReturnValue:
    """The second factor's page, after a right password."""
    half, token = browser.half_signed_in(), browser.half_token()
    if half is None or token is None or half.stage is not Stage.SECOND_FACTOR:
        return redirect(url_for("accounts_public.sign_in"), 303)
    form = forms.CodeForm()
    if not form.validate_on_submit():
        return ask("accounts/public/second_factor.html", form)
    count(TryKind.SECOND_FACTOR, str(half.person_id))
    match perform(service.pass_second_factor, token, form.code.data or ""):
        case NothingToProve():
            return redirect(url_for("accounts_public.sign_in"), 303)
        case SecondFactorRefused(was_used=was_used):
            offer_again(form)
            form.fail("code", _why_refused(was_used=was_used))
            return ask("accounts/public/second_factor.html", form)
        case SessionOpened() as opened:
            wanted = session.get("next")
            browser.begin(opened)
            session["next"] = wanted
            return go_on()


def _why_refused(*, was_used: bool) -> str:
    if was_used:
        return gettext("This code has been used. Wait for the next one, up to 30 seconds")
    return gettext("This is not the code. Check that your phone shows the right time, then enter a new code")


@public_pages.route("/sign-out", methods=["POST"])
@allow(Audience.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    if browser.signed_in() is not None:
        perform(service.sign_out, browser.this_token())
    browser.end()
    say(gettext("You are signed out."))
    return redirect(url_for("accounts_public.sign_in"), 303)


@public_pages.route("/forgot-password", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def forgot_password() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether or not the address is known."""
    form = forms.ForgotPasswordForm()
    if not form.validate_on_submit():
        return ask("accounts/public/forgot_password.html", form)
    email = form.email.data or ""
    count(TryKind.PASSWORD_RESET, email.casefold())
    perform(service.ask_password_reset, email)
    return redirect(url_for("accounts_public.check_mail"), 303)


@public_pages.route("/check-your-mail")
@allow(Audience.PUBLIC)
def check_mail() -> ResponseReturnValue:
    """What happens next, in words that fit everybody."""
    return page("accounts/public/check_mail.html")


@public_pages.route("/choose-password/<token>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def choose_password(token: str) -> ResponseReturnValue:
    """Choose a password by a mailed link."""
    if queries.live_link(reading(), token, clock.now()) is not LinkPurpose.CHOOSE_PASSWORD:
        return spent()
    form = forms.ChoosePasswordForm()
    if not form.validate_on_submit():
        return ask("accounts/public/choose_password.html", form)
    match perform(service.choose_password, token, browser.hashed(form.password.data or "")):
        case LinkSpent():
            return spent()
        case PasswordChanged():
            browser.end()
            say(gettext("Your password is saved. Sign in with it."))
            return redirect(url_for("accounts_public.sign_in"), 303)


@public_pages.route("/confirm-email/<token>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm the address given at registration."""
    if queries.live_link(reading(), token, clock.now()) is not LinkPurpose.CONFIRM_EMAIL:
        return spent()
    form = forms.ConfirmForm()
    if not form.validate_on_submit():
        return ask("accounts/public/confirm_email.html", form)
    match perform(service.confirm_email, token):
        case LinkSpent():
            return spent()
        case EmailConfirmed():
            say(gettext("Your e-mail address is confirmed. Sign in to go on."))
            return redirect(url_for("accounts_public.sign_in"), 303)


@public_pages.route("/change-email/<token>", methods=["GET", "POST"])
@allow(Audience.BEARER)
def change_email(token: str) -> ResponseReturnValue:
    """Confirm a new address."""
    if queries.live_link(reading(), token, clock.now()) is not LinkPurpose.CHANGE_EMAIL:
        return spent()
    form = forms.ConfirmForm()
    if not form.validate_on_submit():
        return ask("accounts/public/change_email.html", form)
    match perform(service.change_email, token):
        case LinkSpent():
            return spent()
        case EmailChanged():
            say(gettext("Your new e-mail address is confirmed. Use it to sign in from now on."))
            on = "accounts_account.profile" if viewer.is_signed_in else "accounts_public.sign_in"
            return redirect(url_for(on), 303)


def spent() -> Response:
    """The link was used or is too old: what to do now."""
    return page("accounts/public/link_spent.html", status=410)


@public_pages.route("/sign-in/set-up", methods=["GET", "POST"])
@allow(Audience.PUBLIC)
def set_up_second_factor() -> ResponseReturnValue:
    """The first sign-in of a member of staff: nothing opens before the second factor is on."""
    half, token = browser.half_signed_in(), browser.half_token()
    if half is None or half.stage is not Stage.ENROL:
        return redirect(url_for("accounts_public.sign_in"), 303)
    return enrol(half.person_id, half.email, half_token=token, back=None, finish=_finish)


def _finish(opened: SessionOpened | None) -> str:
    wanted = safe_next(session.get("next"))
    if opened is not None:
        browser.begin(opened)
    return wanted or "/home"
