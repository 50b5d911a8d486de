"""How names and numbers of organisations are compared."""

import re
import unicodedata
from difflib import SequenceMatcher

_LEGAL_FORMS = frozenset(
    [
        "ltd",
        "limited",
        "plc",
        "llp",
        "llc",
        "inc",
        "co",
        "company",
        "gmbh",
        "ag",
        "kg",
        "ug",
        "ohg",
        "bv",
        "nv",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "sp",
        "z",
        "o",
        "o",
        "zoo",
        "oy",
        "ab",
        "as",
        "aps",
        "doo",
        "sro",
        "kft",
        "eood",
        "ood",
        "and",
        "und",
        "et",
        "y",
        "the",
    ]
)

ALIKE = 0.85
"""From this share of equal letters on, two names resemble each other."""


def name_key(name: str) -> str:
    """The form in which organisations' names are compared: without case, marks and legal form."""
    words = re.sub(r"[^\w\s]", " ", name.casefold().replace(".", "")).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS)[:200] or name.casefold()[:200]


def register_key(number: str | None) -> str | None:
    """The form in which register numbers are compared: letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())[:60] or None if number else None


def resemble(one: str, other: str) -> bool:
    """Whether two names may mean the same body: alike but for case, marks, accents and legal form,
    a slip of the pen, or words that one of them adds ("Fenland Labour", "Fenland Labour (East)").
    """
    ours, theirs = (_without_accents(name_key(name)) for name in (one, other))
    if not ours or not theirs:
        return False
    fewer, more = sorted((set(ours.split()), set(theirs.split())), key=len)
    return (
        ours == theirs
        or (len(fewer) > 1 and fewer <= more)
        or SequenceMatcher(None, ours, theirs).ratio() >= ALIKE
    )


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
