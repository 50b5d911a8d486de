"""Setting up the authenticator app: the same page at a first sign-in and from the profile."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import pyotp
import segno
from flask import Response, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from portal.accounts import forms, service
from portal.accounts.domain import CodeUsedBefore, CodeWrong
from portal.accounts.service import NothingToProve, SecondFactorOn, SessionOpened
from portal.infra.web import ask, page, perform

_PROPOSED = "proposed_second_factor"


@dataclass(frozen=True)
class SetUpPage:
    """What somebody needs to add the portal to an authenticator app."""

    picture: Markup
    secret: str
    """In groups of four, for typing."""
    is_required: bool
    back: str | None


@dataclass(frozen=True)
class CodesPage:
    """The recovery codes, shown this once."""

    codes: tuple[str, ...]
    go_on: str


def enrol(
    person_id: UUID,
    email: str,
    *,
    half_token: str | None,
    back: str | None,
    finish: Callable[[SessionOpened | None], str],
) -> ResponseReturnValue:
    """Show the app's secret as a picture and as text, and take the first code.

    `finish` keeps the finished sign-in, if this was one, and says where to go on.
    """
    secret = _proposed_secret()
    form = forms.SetUpForm()
    if form.validate_on_submit():
        typed = form.code.data or ""
        match perform(service.turn_on_second_factor, person_id, secret, typed, half_token):
            case CodeWrong() | CodeUsedBefore():
                form.fail(
                    "code",
                    gettext(
                        "This is not the code. Check that your phone shows the right time, then try again"
                    ),
                )
            case NothingToProve():
                return redirect(back or url_for("accounts_public.sign_in"), 303)
            case SecondFactorOn(recovery_codes=codes, session=opened):
                session.pop(_PROPOSED, None)
                return show_codes(codes, finish(opened))
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Fairshift")
    shown = SetUpPage(_picture(address), _in_fours(secret), half_token is not None, back)
    return ask("accounts/public/set_up_second_factor.html", form, shown)


def show_codes(codes: tuple[str, ...], go_on: str) -> Response:
    """The page with the recovery codes."""
    return page("accounts/account/recovery_codes.html", CodesPage(codes, go_on))


def _proposed_secret() -> str:
    secret: str = session.setdefault(_PROPOSED, pyotp.random_base32())
    return secret


def _picture(address: str) -> Markup:
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn,
        kind="svg",
        scale=5,
        border=2,
        xmldecl=False,
        svgns=False,
        svgclass="second-factor-code",
        lineclass=None,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, holds no text


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
