"""What people type about their organisation, its desks, members and licences."""

from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.accounts.forms import new_password
from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceUnknown, resolve
from portal.gazetteer.queries import DatabasePlaces
from portal.infra.web.forms import (
    AnyOf,
    Day,
    Email,
    Form,
    FromList,
    LongText,
    OneOf,
    Phone,
    Submit,
    Text,
    Tick,
    normal_phone,
)
from portal.organisations.application import REGISTER_FORMATS
from portal.organisations.domain import BranchTerms, LicenceStatus, OrganisationTerms, SupplyLicence
from portal.organisations.domain.names import register_key
from portal.organisations.files import authorities, sectors

_FIRST_COUNTRIES = ("GB", "IE", "DE", "FR", "NL", "BE", "ES", "IT", "PL", "PT", "RO", "BG", "TR", "UA")

KINDS = (
    ("provider", _("Labour provider: we have workers to offer")),
    ("employer", _("Employer: we need workers")),
    ("both", _("Both")),
)
ROLES = (
    ("member", _("Member: posts, answers matches, sends offers")),
    ("administrator", _("Administrator: the same, and manages members, desks and licences")),
)


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


def _fits_register(form: Any, field: Any) -> None:
    expected = REGISTER_FORMATS.get(form.country.data or "")
    number = register_key(field.data) or ""
    if len(number) < 2:
        raise ValidationError(gettext("Enter the number as it stands in the register, like 12345678"))
    if expected == REGISTER_FORMATS["GB"] and len(number) not in (7, 8):
        raise ValidationError(gettext("A company number has 8 characters, like 12345678 or SC123456"))


class OwnPhone(Phone):
    """A phone number; without a country code it is read as one of the country chosen in the same form."""

    def pre_validate(self, form: Any) -> None:
        if "country" in form and form["country"].data:
            self.region = form["country"].data


class PlaceForm(Form):
    """Whatever has a country and a town in it."""

    country: FromList
    town: Text

    def found_place(self, session: Session) -> Place | None:
        """The place that was typed; none, with a message beside the field, when it is not clear."""
        match resolve(DatabasePlaces(session), self.town.data or "", self.country.data):
            case Place() as place:
                return place
            case PlaceAmbiguous(candidates=candidates):
                labels = "; ".join(place.label for place in candidates[:4])
                self.fail(
                    "town", gettext("There are several. Add the region, like: %(places)s", places=labels)
                )
            case PlaceUnknown(candidates=candidates) if candidates:
                labels = "; ".join(place.label for place in candidates[:4])
                self.fail(
                    "town",
                    gettext("We know no such town in that country. Did you mean: %(places)s?", places=labels),
                )
            case PlaceUnknown():
                self.fail(
                    "town", gettext("We know no such town in that country. Try the nearest larger town")
                )
        return None


class OrganisationForm(PlaceForm):
    """An organisation with its first desk."""

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
    website = Text(
        _("Website (if there is one)"),
        hint=_("Helps us to see that your mail address belongs to the organisation."),
        render_kw={"autocomplete": "url"},
    )
    sectors = AnyOf(
        _("Sectors"),
        needed=_("Choose at least one sector"),
        hint=_("In which you work, or to which you supply workers."),
    )
    town = Text(
        _("Town or postcode of your first desk"),
        needed=_("Enter a town or a postcode"),
        render_kw={"data-typing": "places", "autocomplete": "off"},
        hint=_("For example Wisbech, or PE13 2RN. More desks can be added later."),
    )
    phone = OwnPhone(
        _("Duty phone of this desk"),
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
            contact_phone=_phone(self.phone),
            website=self.website.data or None,
        )

    def branch(self, place: Place, desk_email: str) -> BranchTerms:
        """The first desk, named after its town."""
        return branch_terms(place.name, place, desk_email, _phone(self.phone))


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


class DetailsForm(Form):
    """What an organisation says about itself, without a desk."""

    name = OrganisationForm.name
    kind = OrganisationForm.kind
    country = OrganisationForm.country
    register_number = OrganisationForm.register_number
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
            contact_phone=_phone(self.phone),
            website=self.website.data or None,
        )


class BranchForm(PlaceForm):
    """A desk."""

    name = Text(
        _("Name of the desk"),
        needed=_("Enter a name"),
        hint=_("As your colleagues call it, for example “Wisbech” or “Night desk north”."),
    )
    country = FromList(_("Country"), needed=_("Choose the country"))
    town = Text(
        _("Town or postcode"),
        needed=_("Enter a town or a postcode"),
        render_kw={"data-typing": "places", "autocomplete": "off"},
        hint=_("For example Wisbech, or PE13 2RN."),
    )
    desk_email = Email(
        _("Desk mail"),
        needed=_("Enter the desk’s e-mail address"),
        hint=_("Shown to a partner after an introduction, besides the person who posted."),
    )
    duty_phone = OwnPhone(
        _("Duty phone"),
        needed=_("Enter the duty phone"),
        hint=_("Answered at short notice, at night too if you work then."),
    )
    submit = Submit(_("Save the desk"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()

    def terms(self, place: Place) -> BranchTerms:
        """The desk at the place that was found."""
        return branch_terms(self.name.data or "", place, self.desk_email.data or "", _phone(self.duty_phone))


def branch_terms(name: str, place: Place, desk_email: str, duty_phone: str) -> BranchTerms:
    """A desk at a place of the gazetteer."""
    return BranchTerms(
        name=name,
        place_id=place.id,
        town=place.name,
        region=place.region,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        desk_email=desk_email,
        duty_phone=duty_phone,
    )


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


class InviteForm(Form):
    """An invitation."""

    email = Email(
        _("E-mail address"),
        needed=_("Enter the person’s e-mail address"),
        hint=_("We send a link that works for 7 days."),
    )
    role = OneOf(_("What may this person do?"), ROLES, needed=_("Choose what this person may do"))
    submit = Submit(_("Send the invitation"))


class RoleForm(Form):
    """Another role for a member."""

    role = OneOf(_("What may this person do?"), ROLES, needed=_("Choose what this person may do"))
    submit = Submit(_("Save"))


class AcceptForm(Form):
    """Somebody with an account accepts an invitation: one button."""

    submit = Submit(_("Join"))


class JoinForm(Form):
    """Somebody new accepts an invitation."""

    name = Text(_("Your name"), needed=_("Enter your name"), render_kw={"autocomplete": "name"})
    password = new_password()
    submit = Submit(_("Join"))


class RemoveForm(Form):
    """One button: end a membership."""

    submit = Submit(_("Remove"))


class RefuseForm(Form):
    """Why an organisation is turned down."""

    reason = LongText(
        _("Reason"),
        needed=_("Enter the reason: it is mailed to the applicant"),
        hint=_("Say what is wrong and what would be right, so that they can apply again."),
        most=2000,
    )
    submit = Submit(_("Refuse and mail the reason"))


def _phone(field: Phone) -> str:
    return normal_phone(field.data or "", field.region) or (field.data or "")
