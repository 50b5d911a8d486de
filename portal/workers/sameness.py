"""Whether two names on two lists are one person, told without comparing anybody's contacts in the clear."""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class WorkerKeys:
    """Keyed hashes of a worker's contacts, and of each word of the name."""

    contacts: frozenset[str]
    names: frozenset[str]


def keys_of(secret: str, name: str, phone: str | None, email: str | None) -> WorkerKeys:
    """The keys of a worker; `phone` is E.164. Without the secret nobody can look a person up by them."""
    contacts = []
    if phone:
        contacts.append(f"phone:{phone}")
    if email:
        contacts.append(f"email:{unicodedata.normalize('NFKC', email).casefold().strip()}")
    return WorkerKeys(
        contacts=frozenset(_keyed(secret, one) for one in contacts),
        names=frozenset(_keyed(secret, f"name:{one}") for one in _words(name)),
    )


def is_same_person(one: WorkerKeys, other: WorkerKeys) -> bool:
    """They share a contact, and one's name holds every word of the other's.

    A contact alone is not enough: a family, or a crew, may share one phone.
    """
    if not one.contacts & other.contacts or not one.names or not other.names:
        return False
    return one.names <= other.names or other.names <= one.names


def _words(name: str) -> Iterable[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return _LETTERS.findall(plain)


def _keyed(secret: str, value: str) -> str:
    return hmac.new(f"worker:{secret}".encode(), value.encode(), sha256).hexdigest()
