"""Keeping something unreadable in the database: encrypted under the portal's secret, for one purpose."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_NONCE = 12


def close(purpose: str, plain: bytes, bound_to: bytes) -> bytes:
    """Seal bytes for a purpose ("case reporter"); they open only for the same purpose and thing."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(purpose, portal_secrets()[0])).encrypt(nonce, plain, bound_to)


def open_(purpose: str, sealed: bytes, bound_to: bytes) -> bytes | None:
    """What was sealed; none when it was changed, or sealed under secrets that the portal has no more."""
    for secret in portal_secrets():
        try:
            return AESGCM(_key(purpose, secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
        except InvalidTag:
            continue
    return None


def portal_secrets() -> list[str]:
    """The portal's secret, then those before it: the first makes what is new, any opens what is old."""
    return [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]


def _key(purpose: str, secret: str) -> bytes:
    """A key for this purpose alone."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"fairshift {purpose}, version 1".encode())
    return derive.derive(secret.encode())
