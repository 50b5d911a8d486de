"""The names by which people call countries."""

from functools import lru_cache

from babel import Locale

from portal.gazetteer.spelling import normalise

_LANGUAGES = ("en", "ru", "ro", "pl", "bg", "uk", "tr", "ar", "ne")
_OTHER_CODES = {"UK": "GB", "EL": "GR"}
_OTHER_NAMES = {
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "usa": "US",
    "czech republic": "CZ",
    "holland": "NL",
    "turkey": "TR",
    "macedonia": "MK",
    "republic of moldova": "MD",
}


def country_code(typed: str) -> str:
    """The ISO code of two letters, in capitals; "UK" and "EL" are heard as GB and GR."""
    code = typed.strip().upper()
    return _OTHER_CODES.get(code, code)


def country_named(normalised: str) -> str | None:
    """The ISO code of the country with this normalised name or code, in any language we speak."""
    return _countries().get(normalised)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ"}:
                found.setdefault(normalise(name), code)
                found.setdefault(code.casefold(), code)
    return found | _OTHER_NAMES
