"""Words that only one person knows: passwords and the tokens of links and sessions."""

import hashlib
import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


def new_token() -> str:
    """An unguessable word of 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_recovery_code() -> str:
    """Ten characters that are easy to read aloud: no 0, O, 1, I or L."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    word = "".join(secrets.choice(letters) for _ in range(10))
    return f"{word[:5]}-{word[5:]}"


@lru_cache(maxsize=2)
def _hasher(cost: str) -> PasswordHasher:
    """Argon2id. The low cost is for tests and demo data only."""
    if cost == "low":
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher(time_cost=3, memory_cost=46 * 1024, parallelism=1)


@lru_cache(maxsize=2)
def _hash_of_nobody(cost: str) -> str:
    return _hasher(cost).hash(secrets.token_urlsafe(16))


def hash_password(password: str, cost: str = "") -> str:
    """What is kept of a password."""
    return _hasher(cost).hash(password)


def is_password(password: str, kept: str | None, cost: str = "") -> bool:
    """Whether a password is the one of which `kept` is the hash.

    Takes as long for an address that nobody has (`kept` is none) as for a real one.
    """
    try:
        right = _hasher(cost).verify(kept or _hash_of_nobody(cost), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


__all__ = ["hash_password", "is_password", "new_recovery_code", "new_token", "token_hash"]
