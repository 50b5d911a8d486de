"""Mail that could not be delivered, for the operator."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.infra import clock
from portal.infra.web import Audience, allow, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.notifications import queries, service
from portal.notifications.domain import Address, AddressBook
from portal.notifications.forms import GoAheadForm
from portal.notifications.queries import SuppressedLine, Undelivered
from portal.notifications.rendering import subject_of
from portal.notifications.service import Lifted, NotGivenUp, NotSuppressed, Resent, TooLate

staff_pages = Blueprint("notifications_staff", __name__)


@dataclass(frozen=True)
class GivenUp:
    """A mail that was given up, its subject, and the address that its recipient has now."""

    mail: Undelivered
    subject: str
    address: Address | None


@dataclass(frozen=True)
class MailPage:
    """Mails that were given up; addresses that take no mail."""

    mails: tuple[GivenUp, ...]
    suppressed: tuple[SuppressedLine, ...]
    form: GoAheadForm


@staff_pages.route("/staff/mail")
@allow(Audience.OPERATOR)
def mail() -> ResponseReturnValue:
    """What could not be delivered, and what can be done about it."""
    session, book = reading(), _addresses()
    mails = queries.undelivered(session, clock.now())
    return page(
        "notifications/staff/mail.html",
        MailPage(
            tuple(GivenUp(one, _subject(one), book.find(session, one.to)) for one in mails),
            tuple(queries.suppressed_addresses(session)),
            GoAheadForm(),
        ),
    )


@staff_pages.route("/staff/mail/<uuid:mail_id>/resend", methods=["POST"])
@allow(Audience.OPERATOR)
def resend(mail_id: UUID) -> ResponseReturnValue:
    """Try a mail again."""
    match perform(service.resend, mail_id):
        case Resent():
            say(_("The mail is on its way again."))
        case TooLate():
            say(_("The mail was not sent: it would come too late to be of use."))
        case NotGivenUp():
            not_found()
    return redirect(url_for("notifications_staff.mail"), 303)


@staff_pages.route("/staff/mail/addresses/<uuid:suppression_id>/lift", methods=["POST"])
@allow(Audience.OPERATOR)
def lift(suppression_id: UUID) -> ResponseReturnValue:
    """Let an address have mail again."""
    match perform(service.lift, suppression_id):
        case Lifted():
            say(_("The address can have mail again. Send what it missed again from the list."))
        case NotSuppressed():
            not_found()
    return redirect(url_for("notifications_staff.mail"), 303)


def _subject(one: Undelivered) -> str:
    return subject_of(one.mail.template, one.facts) or one.mail.template


def _addresses() -> AddressBook:
    return cast("AddressBook", current_app.extensions["fairshift"].addresses)
