"""Who is signed in in the browser that asks: Flask-Login in front of the portal's own sessions."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Network
from typing import cast

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from portal.accounts import queries, service
from portal.accounts.domain import Stage
from portal.accounts.queries import OpenSession
from portal.accounts.secrets import hash_password, is_password
from portal.accounts.service import SessionOpened
from portal.infra import clock
from portal.infra.web import reading
from portal.infra.web.acts import transactor
from portal.kernel.events import SYSTEM

TOUCH_EVERY = timedelta(minutes=5)
_HALF = "half_signed_in"


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for a request: the session, known by its token."""

    token: str
    open: OpenSession

    def get_id(self) -> str:
        return self.token


def install(app: Flask) -> None:
    """Let Flask-Login keep the session's token in the signed cookie."""
    manager = LoginManager(app)
    manager.session_protection = None  # the portal's sessions have limits of their own
    manager.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    now = clock.now()
    found = queries.open_session(reading(), token, now)
    if found is None or found.stage is not Stage.OPEN:
        return None
    if now - found.last_seen_at >= TOUCH_EVERY:
        transactor().perform(service.touch_session, SYSTEM, found.id)
    return SignedIn(token, found)


def signed_in() -> OpenSession | None:
    """The session of this browser, if somebody is signed in here."""
    return cast("SignedIn", current_user).open if current_user.is_authenticated else None


def this_session() -> OpenSession:
    """The same, in views for people who are signed in."""
    found = signed_in()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def this_token() -> str:
    """The token of this browser's session, in views for people who are signed in."""
    return cast("SignedIn", current_user).token


def begin(opened: SessionOpened) -> None:
    """Keep a new session in this browser; whatever the browser held before is dropped."""
    session.clear()
    if opened.stage is not Stage.OPEN:
        session[_HALF] = opened.token
        return
    g.pop("reading").close() if "reading" in g else None  # it began before the session did
    found = _load(opened.token)
    if found is not None:
        login_user(found)


def half_token() -> str | None:
    """The token of a sign-in that waits for the second factor."""
    return session.get(_HALF)


def half_signed_in() -> OpenSession | None:
    """The sign-in of this browser that waits for the second factor."""
    token = half_token()
    return queries.open_session(reading(), token, clock.now()) if token else None


def end() -> None:
    """Forget the session in this browser."""
    logout_user()
    session.clear()


def network_address() -> str:
    """Where the request comes from, for counting tries: of the newer kind the half that a household has."""
    address = request.remote_addr or "unknown"
    return str(IPv6Network((address, 64), strict=False).network_address) if ":" in address else address


def hashed(password: str) -> str:
    """A password as it is kept; slow on purpose, so done before a transaction begins."""
    return hash_password(password, _cost())


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is right; as slow when there is none to compare with."""
    return is_password(password, kept, _cost())


def _cost() -> str:
    return str(current_app.config.get("PASSWORD_HASH_COST", ""))
