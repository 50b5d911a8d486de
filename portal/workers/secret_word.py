"""The word that only a worker knows: what will do for one."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.kernel.outcomes import Refusal

LEAST, MOST = 6, 100
"""Signs of a word; spaces do not count."""
LEAST_DIFFERENT = 3
_RUNS = ("0123456789012345", "9876543210987654", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "azertyuiop")
_COMMON = frozenset(
    {"password", "passwort", "secret", "fairshift", "welcome", "iloveyou", "qwerty", "parola"}
)


@dataclass(frozen=True)
class WordTooShort(Refusal):
    least: int = LEAST


@dataclass(frozen=True)
class WordTooLong(Refusal):
    most: int = MOST


@dataclass(frozen=True)
class WordTooEasy(Refusal):
    """One letter again and again, a row of keys, or a word that everybody tries."""


@dataclass(frozen=True)
class WordKnownToOthers(Refusal):
    """It is in the worker's name, phone, e-mail or town, which others know."""


WordRefused = WordTooShort | WordTooLong | WordTooEasy | WordKnownToOthers


def plain_word(typed: str) -> str:
    """A word as it is compared: phones write the first letter large and add spaces."""
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


def judge_word(typed: str, known_to_others: Iterable[str] = ()) -> WordRefused | None:
    """What is wrong with a new secret word; none when it will do."""
    word = plain_word(typed)
    if len(word) < LEAST:
        return WordTooShort()
    if len(word) > MOST:
        return WordTooLong()
    if len(set(word)) < LEAST_DIFFERENT or word in _COMMON or any(word in run for run in _RUNS):
        return WordTooEasy()
    if any(_gives_away(word, one) for one in known_to_others):
        return WordKnownToOthers()
    return None


def _gives_away(word: str, known: str) -> bool:
    """Whether the word is, or is hardly more than, something that others know; digits of a phone count."""
    whole = plain_word(known)
    digits = "".join(one for one in whole if one.isdigit())
    parts = [whole, *(plain_word(part) for part in known.replace("@", " ").replace(",", " ").split())]
    if len(digits) >= LEAST and word.isdigit() and (word in digits or digits in word):
        return True
    return any(
        part == word or (len(part) >= 4 and part in word and len(word) - len(part) < 3) for part in parts
    )
