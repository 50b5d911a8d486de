"""Codes in links that people without an account hold: made from a secret; only their hash is stored."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Iterable
from uuid import UUID

CODE_BYTES = 20
"""160 bits, which is 32 letters and digits."""


def code_for(purpose: str, secret: str, thing: UUID) -> str:
    """The code for one thing ("offer"): nobody can guess it, and the portal can make it again at any time."""
    key = hmac.digest(secret.encode(), f"fairshift {purpose} code, version 1".encode(), hashlib.sha256)
    return b32encode(hmac.digest(key, thing.bytes, hashlib.sha256)[:CODE_BYTES]).decode().lower()


def hash_of(code: str) -> str:
    """What is stored of a code, to find the thing by. Capitals, spaces and hyphens do not matter."""
    plain = "".join(c for c in code if c.isalnum()).lower()
    return hashlib.sha256(plain.encode()).hexdigest()


def known_code_for(purpose: str, secrets: Iterable[str], thing: UUID, code_hash: str) -> str | None:
    """The code under the present or an earlier secret of the portal; none under neither."""
    codes = (code_for(purpose, secret, thing) for secret in secrets)
    return next((code for code in codes if hash_of(code) == code_hash), None)
