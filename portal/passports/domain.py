"""The offer passport: the public facts of one offer, signed, and how a copy of it is judged."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from portal.passports import verify_offer as form

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31, a prime: no 0, O, 1, I or L, which people take for each other."""

RANDOM_LETTERS = 7


@dataclass(frozen=True, kw_only=True)
class OfferPassport:
    """What anybody may know of one offer. Nothing about the worker."""

    number: str
    issuer: str
    """The labour provider, with its licence as it was when the passport was issued."""
    licence_authority: str | None
    licence_number: str | None
    licence_until: date | None
    employer: str
    title: str
    town: str
    country: str
    first: date
    last: date
    pay: Decimal
    """Guaranteed, per hour."""
    currency: str
    hours: Decimal | None
    """A week; none where none were named."""
    answer_by: datetime
    issued_at: datetime
    portal: str
    """The address under which the passport can be looked up."""


@dataclass(frozen=True)
class Genuine:
    """The portal issued it, and it can still be answered as far as its own dates tell."""

    passport: OfferPassport


@dataclass(frozen=True)
class Expired:
    """The portal issued it; the time to answer is over."""

    passport: OfferPassport


@dataclass(frozen=True)
class Altered:
    """It names a key of the portal, which did not sign this."""


@dataclass(frozen=True)
class Forged:
    """It names a key that is none of the portal's."""


@dataclass(frozen=True)
class Malformed:
    """It is no passport at all."""


Verdict = Genuine | Expired | Altered | Forged | Malformed


class CheckedState(StrEnum):
    """What became of an offer, as anybody may know it: whether it was accepted is the worker's own affair."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REPLACED = "replaced"
    PAUSED = "paused"


def new_number(choose: Any = secrets.choice) -> str:
    """A fresh number, "P-7KQ4-M2XD": seven random letters and one that tells a slip of the pen."""
    letters = "".join(choose(LETTERS) for _ in range(RANDOM_LETTERS))
    whole = letters + check_letter(letters)
    return f"P-{whole[:4]}-{whole[4:]}"


def check_letter(letters: str) -> str:
    """Changes with every single wrong letter, and with any two that change places."""
    total = sum(place * LETTERS.index(letter) for place, letter in enumerate(letters, start=1))
    return LETTERS[total % len(LETTERS)]


def number_in(text: str) -> str | None:
    """The number in what somebody typed, however it is divided; none where it cannot be one."""
    letters = "".join(one for one in text.upper() if one.isalnum())
    whole = letters[1:] if len(letters) == RANDOM_LETTERS + 2 and letters[0] == "P" else letters
    if len(whole) != RANDOM_LETTERS + 1 or not set(whole) <= set(LETTERS):
        return None
    if check_letter(whole[:-1]) != whole[-1]:
        return None
    return f"P-{whole[:4]}-{whole[4:]}"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half of a signing key, 32 bytes."""
    return key.public_key().public_bytes_raw()


def payload_of(passport: OfferPassport, key_id: str) -> bytes:
    """The canonical bytes of a passport. Raises ValueError on facts that no passport can hold."""
    facts = {
        **asdict(passport),
        "form": 1,
        "key": key_id,
        "no_worker_pays": True,
        "pay": _plain(passport.pay),
        "hours": None if passport.hours is None else _plain(passport.hours),
        "licence_until": passport.licence_until.isoformat() if passport.licence_until else None,
        "first": passport.first.isoformat(),
        "last": passport.last.isoformat(),
        "answer_by": _moment(passport.answer_by),
        "issued_at": _moment(passport.issued_at),
    }
    payload = form.canonical(facts)
    if form.read_facts(payload) is None:
        raise ValueError("a passport cannot hold these facts")
    return payload


def shortened(text: str) -> str:
    """Text as a passport holds it: one line, nothing invisible, not too long."""
    one_line = " ".join(text.split())
    return "".join(one for one in one_line if one.isprintable())[: form.LONGEST_TEXT].strip()


def sign(payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature under a payload."""
    return key.sign(form.OF_PASSPORT + payload)


def token_of(payload: bytes, signature: bytes) -> str:
    """The whole passport as one word."""
    return f"FS1.{form.to_text(payload)}.{form.to_text(signature)}"


def sealed_file(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """A saved page with a last line under which nothing before it can be changed."""
    name, seal = form.key_id(public_bytes(key)), key.sign(form.OF_FILE + content).hex()
    return content + f"\n<!-- sealed {name} {seal} -->\n".encode()


def known_keys(public_keys: Iterable[bytes]) -> dict[str, bytes]:
    """Public keys by the ids that passports name. Raises ValueError for one that is no sound key."""
    keys = list(public_keys)
    if not all(form.is_sound_key(one) for one in keys):
        raise ValueError("a public key is not a sound one")
    return {form.key_id(one): one for one in keys}


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """The same question as the standalone script's, answered by the library."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify(token: str, public_keys: Mapping[str, bytes], now: datetime) -> Verdict:
    """What a token is. Takes anything; never raises."""
    word, facts = form.judge(token, public_keys, now, is_signed)
    return _KINDS[word](facts)


judge_file = partial(form.judge_file, signed=is_signed)
"""What each token in a saved or printed file is, as words and facts."""


def passport_in(payload: bytes) -> OfferPassport:
    """The passport that the portal itself keeps as these bytes."""
    facts = form.read_facts(payload)
    if facts is None:
        raise LookupError("a passport that was kept cannot be read")
    return _passport(facts)


AS_THEY_ARE = (
    "number",
    "issuer",
    "licence_authority",
    "licence_number",
    "employer",
    "title",
    "town",
    "country",
    "currency",
    "portal",
)


def _passport(facts: Mapping[str, Any]) -> OfferPassport:
    until, hours = facts["licence_until"], facts["hours"]
    plain = (
        "number",
        "issuer",
        "licence_authority",
        "licence_number",
        "employer",
        "title",
        "town",
        "country",
    )
    return OfferPassport(
        **{name: facts[name] for name in (*plain, "currency", "portal")},
        licence_until=date.fromisoformat(until) if until else None,
        first=date.fromisoformat(facts["first"]),
        last=date.fromisoformat(facts["last"]),
        pay=Decimal(facts["pay"]),
        hours=Decimal(hours) if hours else None,
        answer_by=form.moment(facts["answer_by"]),
        issued_at=form.moment(facts["issued_at"]),
    )


_KINDS: Mapping[str, Any] = {
    form.GENUINE: lambda facts: Genuine(_passport(facts)),
    form.EXPIRED: lambda facts: Expired(_passport(facts)),
    form.ALTERED: lambda _facts: Altered(),
    form.FORGED: lambda _facts: Forged(),
    form.MALFORMED: lambda _facts: Malformed(),
}


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
