"""A worker's own contact and secret word, which the provider never sees."""

import hmac
import json
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.domain import TooManyTries, TryKind
from portal.accounts.secrets import hash_password, is_password
from portal.accounts.service import count_try
from portal.infra.seal import close, open_, portal_secrets
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.workers.events import OwnContactChanged, WordHelpAsked, WordKeyMade, WordRenewed, WordSet
from portal.workers.models import OwnContact, OwnContactKey, Worker, WorkerKey
from portal.workers.sameness import keys_of
from portal.workers.secret_word import plain_word

PURPOSE = "own contact"
BY_MAIL, BY_STAFF = timedelta(hours=1), timedelta(hours=24)
"""How long the key to a new word works, mailed or read out by staff."""
ANOTHER_MAIL_AFTER = timedelta(minutes=10)
"""Whoever holds a link can ask for the mail: so it neither fills a mailbox nor voids a key just read."""


@dataclass(frozen=True)
class Contact:
    """Where the worker alone is reached; a phone is E.164."""

    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class WordIsSet(Refusal):
    """There is a word already, perhaps set on another device."""


@dataclass(frozen=True)
class WordRight:
    """It is the worker's word."""


@dataclass(frozen=True)
class WordWrong:
    """It is not; the try is counted, so this is no refusal that would undo the counting."""


@dataclass(frozen=True)
class NoMail(Refusal):
    """The worker gave no e-mail for a link: staff are to be asked."""


@dataclass(frozen=True)
class KeyOver(Refusal):
    """The key was used, has expired, was replaced by a newer one, or never was."""


def has_word(session: Session, worker_id: UUID) -> bool:
    """Whether the worker has opened an offer and set a word."""
    return session.get(OwnContact, worker_id) is not None


def word_set_at(session: Session, worker_id: UUID) -> datetime | None:
    """Since when the present word holds: what was opened by an earlier one is closed."""
    row = session.get(OwnContact, worker_id)
    return row.word_set_at if row else None


@dataclass(frozen=True)
class WordHelp:
    """That the worker asked for a new word, and how long the key to one works."""

    asked_at: datetime | None
    key_made_at: datetime | None
    key_until: datetime | None


def word_help(session: Session, worker_id: UUID) -> WordHelp | None:
    """What is kept of a forgotten word; none while there is no word."""
    row = session.get(OwnContact, worker_id)
    return WordHelp(row.help_asked_at, row.key_made_at, row.key_until) if row else None


def contact_of(session: Session, worker_id: UUID) -> Contact | None:
    """The contact in the clear, for mail to the worker; never for the provider's pages."""
    row = session.get(OwnContact, worker_id)
    plain = open_(PURPOSE, row.sealed, worker_id.bytes) if row and row.sealed else None
    return Contact(**json.loads(plain)) if plain else None


def hashed(word: str) -> str:
    """A word as it is kept; slow on purpose, so done before a transaction begins."""
    return hash_password(plain_word(word), _cost())


def set_word(work: Work, worker_id: UUID, contact: Contact, word_hash: str) -> WordSet | WordIsSet:
    """The first opening: keep the contact sealed, and the word as its hash (`hashed`)."""
    worker = work.session.get_one(Worker, worker_id, with_for_update=True)
    if work.session.get(OwnContact, worker_id) is not None:
        return WordIsSet()
    work.session.add(
        OwnContact(
            worker_id=worker_id,
            word_hash=word_hash,
            word_set_at=work.now,
            sealed=_sealed(worker_id, contact),
            opened_at=work.now,
        )
    )
    work.session.flush()
    _keep_contact_keys(work, worker_id, contact)
    happened = WordSet(
        at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id
    )
    work.emit(happened)
    return happened


