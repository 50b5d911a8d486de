"""Passports to try things on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.passports import verify_offer as form
from portal.passports.domain import OfferPassport, known_keys, payload_of, public_bytes, sign, token_of

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = known_keys([public_bytes(KEY)])

PASSPORT = OfferPassport(
    number="P-7KQ4-M2XD",
    issuer="Fenland Labour",
    licence_authority="GLAA",
    licence_number="FENL0001",
    licence_until=date(2028, 1, 31),
    employer="Żółć & Sons “Ltd”",
    title="Оператор на мотокар",
    town="Boston",
    country="GB",
    first=date(2027, 3, 8),
    last=date(2027, 4, 30),
    pay=Decimal("14.20"),
    currency="GBP",
    hours=Decimal("37.5"),
    answer_by=NOW + timedelta(days=2),
    issued_at=NOW - timedelta(hours=1),
    portal="https://portal.example",
)


def key_name(key: Ed25519PrivateKey = KEY) -> str:
    return form.key_id(public_bytes(key))


def token(key: Ed25519PrivateKey = KEY, named: str | None = None, **changes: Any) -> str:
    """A passport that `key` signed, naming that key unless said otherwise."""
    payload = payload_of(replace(PASSPORT, **changes), named or key_name(key))
    return token_of(payload, sign(payload, key))


def signed(payload: bytes, key: Ed25519PrivateKey = KEY) -> str:
    """Any bytes, signed as a passport is: what somebody inside could do wrong."""
    return token_of(payload, sign(payload, key))
