"""What people type about a supply licence."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra.web.forms import (
    Day,
    Form,
    Submit,
    Text,
)
from portal.organisations.domain import LicenceStatus, SupplyLicence
from portal.organisations.forms.choices import Sectors, sector_choices
from portal.organisations.forms.registers import AuthorityName, suggested_authorities


class LicenceForm(Form):
    """A supply licence."""

    authority = AuthorityName(
        _("Authority"),
        needed=_("Enter the authority that gave the licence"),
        hint=_("By any of its names: typing GLAA finds the Fair Work Agency."),
    )
    number = Text(
        _("Licence number"),
        needed=_("Enter the number"),
        hint=_("As it stands in the authority’s register."),
        most=60,
    )
    sectors = Sectors(_("Sectors it covers"), hint=_("Leave all empty if it covers every sector."))
    valid_from = Day(_("Valid from"), needed=_("Enter the first day"), hint=_("For example 27 3 2026"))
    valid_to = Day(_("Valid to"), hint=_("The last day. Leave empty if it has no end."))
    submit = Submit(_("Save the licence"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors.choices = sector_choices()

    @staticmethod
    def authority_names() -> list[tuple[str, str]]:
        """Names of authorities that are offered while one types."""
        return suggested_authorities()

    def validate_valid_to(self, field: Any) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(gettext("Enter a day after the first day of the licence"))

    def licence(self) -> SupplyLicence:
        """The licence as declared. Needs a form that was found valid."""
        authority = self.authority.chosen()
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