def change_contact(work: Work, worker_id: UUID, contact: Contact) -> None:
    """Keep another own contact in place of the one before; the word stays."""
    row = work.session.get_one(OwnContact, worker_id, with_for_update=True)
    row.sealed = _sealed(worker_id, contact)
    row.key_made_at = row.key_until = None  # a key that was mailed to the contact before is void
    _keep_contact_keys(work, worker_id, contact)
    worker = work.session.get_one(Worker, worker_id)
    work.emit(
        OwnContactChanged(
            at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id
        )
    )


def check_word(
    work: Work, worker_id: UUID, word: str, *, network: str, known_browser: str | None
) -> WordRight | WordWrong | TooManyTries:
    """Whether it is the worker's word; a worker without a word has no right one.

    Five tries an hour from one network, and from each browser that gave the word before: whoever else holds
    the link can use up neither the worker's own browser nor another network. All strangers together have
    more tries a day than one network has, so that nobody locks others out alone, and few enough that a
    word is not found by asking from everywhere.
    """
    kept = count_try(work, TryKind.WORKER_WORD, str(worker_id), known_browser or network)
    if not isinstance(kept, TooManyTries) and known_browser is None:
        kept = count_try(work, TryKind.WORKER_WORD_ANYWHERE, str(worker_id))
    if isinstance(kept, TooManyTries):
        return kept
    row = work.session.get(OwnContact, worker_id)
    right = is_password(plain_word(word), row.word_hash if row else None, _cost())
    return WordRight() if right else WordWrong()


def mail_key(work: Work, worker_id: UUID) -> datetime | NoMail:
    """Mail a link to a new word to the worker's own e-mail; until when it works.

    Asked again at once, the mail that is on its way is enough.
    """
    found = contact_of(work.session, worker_id)
    if found is None or not found.email:
        return NoMail()
    row = work.session.get_one(OwnContact, worker_id, with_for_update=True)
    made, until = row.key_made_at, row.key_until
    if made and until == made + BY_MAIL and work.now < made + ANOTHER_MAIL_AFTER:
        return until
    return _make_key(work, worker_id, BY_MAIL, mailed=True)


def ask_help(work: Work, worker_id: UUID) -> None:
    """The word is forgotten and there is no e-mail: staff look into it. Asked again changes nothing."""
    row = work.session.get(OwnContact, worker_id, with_for_update=True)
    if row is None or row.help_asked_at is not None:
        return
    row.help_asked_at = work.now
    worker = work.session.get_one(Worker, worker_id)
    work.emit(
        WordHelpAsked(at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id)
    )


def key_from_staff(work: Work, worker_id: UUID) -> str | None:
    """A key that staff read out to a worker whom they know now; none where there is no word to renew."""
    if not has_word(work.session, worker_id):
        return None
    _make_key(work, worker_id, BY_STAFF, mailed=False)
    return key_of(work.session, worker_id)


def key_of(session: Session, worker_id: UUID) -> str | None:
    """The key that works now, made anew each time."""
    row = session.get(OwnContact, worker_id)
    return key_made(worker_id, row.key_made_at) if row and row.key_made_at else None


def key_made(worker_id: UUID, at: datetime) -> str:
    """The key that was made then, whether or not it still works: so a mail needs to keep none."""
    return _key(portal_secrets()[0], worker_id, at)


def renew_word(work: Work, worker_id: UUID, key: str, word_hash: str) -> WordRenewed | KeyOver:
    """Choose another word by the key; the key is spent, and devices opened by the old word are closed."""
    row = work.session.get(OwnContact, worker_id, with_for_update=True)
    if row is None or not _fits(row, key, work.now):
        return KeyOver()
    row.word_hash, row.word_set_at = word_hash, work.now
    row.key_made_at = row.key_until = row.help_asked_at = None
    worker = work.session.get_one(Worker, worker_id)
    happened = WordRenewed(
        at=work.now, by=work.actor, worker_id=worker_id, organisation_id=worker.organisation_id
    )
    work.emit(happened)
    return happened


