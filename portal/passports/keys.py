"""The keys under which the portal signs passports, and those under which it signed earlier ones."""

from base64 import urlsafe_b64decode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from portal.passports.domain import known_keys, public_bytes


def signing_key() -> Ed25519PrivateKey:
    """The portal's present key."""
    return _key(current_app.config["PASSPORT_KEY"])


def public_keys() -> dict[str, bytes]:
    """The public keys of the portal by their ids, the present one first."""
    earlier = [bytes.fromhex(one) for one in current_app.config["PASSPORT_EARLIER_KEYS"]]
    return known_keys([public_bytes(signing_key()), *earlier])


@lru_cache(maxsize=4)
def _key(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(text + "="))
