"""Who may use which page: each view is stamped, and a page without a stamp never starts."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from portal.kernel.viewer import STRANGER, StaffRole, Viewer

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """For whom a page is. A view may serve several."""

    PUBLIC = "public"
    BEARER = "bearer of a link"
    """Whoever holds an unguessable code, for example an invitation."""
    LINK_HOLDER = "anybody with a worker's link"
    """Also the labour provider that handed it out: it may read this, and speaks for no worker by it."""
    WORKER = "the worker, who opened the link here"
    ACCOUNT = "account"
    """Anybody signed in."""
    MEMBER = "member"
    """Somebody who acts for an organisation."""
    PROVIDER = "provider"
    EMPLOYER = "employer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    COMPLIANCE = "compliance"


ACTING = "acting"
"""The form field that says for which organisation a form was drawn."""

WITHOUT_ACCOUNT = frozenset({Audience.PUBLIC, Audience.BEARER, Audience.LINK_HOLDER, Audience.WORKER})
"""Who comes without signing in."""

Door = Callable[..., ResponseReturnValue | None]
"""Gets the values of an address: the way to open it, or none where it is open in this browser."""

_STAMP, _DOOR = "_audiences", "_door"
_OF_WORKERS = "_worker"
"""So end the names of blueprints whose pages lie behind workers' links."""


def allow(*audiences: Audience) -> Callable[[View], View]:
    """Stamp a view with the audiences that may use it."""

    def stamp(view: View) -> View:
        setattr(view, _STAMP, frozenset(audiences))
        return view

    return stamp


def opened_by(door: Door) -> Callable[[View], View]:
    """Stamp a view behind a worker's link that does nothing before the door is open."""

    def stamp(view: View) -> View:
        setattr(view, _DOOR, door)
        return allow(Audience.WORKER)(view)

    return stamp


def audiences_of(app: Flask, endpoint: str) -> frozenset[Audience]:
    """The audiences of an endpoint; none for a view that nobody stamped."""
    if endpoint == "static":
        return frozenset({Audience.PUBLIC})
    return getattr(app.view_functions[endpoint], _STAMP, frozenset())


def admits(viewer: Viewer, audience: Audience) -> bool:
    """Whether the viewer belongs to the audience."""
    match audience:
        case Audience.PUBLIC | Audience.BEARER | Audience.LINK_HOLDER | Audience.WORKER:
            return True
        case Audience.ACCOUNT:
            return viewer.is_signed_in
        case Audience.MEMBER:
            return viewer.acting is not None
        case Audience.PROVIDER:
            return viewer.acting is not None and viewer.acting.supplies
        case Audience.EMPLOYER:
            return viewer.acting is not None and viewer.acting.employs
        case Audience.ADMINISTRATOR:
            return viewer.is_administrator
        case Audience.OPERATOR:
            return StaffRole.OPERATOR in viewer.staff
        case Audience.COMPLIANCE:
            return StaffRole.COMPLIANCE in viewer.staff


class UnstampedView(Exception):
    """A view says for nobody that it may be used."""


class UndecidedView(Exception):
    """A worker's view does not say whether the link is enough; or another view speaks of workers' links."""


def require_stamps(app: Flask) -> None:
    """Refuse to start while any endpoint has no audience, or a worker's does not say what opens it."""
    bare = [endpoint for endpoint in app.view_functions if not audiences_of(app, endpoint)]
    if bare:
        raise UnstampedView(", ".join(sorted(bare)))
    undecided = [endpoint for endpoint in app.view_functions if not _says_what_opens_it(app, endpoint)]
    if undecided:
        raise UndecidedView(", ".join(sorted(undecided)))


def _says_what_opens_it(app: Flask, endpoint: str) -> bool:
    audiences = audiences_of(app, endpoint)
    opens = audiences & {Audience.LINK_HOLDER, Audience.WORKER}
    if (_door_of(app, endpoint) is None) is (Audience.WORKER in audiences):
        return False
    if endpoint.partition(".")[0].endswith(_OF_WORKERS):
        return len(opens) == len(audiences) == 1
    return not opens


def _door_of(app: Flask, endpoint: str) -> Door | None:
    return getattr(app.view_functions.get(endpoint), _DOOR, None)


def enforce(app: Flask, load_viewer: Callable[[], Viewer]) -> None:
    """Load the viewer before each request and turn away whoever is not in the view's audience.

    A stranger is sent to sign in, or told so where data are asked for; somebody signed in gets 403; who holds
    a worker's link is shown the door.
    """

    @app.before_request
    def admit() -> ResponseReturnValue | None:
        if request.endpoint == "static":
            return None
        g.viewer = load_viewer()
        if request.endpoint is None:
            return None
        if any(admits(g.viewer, one) for one in audiences_of(current_app, request.endpoint)):
            _refuse_other_tab()
            door = _door_of(current_app, request.endpoint)
            return door(**(request.view_args or {})) if door else None
        if g.viewer.is_signed_in:
            abort(403)
        if asks_for_data():
            abort(401)
        where = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts_public.sign_in", next=where))


def asks_for_data() -> bool:
    """Whether a program asks for JSON, not a person for a page: by the address, or by what it accepts."""
    kinds = ["text/html", "application/json"]
    return request.path.endswith(".json") or request.accept_mimetypes.best_match(kinds) == "application/json"


def _refuse_other_tab() -> None:
    """A form does nothing for another organisation than the one it was drawn for."""
    drawn_for = request.form.get(ACTING) if request.method == "POST" else None
    if drawn_for and drawn_for != acting_token():
        abort(409)


def acting_token() -> str:
    """For whom the viewer acts, as a form remembers it: another tab may switch meanwhile."""
    return str(viewer.organisation_id or "")


def _viewer() -> Viewer:
    found: Viewer = g.get("viewer", STRANGER)
    return found


viewer: Viewer = LocalProxy(_viewer)  # type: ignore[assignment]
"""Whoever asked for the page that is being made."""
