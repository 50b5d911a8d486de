"""What several forms of an organisation offer to choose from, and its phone numbers."""

from typing import Any

import phonenumbers
from babel import Locale
from flask_babel import get_locale, gettext
from wtforms.fields.choices import SelectChoice

from portal.infra.web.forms import (
    AnyOf,
    Phone,
    normal_phone,
)
from portal.organisations.files import sectors

_FIRST_COUNTRIES = ("GB", "IE", "DE", "FR", "NL", "BE", "ES", "IT", "PL", "PT", "RO", "BG", "TR", "UA")


def country_choices() -> list[SelectChoice]:
    """All countries by name, the ones most used here first."""
    names = (get_locale() or Locale("en")).territories
    known = {code: str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}
    left_out = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    rest = sorted(
        (c for c in known if c not in _FIRST_COUNTRIES and c not in left_out), key=lambda c: known[c]
    )
    listed = [SelectChoice(code, known[code]) for code in (*_FIRST_COUNTRIES, *rest)]
    return [SelectChoice("", gettext("Choose a country")), *listed]


def sector_choices() -> list[SelectChoice]:
    """All sectors by name, under their NACE codes."""
    return [SelectChoice(one.code, one.words) for one in sorted(sectors(), key=lambda one: one.words)]


class Sectors(AnyOf):
    """Any number of sectors: those that many choose are in sight, the others open with a line."""

    @property
    def frequent(self) -> list[SelectChoice]:
        """What is in sight at once."""
        return [one for one in self.choices if one.value in _frequent()]

    @property
    def others(self) -> list[SelectChoice]:
        """What is behind the line."""
        return [one for one in self.choices if one.value not in _frequent()]


def _frequent() -> set[str]:
    return {one.code for one in sectors() if one.is_frequent}


class OwnPhone(Phone):
    """A phone number; without a country code it is read as one of the country chosen in the same form."""

    def pre_validate(self, form: Any) -> None:
        if "country" in form and form["country"].data:
            self.region = form["country"].data


def readable_phone(number: str) -> str:
    """A stored number in the groups in which it is read out; what is not E.164 as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def phone_number(field: Phone) -> str:
    """As E.164 where it can be read so, else as it was typed."""
    return normal_phone(field.data or "", field.region) or (field.data or "")
