"""What the pages of cases share: their words, and the case that a browser has opened by its word."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, current_app, session

from portal.accounts import browser
from portal.compliance.bodies.words import BODIES
from portal.infra import clock
from portal.infra.seal import portal_secrets
from portal.infra.web import public_url, reading
from portal.organisations.files import sector_words
from portal.remedy import queries, words
from portal.remedy.domain.codes import new_seed, plain_word, word_of
from portal.remedy.service.scope import repayment_code_under

OPEN_FOR = timedelta(minutes=30)
_CASE, _SEED, _UNTIL = "case", "case_seed", "case_until"


@dataclass(frozen=True)
class FreshWord:
    """The word of a case that is about to begin, and what it was made from."""

    seed: str
    word: str
    word_hash: str


def fresh_word() -> FreshWord:
    """A word for whoever reports; its hash is slow to make, so done before a transaction begins."""
    seed = new_seed()
    word = word_of(portal_secrets()[0], seed)
    return FreshWord(seed, word, browser.hashed(plain_word(word)))


def give_to(pages: Blueprint) -> None:
    """The words of cases as filters; the link in a mail to a worker."""
    for name, table in (
        ("complaint_words", words.COMPLAINTS),
        ("how_words", words.HOWS),
        ("body_words", BODIES),
        ("method_words", words.METHODS),
        ("source_words", words.SOURCES),
        ("case_words", words.STATES),
        ("case_colour", words.STATE_COLOURS),
        ("due_words", words.DUES),
        ("payment_words", words.PAYMENT_STATES),
    ):
        pages.add_app_template_filter(lambda key, table=table: table.get(key, ""), name)
    pages.add_app_template_filter(sector_words, "sector_words_of")
    pages.add_app_template_filter(words.stands_for_payer, "stands_for_payer")
    pages.add_app_template_global(repayment_link, "repayment_link")


def repayment_link(affected_id: str, code_hash: str) -> str:
    """The address of a worker's repayment, made when a mail is written, so that no code is stored."""
    code = repayment_code_under(UUID(affected_id), code_hash)
    return public_url("remedy_worker.repayment", code=code or "unknown")


def sealed_address() -> str:
    """Where a request comes from, so that tries can be counted and nobody can be found by it."""
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, browser.network_address().encode(), hashlib.sha256).hexdigest()


def open_here(case_id: UUID, word: FreshWord | None = None) -> None:
    """This browser has shown the right word, or just got it: it may read the case for half an hour.

    The cookie can be read by whoever has the phone: it holds neither number nor word, but what the portal
    finds the one by and makes the other from.
    """
    session[_CASE] = str(case_id)
    session[_UNTIL] = (clock.now() + OPEN_FOR).isoformat()
    if word is not None:
        session[_SEED] = word.seed


def case_here() -> UUID | None:
    """The case that this browser has opened; none when its time is over."""
    case_id, until = session.get(_CASE), session.get(_UNTIL)
    if not case_id or not until or datetime.fromisoformat(until) <= clock.now():
        return None
    return UUID(case_id)


def new_here() -> tuple[str, str] | None:
    """Number and word of what was just reported here, to be written down."""
    case_id, seed = case_here(), session.get(_SEED)
    row = queries.case(reading(), case_id) if case_id else None
    known = queries.credentials_of(reading(), row.number) if row and seed else None
    if seed is None or row is None or known is None:
        return None
    words = (word_of(secret, seed) for secret in portal_secrets())
    word = next((one for one in words if browser.is_right(plain_word(one), known[1])), None)
    return (row.number, word) if word else None


def forget_here() -> None:
    """Leave nothing of a case in this browser."""
    for name in (_CASE, _SEED, _UNTIL):
        session.pop(name, None)
