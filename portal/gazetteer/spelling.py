"""How the names of places are compared."""

import re
import unicodedata

AFTER_ALL_LETTERS = "\U0010ffff"
"""Sorts after every character: names from `prefix` up to `prefix` and this begin with the prefix."""

_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_APOSTROPHES = re.compile("['`´’‘\u02b0-\u02ff]")


def normalise(text: str) -> str:
    """The form in which names are compared: no capitals, accents or punctuation, single spaces."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = _APOSTROPHES.sub("", _ACCENTS.sub("", folded)).translate(_LETTERS)
    composed = unicodedata.normalize("NFC", bare)
    return " ".join("".join(one if _belongs_to_words(one) else " " for one in composed).split())


def _belongs_to_words(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