def key_works(session: Session, worker_id: UUID, key: str, now: datetime) -> bool:
    """Whether the key would be taken."""
    row = session.get(OwnContact, worker_id)
    return row is not None and _fits(row, key, now)


def waiting_for_help(session: Session) -> list[tuple[UUID, datetime]]:
    """Workers whose word staff are to renew, and since when; the longest waiting first."""
    wanted = select(OwnContact).where(OwnContact.help_asked_at.is_not(None))
    rows = session.scalars(wanted.order_by(OwnContact.help_asked_at, OwnContact.worker_id))
    return [(row.worker_id, row.help_asked_at) for row in rows if row.help_asked_at]


def shared_with_others(session: Session, worker_id: UUID) -> frozenset[UUID]:
    """Listings under other names whose worker gave the same own contact, or is listed with it."""
    own = list(session.scalars(select(OwnContactKey.key).where(OwnContactKey.worker_id == worker_id)))
    given = select(OwnContactKey.worker_id).where(OwnContactKey.key.in_(own))
    listed = select(WorkerKey.worker_id).where(WorkerKey.is_contact, WorkerKey.key.in_(own))
    same = {*session.scalars(given), *session.scalars(listed), worker_id}
    names: dict[UUID, set[str]] = {}
    for row in session.scalars(
        select(WorkerKey).where(WorkerKey.worker_id.in_(same), WorkerKey.is_contact.is_(False))
    ):
        names.setdefault(row.worker_id, set()).add(row.key)
    mine = names.get(worker_id, set())
    return frozenset(id_ for id_, other in names.items() if not (other <= mine or mine <= other))


def forget_own_contacts(work: Work, worker_ids: Sequence[UUID]) -> None:
    """Delete contact, word and keys."""
    for table in (OwnContactKey, OwnContact):
        work.session.execute(delete(table).where(table.worker_id.in_(worker_ids)))


def _sealed(worker_id: UUID, contact: Contact) -> bytes | None:
    plain = json.dumps({"phone": contact.phone, "email": contact.email}).encode()
    return close(PURPOSE, plain, worker_id.bytes) if contact != Contact() else None


def _keep_contact_keys(work: Work, worker_id: UUID, contact: Contact) -> None:
    work.session.execute(delete(OwnContactKey).where(OwnContactKey.worker_id == worker_id))
    keys = keys_of(current_app.config["SECRET_KEY"], "", contact.phone, contact.email)
    work.session.add_all(OwnContactKey(worker_id=worker_id, key=key) for key in keys.contacts)
    work.session.flush()


def _make_key(work: Work, worker_id: UUID, life: timedelta, *, mailed: bool) -> datetime:
    row = work.session.get_one(OwnContact, worker_id, with_for_update=True)
    row.key_made_at, row.key_until = work.now, work.now + life
    worker = work.session.get_one(Worker, worker_id)
    work.session.flush()
    work.emit(
        WordKeyMade(
            at=work.now,
            by=work.actor,
            worker_id=worker_id,
            organisation_id=worker.organisation_id,
            mailed=mailed,
        )
    )
    return row.key_until


def _fits(row: OwnContact, key: str, now: datetime) -> bool:
    if row.key_made_at is None or row.key_until is None or now >= row.key_until:
        return False
    typed = "".join(one for one in key if one.isalnum()).lower()
    keys = (_key(secret, row.worker_id, row.key_made_at) for secret in portal_secrets())
    return any(hmac.compare_digest(one.encode(), typed.encode()) for one in keys)


def _key(secret: str, worker_id: UUID, made_at: datetime) -> str:
    """Sixteen letters and digits: 80 bits."""
    told = f"{worker_id}|{made_at.astimezone(UTC).isoformat()}".encode()
    return b32encode(hmac.digest(f"new word:{secret}".encode(), told, sha256)[:10]).decode().lower()


def _cost() -> str:
    return str(current_app.config.get("PASSWORD_HASH_COST", ""))
