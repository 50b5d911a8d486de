"""What a person reads when something is not there, not allowed, or broken."""

from types import TracebackType

import structlog
from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.infra.logs import fault
from portal.infra.web.access import asks_for_data


def install(app: Flask) -> None:
    """Answer every error with a page that says what to do next."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _foreign_name)
    app.register_error_handler(HTTPException, _said)
    if app.config["PRODUCTION"]:
        app.log_exception = _log  # type: ignore[assignment]


def _log(broken: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    """Say where it broke; not the address, which may hold a code, nor the message, which may name people."""
    if broken[1] is not None:
        structlog.get_logger().error("a page failed", **fault(broken[1]))


def _foreign_name(_error: SecurityError) -> ResponseReturnValue:
    """Asked under a host name that is not the portal's: a page with links cannot be drawn for it."""
    return Response(gettext("The portal does not answer under this name."), 400, mimetype="text/plain")


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        gettext("This page was open too long"),
        gettext("Go back, reload the page and send it again. What you typed is still in your browser."),
    )


def _said(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    title, advice = _words(error.code)
    return _page(error.code, title, advice)


def problem(code: int, title: str, detail: str, **more: str) -> ResponseReturnValue:
    """What went wrong as JSON, in the words and with the status of the page that says the same."""
    return {"status": code, "title": title, "detail": detail, **more}, code


def _words(code: int) -> tuple[str, str]:
    match code:
        case 401:
            return gettext("Sign in"), gettext("This is for people with an account.")
        case 403:
            return (
                gettext("This page is not for your account"),
                gettext("Sign in with another account, or ask an administrator of your organisation."),
            )
        case 404:
            return (
                gettext("Page not found"),
                gettext("Check the address. If you followed a link, what it led to may be gone."),
            )
        case 405:
            return gettext("This address does not work that way"), gettext(
                "Go back and use the button on the page."
            )
        case 409:
            return (
                gettext("You act for another organisation now"),
                gettext(
                    "You switched in another tab, so nothing was done. Switch back, reload and send again."
                ),
            )
        case 410:
            return gettext("This is no longer here"), gettext("It was withdrawn or has expired.")
        case 413:
            return gettext("That is too large"), gettext("Send less than 2 megabytes at a time.")
        case 429:
            return gettext("Too many tries"), gettext("Wait a few minutes, then try again.")
        case code if code < 500:
            return gettext("That did not work"), gettext("Go back, check what you entered and try again.")
        case _:
            return (
                gettext("Something went wrong on our side"),
                gettext("Nothing was changed. Try again in a few minutes."),
            )


def _page(code: int, title: str, advice: str) -> ResponseReturnValue:
    if asks_for_data():
        return problem(code, title, advice)
    return render_template("errors/error.html", page={"title": title, "advice": advice}), code
