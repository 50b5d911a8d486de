"""The short code on a worker's paper slip: by it, an answer by phone is known to be the worker's own."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from portal.kernel.outcomes import Refusal

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L, which people take for each other on the phone."""

LENGTH = 6
"""31 to the power of 6 is 887 million: enough where few wrong ones may be tried."""


@dataclass(frozen=True)
class WrongSlipCode(Refusal):
    """Not what stands on this worker's slip."""


def slip_code_of(secret: str, offer_id: UUID) -> str:
    """The code of an offer's slip. Only paper shows it."""
    key = hmac.digest(secret.encode(), b"fairshift slip code, version 1", hashlib.sha256)
    number = int.from_bytes(hmac.digest(key, offer_id.bytes, hashlib.sha256), "big")
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def is_slip_code(secrets: Iterable[str], offer_id: UUID, said: str) -> bool:
    """Whether this is what stands on the slip, under the present or an earlier secret of the portal."""
    typed = "".join(one for one in said.upper() if one.isalnum())
    found = [
        hmac.compare_digest(slip_code_of(one, offer_id).encode(), typed.encode("utf-8", "replace"))
        for one in secrets
    ]
    return any(found)
