"""What people type about their organisation, and operators about an application."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.accounts.forms import new_password
from portal.gazetteer.domain import Place
from portal.infra.web.forms import (
    Email,
    Form,
    FromList,
    LongText,
    OneOf,
    Submit,
    Text,
    Tick,
)
from portal.organisations.application import REGISTER_FORMATS
from portal.organisations.domain import BranchTerms, OrganisationTerms
from portal.organisations.domain.names import register_key
from portal.organisations.forms.addresses import AddressForm, postcode_field, street_field, town_field
from portal.organisations.forms.branches import PlaceForm, branch_terms
from portal.organisations.forms.choices import (
    OwnPhone,
    Sectors,
    country_choices,
    phone_number,
    sector_choices,
)

KINDS = (
    ("provider", _("Labour provider: we have workers to offer")),
    ("employer", _("Employer: we need workers")),
    ("both", _("Both")),
)


def _fits_register(form: Any, field: Any) -> None:
    expected = REGISTER_FORMATS.get(form.country.data or "")
    number = register_key(field.data) or ""
    if len(number) < 2:
        raise ValidationError(gettext("Enter the number as it stands in the register, like 12345678"))
    if expected == REGISTER_FORMATS["GB"] and len(number) not in (7, 8):
        raise ValidationError(gettext("A company number has 8 characters, like 12345678 or SC123456"))


class OrganisationForm(PlaceForm, AddressForm):
    """An organisation with its first branch."""

    def come_by(self, door: str) -> None:
        """Tick the part whose door one came by ("employer"), unless one has answered already."""
        if not self.is_submitted() and door in dict(KINDS):
            self.kind.data = door

    name = Text(
        _("Name of the organisation"),
        needed=_("Enter the name of the organisation"),
        hint=_("As it stands in the trade register."),
        render_kw={"autocomplete": "organization"},
    )
    kind = OneOf(_("What is your part?"), KINDS, needed=_("Choose what your organisation does"))
    country = FromList(
        _("Country in which it is registered"),
        needed=_("Choose the country"),
        render_kw={"autocomplete": "country"},
    )
    register_number = Text(
        _("Register number"),
        needed=_("Enter the register number"),
        hint=_("For example the company number in the UK, HRB in Germany, SIREN in France."),
        most=60,
        checks=(_fits_register,),
    )
    street = street_field()
    post_town = town_field()
    postcode = postcode_field()
    website = Text(
        _("Website (if there is one)"),
        hint=_("Helps us to see that your mail address belongs to the organisation."),
        render_kw={"autocomplete": "url"},
    )
    sectors = Sectors(
        _("Sectors"),
        needed=_("Choose at least one sector"),
        hint=_("In which you work, or to which you supply workers."),
    )
    town = Text(
        _("Town or postcode of your first branch"),
        needed=_("Enter a town or a postcode"),
        render_kw={"data-typing": "places", "autocomplete": "off"},
        hint=_("For example Wisbech, or PE13 2RN. More branches can be added later."),
    )
    phone = OwnPhone(
        _("Duty phone of this branch"),
        needed=_("Enter a phone number"),
        hint=_("A number that is answered at short notice. Partners see it after an introduction."),
    )
    express = Tick(
        _("Yes, work starts within 48 hours"),
        hint=_("If work starts within 48 hours, we decide on your registration within one hour."),
    )
    submit = Submit(_("Register the organisation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()
        self.sectors.choices = sector_choices()

    def terms(self, contact_email: str) -> OrganisationTerms:
        """What the organisation says about itself."""
        return OrganisationTerms(
            name=self.name.data or "",
            supplies=self.kind.data in ("provider", "both"),
            employs=self.kind.data in ("employer", "both"),
            country=self.country.data or "",
            register_number=self.register_number.data or None,
            sectors=tuple(sorted(self.sectors.data or [])),
            contact_email=contact_email,
            contact_phone=phone_number(self.phone),
            website=self.website.data or None,
            address=self.address(),
        )

    def branch(self, place: Place, desk_email: str) -> BranchTerms:
        """The first branch, named after its town."""
        return branch_terms(place.name, place, desk_email, phone_number(self.phone))


class RegistrationForm(OrganisationForm):
    """An organisation together with its first administrator."""

    your_name = Text(_("Your name"), needed=_("Enter your name"), render_kw={"autocomplete": "name"})
    email = Email(
        _("Your e-mail address at work"),
        needed=_("Enter your e-mail address"),
        hint=_("You sign in with it, and we write to it. An address of the organisation is checked faster."),
    )
    password = new_password()
    terms_agreed = Tick(
        _("We keep to the terms: no worker pays for a job"),
        needed=_("Tick the box if your organisation keeps to the terms; without this it cannot take part"),
    )


class DetailsForm(AddressForm):
    """What an organisation says about itself, without a branch."""

    name = OrganisationForm.name
    kind = OrganisationForm.kind
    country = OrganisationForm.country
    register_number = OrganisationForm.register_number
    street = OrganisationForm.street
    post_town = OrganisationForm.post_town
    postcode = OrganisationForm.postcode
    website = OrganisationForm.website
    sectors = OrganisationForm.sectors
    email = Email(
        _("E-mail address of the organisation"),
        needed=_("Enter an e-mail address"),
        hint=_("Where the portal's operator reaches you."),
    )
    phone = OwnPhone(_("Phone"), needed=_("Enter a phone number"))
    submit = Submit(_("Save"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()
        self.sectors.choices = sector_choices()
        self.checked: tuple[str, str, str | None] | None = None

    @property
    def address_country(self) -> str:
        return self.checked[1] if self.checked else super().address_country

    def keep_checked(self, name: str, country: str, register_number: str | None) -> None:
        """Leave out what was checked for the approval: it stays, whatever is sent."""
        self.checked = (name, country, register_number)
        self.phone.region = country
        for field in ("name", "country", "register_number"):
            del self[field]

    def terms(self) -> OrganisationTerms:
        """What the organisation says about itself now."""
        name, country, number = self.checked or (
            self.name.data or "",
            self.country.data or "",
            self.register_number.data or None,
        )
        return OrganisationTerms(
            name=name,
            supplies=self.kind.data in ("provider", "both"),
            employs=self.kind.data in ("employer", "both"),
            country=country,
            register_number=number,
            sectors=tuple(sorted(self.sectors.data or [])),
            contact_email=self.email.data or "",
            contact_phone=phone_number(self.phone),
            website=self.website.data or None,
            address=self.address(),
        )


class RefuseForm(Form):
    """Why an organisation is turned down."""

    reason = LongText(
        _("Reason"),
        needed=_("Enter the reason: it is mailed to the applicant"),
        hint=_("Say what is wrong and what would be right, so that they can apply again."),
        most=2000,
    )
    submit = Submit(_("Refuse and mail the reason"))
