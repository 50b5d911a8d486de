"""Asking for a place: a town or postcode and a country, or a choice where that may mean several."""

from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceUnknown, resolve
from portal.gazetteer.queries import DatabasePlaces
from portal.gazetteer.spelling import normalise
from portal.infra.web import reading
from portal.infra.web.forms import AnyOf, FromList, OneOf, Text
from portal.infra.web.pages import country_name

COUNTRIES = (
    *("GB", "IE", "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IT"),
    *("LV", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "CH", "AL", "AM", "AZ"),
    *("BA", "GE", "IN", "KZ", "XK", "KG", "MD", "ME", "NP", "MK", "PH", "RS", "TJ", "TR", "UA", "UZ"),
)
"""Where workers come from and go to; the gazetteer knows more."""


class CountryList(FromList):
    """One country, by its name in the page's language."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [], **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        named = sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda one: one[1])
        self.choices = [("", _("Choose a country")), *named]
        super().process(formdata, data, extra_filters)


class CountryTicks(AnyOf):
    """Any number of countries, by their names in the page's language."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.choices = sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda one: one[1])
        super().process(formdata, data, extra_filters)


class PlacePart(wtforms.Form):
    """The fields that name one place; `found_place` is what they mean once they are valid."""

    place = Text(
        _("Town or postcode"),
        needed=_("Enter a town or a postcode, like Spalding or PE11 2AA"),
        hint=_("The town is enough; nobody sees more of it before you are introduced."),
        render_kw={"data-typing": "places", "autocomplete": "off"},
    )
    country = CountryList(_("Country"), needed=_("Choose the country"))
    place_choice = OneOf(_("Which of these places do you mean?"))

    found_place: Place | None = None

    def offer_places(self) -> None:
        """Settle what the typed place means; more than one possible place become choices."""
        self.place_choice.choices = []
        text = (self.place.data or "").strip()
        if not text or len(text) > self.place.most:
            return
        source = DatabasePlaces(reading())
        match resolve(source, text, self.country.data if self.country.data in COUNTRIES else None):
            case Place() as place:
                self.found_place = place
            case PlaceUnknown(_text, candidates) | PlaceAmbiguous(_text, candidates):
                self._choose(candidates)

    def _choose(self, candidates: tuple[Place, ...]) -> None:
        self.place_choice.choices = [
            (one.id, f"{one.label}, {country_name(one.country)}") for one in candidates
        ]
        chosen = {one.id: one for one in candidates}.get(self.place_choice.data or "")
        self.found_place = chosen

    def validate_place(self, field: Text) -> None:
        if self.found_place is not None or not field.data or field.errors:
            return
        if self.place_choice.choices:
            raise ValidationError(gettext("Choose one of the places below, or write the name differently"))
        raise ValidationError(
            gettext("We know no place of this name. Enter the nearest town, or the postcode")
        )


def place_typed(place_id: str | None, town: str, region: str | None) -> str:
    """A place as it would be typed into the form: a postcode by its code, a town with its region."""
    if region is None or place_id == town or normalise(region) == normalise(town):
        return town
    return f"{town}, {region}"
