"""Passing an offer on by message: addresses that open the sender's own messenger, without any gateway."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

from flask_babel import gettext

from portal.infra.web import public_url, reading
from portal.infra.web.languages import speaking
from portal.workers import queries as workers


@dataclass(frozen=True)
class ShareLink:
    """One way to send a text: the name of the messenger, and the address that opens it."""

    name: str
    address: str


def share_links(text: str) -> tuple[ShareLink, ...]:
    """The text in an SMS and in the messengers that workers use."""
    words = quote(text, safe="")
    return (
        ShareLink(gettext("SMS"), f"sms:?&body={words}"),
        ShareLink("WhatsApp", f"https://wa.me/?text={words}"),
        ShareLink("Viber", f"viber://forward?text={words}"),
        ShareLink(
            "Telegram", f"https://t.me/share/url?{urlencode({'url': ' ', 'text': text}, quote_via=quote)}"
        ),
    )


def share_own_link(worker_id: UUID, address: str) -> tuple[ShareLink, ...]:
    """A worker's private link in a message, in the worker's language."""
    found = workers.worker(reading(), worker_id)
    with speaking(found.language if found else ""):
        text = gettext(
            "Your offer of work, for you only: %(address)s You must not pay to get this job.", address=address
        )
    return share_links(text)


def share_check(number: str) -> tuple[ShareLink, ...]:
    """The public check of an offer in a message: it informs, and can answer nothing."""
    address = public_url("passports_public.passport", number=number)
    return share_links(gettext("Check this offer of work: %(address)s", address=address))


def share_work(introduction_id: UUID) -> tuple[ShareLink, ...]:
    """The page for a whole group in a message: it informs, and can accept nothing."""
    address = public_url("passports_public.work", introduction_id=introduction_id)
    text = gettext(
        "Work: %(address)s Ask us for your own link. You must not pay to get a job.", address=address
    )
    return share_links(text)
