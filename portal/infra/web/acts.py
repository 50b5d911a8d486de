"""From a page to a use case and back: one act per form, however often it is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, sessionmaker

from portal.infra.database import Base
from portal.infra.schedule import Job
from portal.infra.unit_of_work import Transactor, Work
from portal.infra.web.access import viewer
from portal.kernel.events import ANYBODY, SYSTEM, ActorId

P = ParamSpec("P")
T = TypeVar("T")

ONCE = "once"
"""The form field that carries the token by which a second sending is recognised."""


KEPT = timedelta(days=8)
"""How long a token is remembered: longer than the longest sign-in."""


class SentForm(Base):
    """A form that was acted on, and where its sender was taken next."""

    __tablename__ = "sent_form"

    token: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str]
    location: Mapped[str | None]
    at: Mapped[datetime]


class AlreadySent(Exception):
    """The same form was acted on before, perhaps a moment ago by a second click."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def transactor() -> Transactor:
    """The road of every act in this application."""
    return cast("Transactor", current_app.extensions["fairshift"].transactor)


def perform(use_case: Callable[Concatenate[Work, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case for whoever sent the form, or for the portal itself outside a request.

    Raises AlreadySent when the form's token was used before; the application answers that by
    taking the sender where the first sending led.
    """
    token = _token()
    if token is None or "once_spent" in g:
        return transactor().perform(use_case, actor(), *args, **kwargs)

    def once(work: Work) -> T:
        work.session.add(SentForm(token=token, path=request.path, location=None, at=work.now))
        try:
            work.session.flush()
        except IntegrityError:
            raise AlreadySent(_location_after(token) or request.path) from None
        return use_case(work, *args, **kwargs)

    outcome = transactor().perform(once, actor())
    g.once_spent = token
    return outcome


def actor() -> ActorId:
    """Who acts: the person signed in, anybody with a link, or the portal itself."""
    if not has_request_context():
        return SYSTEM
    return ActorId(viewer.person_id) if viewer.person_id else ANYBODY


def reading() -> Session:
    """The request's session for reads; it is closed when the request ends."""
    if "reading" not in g:
        g.reading = cast("sessionmaker[Session]", current_app.extensions["fairshift"].sessions)()
    return cast("Session", g.reading)


def acting_for() -> UUID:
    """The organisation the viewer acts for, in views that only members may use."""
    if viewer.organisation_id is None:
        raise LookupError("the viewer acts for no organisation")
    return viewer.organisation_id


def forget_sent_forms(work: Work) -> None:
    """Drop the tokens of forms so old that no sign-in under which they were drawn still lasts."""
    work.session.execute(delete(SentForm).where(SentForm.at < work.now - KEPT))


JOBS = (Job("web.forget_sent_forms", timedelta(days=1), forget_sent_forms),)


def install(app: Flask) -> None:
    """Answer repeated forms and look after the reading session."""

    @app.before_request
    def answer_repeat() -> ResponseReturnValue | None:
        token = _token()
        if token is None:
            return None
        where = _location_after(token)
        return redirect(where) if where else None

    @app.errorhandler(AlreadySent)
    def repeat(again: AlreadySent) -> ResponseReturnValue:
        return redirect(again.location)

    @app.after_request
    def remember(response: Response) -> Response:
        token = g.pop("once_spent", None)
        if token and response.location:
            transactor().perform(_remember_location, actor(), token, response.location)
        return response

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        _close_reading()


def _close_reading() -> None:
    session = g.pop("reading", None)
    if session is not None:
        session.close()


def _token() -> str | None:
    if not has_request_context() or request.method != "POST":
        return None
    token = request.form.get(ONCE, "")
    return token[:64] or None


def _location_after(token: str) -> str | None:
    sent = reading().get(SentForm, token)
    return sent.location if sent and sent.path == request.path else None


def _remember_location(work: Work, token: str, location: str) -> None:
    work.session.execute(update(SentForm).where(SentForm.token == token).values(location=location))
