"""Registered addresses: how they look, and how two of them are compared."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

POSTCODES: Mapping[str, tuple[str, str]] = {
    "GB": (r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", "PE13 2RN"),
    "IE": (r"[A-Z]\d[\dW][A-Z\d]{4}", "D02 AF30"),
    "DE": (r"\d{5}", "10115"),
    "FR": (r"\d{5}", "75008"),
    "ES": (r"\d{5}", "28013"),
    "IT": (r"\d{5}", "00184"),
    "NL": (r"\d{4}[A-Z]{2}", "1012 AB"),
    "BE": (r"\d{4}", "1000"),
    "PL": (r"\d{5}", "00-950"),
    "PT": (r"\d{7}", "1100-148"),
    "RO": (r"\d{6}", "010011"),
    "BG": (r"\d{4}", "1000"),
    "TR": (r"\d{5}", "34122"),
    "UA": (r"\d{5}", "01001"),
}
"""How a country's postcodes look, without spaces and dashes, and an example; others are not judged."""

WITHOUT_POSTCODES = frozenset(
    [
        "AE",
        "AO",
        "BO",
        "BS",
        "CD",
        "CI",
        "CM",
        "GH",
        "GM",
        "HK",
        "JM",
        "ML",
        "MR",
        "QA",
        "RW",
        "SL",
        "SY",
        "TG",
        "UG",
        "YE",
        "ZW",
    ]
)
"""Countries in which an address has none."""

_SHORT = {
    "street": "st",
    "saint": "st",
    "road": "rd",
    "avenue": "av",
    "ave": "av",
    "lane": "ln",
    "drive": "dr",
    "close": "cl",
    "court": "ct",
    "crescent": "cres",
    "gardens": "gdns",
    "place": "pl",
    "square": "sq",
    "terrace": "ter",
    "park": "pk",
    "estate": "est",
    "industrial": "ind",
    "building": "bldg",
    "buildings": "bldg",
    "house": "hse",
    "floor": "fl",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "mount": "mt",
    "strasse": "str",
    "platz": "pl",
    "boulevard": "bd",
    "blvd": "bd",
    "bld": "bd",
    "calle": "c",
    "avenida": "av",
    "avda": "av",
    "ulica": "ul",
    "ulitsa": "ul",
    "strada": "str",
    "via": "v",
    "rua": "r",
    "rue": "r",
}
_SILENT = frozenset({"no", "nr", "number", "numero", "unit", "suite", "the"})


@dataclass(frozen=True)
class RegisteredAddress:
    """Where an organisation has its seat by the trade register; its country stands with the organisation.

    `street` is the line with the house and its number; `postcode` is empty where a country has none.
    """

    street: str
    town: str
    postcode: str


def postcode_key(postcode: str) -> str:
    """The form in which postcodes are compared: letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", postcode.upper())


def street_key(street: str) -> str:
    """The form in which street lines are compared: "12, Station Road" is "12 station rd."."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", street) if not unicodedata.combining(c))
    words = re.sub(r"[^\w\s]", " ", re.sub(r"['’]", "", plain.casefold())).split()
    return " ".join(_short(word) for word in words if word not in _SILENT)


def address_key(address: RegisteredAddress | None) -> str | None:
    """The form in which addresses of one country are compared: the street, and the postcode or else the town.

    None for an organisation that has given no address, or no street: a postcode alone says nothing.
    """
    street = street_key(address.street) if address else ""
    if address is None or not street:
        return None
    return f"{street}|{postcode_key(address.postcode) or street_key(address.town)}"[:300]


def _short(word: str) -> str:
    """ "hauptstrasse" and "hauptstr" are one street, like "road" and "rd"."""
    found = _SHORT.get(word, word)
    return found[: -len("asse")] if found.endswith("strasse") else found
