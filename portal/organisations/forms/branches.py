"""What people type about a branch and its place."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceUnknown, resolve
from portal.gazetteer.queries import DatabasePlaces
from portal.infra.web.forms import (
    Email,
    Form,
    FromList,
    Submit,
    Text,
)
from portal.organisations.domain import BranchTerms
from portal.organisations.forms.choices import OwnPhone, country_choices, phone_number


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

    def checked_place(self, session: Session) -> Place | None:
        """The place, where every answer is good; an unclear place is said together with all else."""
        is_valid = self.validate_on_submit()
        if not self.is_submitted() or self["town"].errors or self["country"].errors:
            return None
        found = self.found_place(session)
        return found if is_valid else None


class BranchForm(PlaceForm):
    """A branch."""

    name = Text(
        _("Name of the branch"),
        needed=_("Enter a name"),
        hint=_("As your colleagues call it, for example “Wisbech” or “Nights, north”."),
    )
    country = FromList(_("Country"), needed=_("Choose the country"))
    town = Text(
        _("Town or postcode"),
        needed=_("Enter a town or a postcode"),
        render_kw={"data-typing": "places", "autocomplete": "off"},
        hint=_("For example Wisbech, or PE13 2RN."),
    )
    desk_email = Email(
        _("E-mail address of the branch"),
        needed=_("Enter the e-mail address of the branch"),
        hint=_("Shown to a partner after an introduction, besides the person who posted."),
    )
    duty_phone = OwnPhone(
        _("Duty phone of the branch"),
        needed=_("Enter the duty phone"),
        hint=_("Answered at short notice, at night too if you work then."),
    )
    submit = Submit(_("Save the branch"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = country_choices()

    def terms(self, place: Place) -> BranchTerms:
        """The branch at the place that was found."""
        return branch_terms(
            self.name.data or "", place, self.desk_email.data or "", phone_number(self.duty_phone)
        )


def branch_terms(name: str, place: Place, desk_email: str, duty_phone: str) -> BranchTerms:
    """A branch at a place of the gazetteer."""
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
