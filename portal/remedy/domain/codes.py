"""The words by which people without an account come back: a case's number and word, a repayment's code."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from portal.kernel.link_codes import code_for, known_code_for

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_WORD = 10


def new_seed() -> str:
    """What a word is made from, with a secret of the portal: alone it tells nothing."""
    return secrets.token_urlsafe(16)


def word_of(secret: str, seed: str) -> str:
    """Ten characters that are easy to write down and read aloud: no 0, O, 1, I or L."""
    digest = hmac.digest(secret.encode(), f"fairshift case word, version 1: {seed}".encode(), sha256)
    number, word = int.from_bytes(digest), ""
    for _ in range(_WORD):
        number, at = divmod(number, len(_LETTERS))
        word += _LETTERS[at]
    return f"{word[:5]}-{word[5:]}"


def plain_word(typed: str) -> str:
    """A word as it is compared: capitals, spaces and hyphens do not matter."""
    return "".join(c for c in typed if c.isalnum()).casefold()[:40]


def plain_number(typed: str) -> str:
    """A case's number as it is kept, however it was typed: "c 482913" is "C-482913"."""
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    return f"C-{digits[:12]}"


def repayment_code(secret: str, affected_id: UUID) -> str:
    """The code by which one worker says what came."""
    return code_for("repayment", secret, affected_id)


def known_code(keys: Iterable[str], affected_id: UUID, code_hash: str) -> str | None:
    """The code under the present or an earlier secret of the portal; none under neither."""
    return known_code_for("repayment", keys, affected_id, code_hash)
