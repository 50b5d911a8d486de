"""The mails that the portal sent on a developer's machine, read in the browser."""

from dataclasses import dataclass

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, page
from portal.infra.web.pages import not_found
from portal.operations.mailbox import Mailbox, MailboxLine, MailboxMail

SEALED = (
    "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'"
)
"""A mail may show itself and lead elsewhere by a click, nothing more."""


@dataclass(frozen=True)
class MailboxPage:
    """The newest mails, and the words that the recipient's address must hold."""

    lines: tuple[MailboxLine, ...]
    to: str


@allow(Audience.PUBLIC)
def mailbox() -> ResponseReturnValue:
    """All mails, newest first."""
    to = request.args.get("to", "")[:254]
    return page("operations/public/mailbox.html", MailboxPage(tuple(_mailbox().lines(to)), to))


@allow(Audience.PUBLIC)
def mail(name: str) -> ResponseReturnValue:
    """One mail."""
    return page("operations/public/mail.html", _mail(name))


@allow(Audience.PUBLIC)
def mail_html(name: str) -> ResponseReturnValue:
    """The HTML of one mail, for the frame on its page; its links open in the whole window."""
    html = _mail(name).html.replace("<head>", '<head><base target="_top">', 1)
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": SEALED})


def _mailbox() -> Mailbox:
    return Mailbox(current_app.config["DATA_DIR"] / "mailbox")


def _mail(name: str) -> MailboxMail:
    found = _mailbox().mail(name)
    if found is None:
        not_found()
    return found
