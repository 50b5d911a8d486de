#!/usr/bin/env python3
"""Checks, without the internet, whether a saved or printed offer is the portal's own.

    python verify_offer.py FILE

FILE is what was saved from the portal (HTML), a slip (PDF), or a text with the offer's token in it; `-`
reads what is piped in. Needs Python 3.8 or later and nothing else. Answers 0 when the offer is genuine,
1 when it is forged, altered or expired, 2 when there is no offer in the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Point = tuple[int, int, int, int]
    Signed = Callable[[bytes, bytes, bytes], bool]
    Judged = tuple[str, dict[str, Any] | None]

PUBLIC_KEYS: dict[str, str] = {}
"""The portal's public keys, by their ids, in hexadecimal. Filled in when the portal writes this file."""

GENUINE, EXPIRED, ALTERED, FORGED, MALFORMED = "genuine", "expired", "altered", "forged", "malformed"
LONGEST_TOKEN = 8192
LONGEST_TEXT = 300
LONGEST_FILE = 32 * 1024 * 1024
TOKEN = re.compile(rb"FS1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
SEAL = re.compile(rb"\n<!-- sealed ([0-9a-f]{16}) ([0-9a-f]{128}) -->\n\Z")
PAGE = re.compile(
    rb"<(!doctype|html|head|title|style|body|main|div|span|table|pre|font)[\s/>]", re.IGNORECASE
)
TAG = re.compile(
    rb"<(h[1-6]|[abipqsu]|br|hr|em|strong|big|small|mark|ul|ol|dl|li|img|svg)[\s/>]", re.IGNORECASE
)
"""A browser shows a page without <html> too; short tags also turn up by chance in the bytes of a PDF."""
OF_PASSPORT = b"offer passport, version 1\n"
OF_FILE = b"saved check of an offer, version 1\n"

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
_NUMBER = re.compile(r"P-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?")


def _is_text(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= LONGEST_TEXT and not _HIDDEN.search(value)


def _fits(pattern: str) -> Callable[[object], bool]:
    return lambda value: type(value) is str and re.fullmatch(pattern, value) is not None


def _is_amount(value: object) -> bool:
    return type(value) is str and _AMOUNT.fullmatch(value) is not None


def _is_day(value: object) -> bool:
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def moment(text: str) -> datetime:
    """A moment as it stands in a passport, "2027-03-01T17:00:00Z"."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)  # noqa: UP017


def _is_moment(value: object) -> bool:
    try:
        return type(value) is str and len(value) == 20 and value.isascii() and bool(moment(value))
    except ValueError:
        return False


def _or_none(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or check(value)


FIELDS: dict[str, Callable[[object], bool]] = {
    "form": lambda value: type(value) is int and value == 1,
    "number": _fits(_NUMBER.pattern),
    "issuer": _is_text,
    "licence_authority": _or_none(_is_text),
    "licence_number": _or_none(_is_text),
    "licence_until": _or_none(_is_day),
    "employer": _is_text,
    "title": _is_text,
    "town": _is_text,
    "country": _fits("[A-Z]{2}"),
    "first": _is_day,
    "last": _is_day,
    "pay": _is_amount,
    "currency": _fits("[A-Z]{3}"),
    "hours": _or_none(_is_amount),
    "no_worker_pays": lambda value: value is True,
    "answer_by": _is_moment,
    "issued_at": _is_moment,
    "portal": _fits(r"https?://[!-~]{1,200}"),
    "key": _fits("[0-9a-f]{16}"),
}
"""What stands in a passport, every one of them and nothing else, and how each is told to be right."""


def canonical(facts: Mapping[str, Any]) -> bytes:
    """The one way to write these facts down."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def read_facts(payload: bytes) -> dict[str, Any] | None:
    """The facts in a payload; none unless it is written in exactly the canonical way."""
    try:
        facts = json.loads(payload.decode("utf-8"))
        if type(facts) is not dict or facts.keys() != FIELDS.keys():
            return None
        if not all(check(facts[name]) for name, check in FIELDS.items()):
            return None
        return facts if canonical(facts) == payload else None
    except (ValueError, RecursionError):
        return None


def to_text(data: bytes) -> str:
    """Bytes as letters that fit into an address, without padding."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_text(text: str) -> bytes | None:
    """The bytes behind such letters; none unless they are written in the only right way."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if to_text(data) == text else None


def open_token(token: object) -> tuple[bytes, dict[str, Any], bytes] | None:
    """The payload, its facts and the signature in a token; none where it is not a whole token."""
    if type(token) is not str or len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    parts = token.split(".")
    if len(parts) != 3 or parts[0] != "FS1":
        return None
    payload, signature = from_text(parts[1]), from_text(parts[2])
    if payload is None or signature is None or len(signature) != 64:
        return None
    facts = read_facts(payload)
    return None if facts is None else (payload, facts, signature)


def key_id(public_key: bytes) -> str:
    """By this a passport names the key that signed it."""
    return hashlib.sha256(public_key).hexdigest()[:16]


# Ed25519 (RFC 8032, section 5.1): a point is (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NOTHING = (0, 1, 1, 0)


def _add(a: Point, b: Point) -> Point:
    less = (a[1] - a[0]) * (b[1] - b[0]) % P
    more = (a[1] + a[0]) * (b[1] + b[0]) % P
    twist = 2 * a[3] * b[3] * D % P
    scale = 2 * a[2] * b[2] % P
    e, f, g, h = more - less, scale - twist, scale + twist, more + less
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    total = NOTHING
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode_point(data: bytes) -> Point | None:
    """The point behind 32 bytes; none where they name none, or not in the only right way."""
    if len(data) != 32:
        return None
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NOTHING


def is_sound_key(public_key: bytes) -> bool:
    """A real public key: written the only right way, and not one under which anything is signed."""
    point = decode_point(public_key)
    return point is not None and _encode(_times(8, point)) != _encode(NOTHING)


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the signature of the message, strictly: S below the order, R written the right way."""
    key = decode_point(public_key)
    if len(signature) != 64 or key is None or not is_sound_key(public_key):
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER or decode_point(signature[:32]) is None:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    minus = (P - key[0], key[1], key[2], P - key[3])
    left = _add(_times(s, BASE), _times(int.from_bytes(digest, "little") % ORDER, minus))
    return _encode(left) == signature[:32]


def judge(
    token: object, public_keys: Mapping[str, bytes], now: datetime, signed: Signed = is_signed
) -> Judged:
    """What a token is, in one word, and its facts where the portal signed them. Never raises."""
    opened = open_token(token)
    if opened is None:
        return MALFORMED, None
    payload, facts, signature = opened
    key = public_keys.get(facts["key"])
    if key is None:
        return FORGED, None
    if not signed(key, signature, OF_PASSPORT + payload):
        return ALTERED, None
    return (EXPIRED if now >= moment(facts["answer_by"]) else GENUINE), facts


def judge_file(
    data: bytes, public_keys: Mapping[str, bytes], now: datetime, signed: Signed = is_signed
) -> list[Judged]:
    """The same of each token in a file. A saved page must be, to the last letter, as the portal saved it."""
    tokens = sorted(set(TOKEN.findall(data)))
    found = [judge(one.decode("ascii"), public_keys, now, signed) for one in tokens]
    if not PAGE.search(data) and (data.startswith(b"%PDF-") or not TAG.search(data)):
        return found or [(MALFORMED, None)]
    seal = SEAL.search(data)
    key = public_keys.get(seal.group(1).decode("ascii")) if seal else None
    if seal is None or key is None:
        return [(ALTERED if facts else word, None) for word, facts in found] or [(MALFORMED, None)]
    if not signed(key, bytes.fromhex(seal.group(2).decode("ascii")), OF_FILE + data[: seal.start()]):
        return [(ALTERED, None)]
    return found or [(MALFORMED, None)]


WORDS = {
    GENUINE: "GENUINE: the portal issued this offer, and nothing in it was changed.",
    EXPIRED: "EXPIRED: the portal issued this offer, but the time to answer is over.",
    ALTERED: "ALTERED: somebody changed this. Do not trust it, and pay nobody.",
    FORGED: "FORGED: the portal did not issue this. Do not trust it, and pay nobody.",
    MALFORMED: "NO OFFER: there is no offer of the portal in this that can be read. Be careful.",
}

LINES = (
    ("Number", "{number}"),
    ("Agency", "{issuer}"),
    ("Employer", "{employer}"),
    ("Job", "{title}"),
    ("Place", "{town}, {country}"),
    ("Days", "{first} to {last}"),
    ("Pay", "{pay} {currency} per hour"),
    ("Answer by", "{answer_by}"),
    ("Issued", "{issued_at}"),
)


def in_words(word: str, facts: dict[str, Any] | None) -> str:
    """A verdict as people read it, with what the portal signed."""
    lines = [WORDS[word]]
    if facts:
        lines += [f"  {label}: {text.format(**facts)}" for label, text in LINES]
        licence = " ".join(facts[f"licence_{one}"] or "" for one in ("authority", "number", "until"))
        lines.append(f"  Licence when issued: {licence.strip() or 'none on record'}")
        lines.append("  You must not pay to get this job.")
        lines.append("Only these lines are signed: compare them with what you were shown.")
        lines.append(
            "Whether it was withdrawn since cannot be known without the internet. "
            f"Look at {facts['portal']}/check/{facts['number']}"
        )
    return "\n".join(lines)


def status_of(verdicts: Iterable[Judged]) -> int:
    """0 when every offer is genuine, 1 when one is forged, altered or expired, 2 when none can be read."""
    words = {word for word, _facts in verdicts}
    return 0 if words == {GENUINE} else 2 if words == {MALFORMED} else 1


def read_file(name: str) -> bytes:
    """What is in a file, or what is piped in where its name is "-"; too large is nothing."""
    if name == "-":
        data = sys.stdin.buffer.read(LONGEST_FILE + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    return data if len(data) <= LONGEST_FILE else b""


def main(arguments: Sequence[str]) -> int:
    """Check one file and say what it is."""
    if len(arguments) != 1:
        sys.stderr.write("Say which file to check: python verify_offer.py FILE\n")
        return 2
    try:
        data = read_file(arguments[0])
    except OSError as problem:
        sys.stderr.write(f"The file cannot be read: {problem.strerror}\n")
        return 2
    keys = {name: bytes.fromhex(text) for name, text in PUBLIC_KEYS.items()}
    found = judge_file(data, keys, datetime.now(timezone.utc))  # noqa: UP017
    text = "\n\n".join(in_words(word, facts) for word, facts in found) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))
    return status_of(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
