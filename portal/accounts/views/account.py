"""Pages on which people look after their own account."""

from dataclasses import dataclass

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import browser, forms, queries, service
from portal.accounts.domain import TryKind
from portal.accounts.service import SessionOpened
from portal.accounts.views.enrolment import enrol, show_codes
from portal.accounts.views.public import count, offer_again
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.forms import Form

account_pages = Blueprint("accounts_account", __name__)


@dataclass(frozen=True)
class AccountPage:
    """A person's account at a glance."""

    name: str
    email: str
    language: str
    has_second_factor: bool
    must_have_second_factor: bool
    recovery_codes: int
    sessions: int


def _account() -> AccountPage:
    mine = browser.this_session()
    person = queries.person(reading(), mine.person_id)
    return AccountPage(
        name=mine.name,
        email=mine.email,
        language=dict(forms.LANGUAGES).get(mine.language, mine.language),
        has_second_factor=person is not None and person.has_second_factor,
        must_have_second_factor=bool(mine.staff),
        recovery_codes=queries.recovery_codes_left(reading(), mine.person_id),
        sessions=queries.sessions_of(reading(), mine.person_id),
    )


def _to_account(done: str) -> ResponseReturnValue:
    say(done)
    return redirect(url_for("accounts_account.profile"), 303)


@account_pages.route("/account")
@allow(Audience.ACCOUNT)
def profile() -> ResponseReturnValue:
    """All about one's account on one page."""
    return page("accounts/account/profile.html", _account())


@account_pages.route("/account/details", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def details() -> ResponseReturnValue:
    """Name and language."""
    mine = browser.this_session()
    form = forms.DetailsForm(name=mine.name, language=mine.language)
    if not form.validate_on_submit():
        return ask("accounts/account/details.html", form)
    perform(
        service.change_profile, mine.person_id, name=form.name.data or "", language=form.language.data or "en"
    )
    return _to_account(gettext("Your details are saved."))


@account_pages.route("/account/password", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def password() -> ResponseReturnValue:
    """A new password, after proving the present one."""
    mine = browser.this_session()
    form = forms.ChangePasswordForm()
    if not (form.validate_on_submit() and _proves(form)):
        return ask("accounts/account/password.html", form)
    perform(service.change_password, mine.person_id, browser.hashed(form.password.data or ""), mine.id)
    return _to_account(gettext("Your password is changed. You are signed out in all other browsers."))


@account_pages.route("/account/email", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def email() -> ResponseReturnValue:
    """A new address, which must be confirmed there."""
    mine = browser.this_session()
    form = forms.ChangeEmailForm()
    if not (form.validate_on_submit() and _proves(form)):
        return ask("accounts/account/email.html", form, _account())
    perform(service.ask_email_change, mine.person_id, form.email.data or "")
    return _to_account(
        gettext("We have sent a link to the new address. Your present address stays until you use the link.")
    )


@account_pages.route("/account/second-step", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def second_factor() -> ResponseReturnValue:
    """Turn the second factor on."""
    mine = browser.this_session()
    back = url_for("accounts_account.profile")
    person = queries.person(reading(), mine.person_id)
    if person is None or person.has_second_factor:
        return redirect(back, 303)

    def finish(_opened: SessionOpened | None) -> str:
        return back

    return enrol(mine.person_id, mine.email, half_token=None, back=back, finish=finish)


@account_pages.route("/account/second-step/off", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def second_factor_off() -> ResponseReturnValue:
    """Turn it off, after proving the password; staff set it up anew at the next sign-in."""
    form = forms.ProveForm()
    if not (form.validate_on_submit() and _proves(form)):
        return ask("accounts/account/second_factor_off.html", form, _account())
    perform(service.turn_off_second_factor, browser.this_session().person_id)
    return _to_account(gettext("The second step is off."))


@account_pages.route("/account/recovery-codes", methods=["GET", "POST"])
@allow(Audience.ACCOUNT)
def recovery_codes() -> ResponseReturnValue:
    """Ten fresh recovery codes, after proving the password."""
    shown = _account()
    if not shown.has_second_factor:
        return redirect(url_for("accounts_account.second_factor"), 303)
    form = forms.ProveForm()
    if not (form.validate_on_submit() and _proves(form)):
        return ask("accounts/account/new_recovery_codes.html", form, shown)
    codes = perform(service.renew_recovery_codes, browser.this_session().person_id)
    return show_codes(codes, url_for("accounts_account.profile"))


@account_pages.route("/account/sign-out-everywhere", methods=["POST"])
@allow(Audience.ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session, this one too."""
    perform(service.sign_out_everywhere, browser.this_session().person_id)
    browser.end()
    say(gettext("You are signed out in all browsers."))
    return redirect(url_for("accounts_public.sign_in"), 303)


def _proves(form: Form) -> bool:
    """Whether the present password was given rightly; says so beside the field if not."""
    mine = browser.this_session()
    count(TryKind.SIGN_IN, str(mine.person_id))
    kept = queries.credentials_of_person(reading(), mine.person_id)
    if browser.is_right(form["current"].data or "", kept.password_hash):
        return True
    offer_again(form)
    form.fail("current", gettext("This is not your password"))
    return False
