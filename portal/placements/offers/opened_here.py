"""Which workers have opened their offers in this browser; the cookie names nothing but their ids."""

import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask import current_app, session

from portal.accounts import browser
from portal.accounts.domain import TooManyTries
from portal.infra import clock
from portal.infra.web import perform, reading
from portal.placements.offers.service.watching import watch, watch_opening
from portal.workers import own_contact
from portal.workers.own_contact import WordRight, WordWrong

OPEN_FOR = timedelta(hours=12)
MOST_HERE = 20
"""Workers who may have opened offers in one browser at the same time: a crew may share a phone."""
_OPENED = "opened"


def is_open_here(worker_id: UUID) -> bool:
    """Whether the worker opened an offer in this browser within twelve hours, by the word that holds now."""
    opened = _opened_at(worker_id)
    return opened is not None and clock.now() < opened + OPEN_FOR


def check_word_here(worker_id: UUID, word: str) -> WordRight | WordWrong | TooManyTries:
    """Whether it is the worker's word; a browser that gave it before has tries of its own."""
    one_browser, network = _from_where()
    known = one_browser if _opened_at(worker_id) else None
    outcome = perform(own_contact.check_word, worker_id, word, network=network, known_browser=known)
    if isinstance(outcome, WordRight):
        open_here(worker_id)
    return outcome


def open_here(worker_id: UUID) -> None:
    """Let this browser act for the worker for twelve hours; the cookie names nothing but the worker's id.

    From where is noted, as of an act: whoever holds many words could else open for many and act later.
    """
    kept = {**session.get(_OPENED, {}), str(worker_id): clock.now().isoformat()}
    latest = sorted(kept.items(), key=lambda one: one[1])[-MOST_HERE:]
    session[_OPENED] = dict(latest)
    perform(watch_opening, worker_id, *_from_where())


def close_here() -> None:
    """Let this browser act for nobody any more, until a word is given again."""
    session.pop(_OPENED, None)


def _opened_at(worker_id: UUID) -> datetime | None:
    """When the word that holds now was last given in this browser, however long ago."""
    since = session.get(_OPENED, {}).get(str(worker_id))
    set_at = own_contact.word_set_at(reading(), worker_id)
    opened = datetime.fromisoformat(since) if since else None
    return opened if opened and set_at and set_at <= opened else None


def note_act(code: str) -> None:
    """Note, as keyed hashes, that a worker of this offer acted from this browser and network."""
    perform(watch, code, *_from_where())


def note_phone_answer(code: str) -> None:
    """Note an answer taken by phone: many within minutes are no calls. One desk takes many calls a day."""
    _one_browser, network = _from_where()
    perform(watch, code, _keyed(f"call:{secrets.token_urlsafe(12)}"), network)


def _from_where() -> tuple[str, str]:
    """The browser and the network of this request, as keyed hashes."""
    known = session.setdefault("browser", secrets.token_urlsafe(12))
    return _keyed(f"browser:{known}"), _keyed(f"network:{_network(browser.network_address())}")


def _network(address: str) -> str:
    """The part of an address that neighbours share: /24, or /48 of the newer kind."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def _keyed(value: str) -> str:
    secret = current_app.config["SECRET_KEY"]
    return hmac.new(f"worker act:{secret}".encode(), value.encode(), sha256).hexdigest()
