"""What people type about the registered address of their organisation."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra.web.forms import Form, Text
from portal.organisations.domain.addresses import (
    POSTCODES,
    WITHOUT_POSTCODES,
    RegisteredAddress,
    postcode_key,
    street_key,
)


def _is_street(_form: Any, field: Any) -> None:
    if not street_key(field.data or ""):
        raise ValidationError(gettext("Enter the street and the number, like 12 Station Road"))


def street_field() -> Text:
    """The line with the house. Each form makes its own, so that mistakes are listed in the form's order."""
    return Text(
        _("Street and number"),
        needed=_("Enter the street and the number of the registered address"),
        hint=_("For example 12 Station Road. No post office box."),
        checks=(_is_street,),
        render_kw={"autocomplete": "address-line1"},
    )


def town_field() -> Text:
    """The town of a registered address."""
    return Text(
        _("Town or city"),
        needed=_("Enter the town of the registered address"),
        render_kw={"autocomplete": "address-level2"},
    )


def postcode_field() -> Text:
    """The postcode, which some countries do not have."""
    return Text(
        _("Postcode"),
        hint=_("Leave it empty only if the country has none."),
        most=20,
        render_kw={"autocomplete": "postal-code", "spellcheck": "false"},
    )


class AddressForm(Form):
    """Whatever asks for a registered address, in the country that `address_country` names."""

    street: Text
    post_town: Text
    postcode: Text

    @property
    def address_country(self) -> str:
        """The country of the address, as chosen in the same form."""
        return str(self["country"].data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        wrong = _wrong_postcode(self.postcode.data or "", self.address_country)
        if wrong and not self.postcode.errors:
            self.fail("postcode", wrong)
        return well and not wrong

    def address(self) -> RegisteredAddress:
        """The registered address that was typed. Needs a form that was found valid."""
        return RegisteredAddress(self.street.data or "", self.post_town.data or "", self.postcode.data or "")


def _wrong_postcode(typed: str, country: str) -> str | None:
    """What is wrong with a postcode of a country; nothing while no country was chosen."""
    key = postcode_key(typed)
    form, example = POSTCODES.get(country, (r".+", ""))
    if not country or (not key and country in WITHOUT_POSTCODES):
        return None
    if not key and not example:
        return gettext("Enter the postcode of the registered address")
    if not re.fullmatch(form, key):
        return gettext("Enter a whole postcode of this country, like %(example)s", example=example)
    return None
