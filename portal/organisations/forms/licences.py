"""What people type about a supply licence."""

from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.infra.web.forms import (
    AnyOf,
    Day,
    Form,
    FromList,
    Submit,
    Text,
)
from portal.organisations.domain import LicenceStatus, SupplyLicence
from portal.organisations.files import authorities
from portal.organisations.forms.choices import sector_choices


class LicenceForm(Form):
    """A supply licence."""

    authority = FromList(
        _("Authority"),
        needed=_("Choose the authority that gave the licence"),
        hint=_("By its name today: the GLAA is the Fair Work Agency now, the POEA the DMW."),
    )
    number = Text(
        _("Licence number"),
        needed=_("Enter the number"),
        hint=_("As it stands in the authority’s register."),
        most=60,
    )
    sectors = AnyOf(_("Sectors it covers"), hint=_("Leave all empty if it covers every sector."))
    valid_from = Day(_("Valid from"), needed=_("Enter the first day"), hint=_("For example 27 3 2026"))
    valid_to = Day(_("Valid to"), hint=_("The last day. Leave empty if it has no end."))
    submit = Submit(_("Save the licence"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = (get_locale() or Locale("en")).territories
        listed = sorted(
            (f"{names.get(one.country, one.country)}: {one.name}", one.id) for one in authorities()
        )
        self.authority.choices = [
            SelectChoice("", gettext("Choose an authority")),
            *(SelectChoice(key, words) for words, key in listed),
        ]
        self.sectors.choices = sector_choices()

    def validate_valid_to(self, field: Any) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("Enter a day after the first day of the licence"))

    def licence(self) -> SupplyLicence:
        """The licence as declared. Needs a form that was found valid."""
        authority = next(one for one in authorities() if one.id == self.authority.data)
        first = self.valid_from.data
        if first is None:
            raise LookupError("the form was not validated")
        return SupplyLicence(
            authority=authority.id,
            number=self.number.data or "",
            country=authority.country,
            sectors=tuple(sorted(self.sectors.data or [])),
            valid_from=first,
            valid_to=self.valid_to.data,
            status=LicenceStatus.DECLARED,
        )
