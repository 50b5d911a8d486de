"""What a worker changes, contests or asks on their own page."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Email, Form, FromList, OneOf, Phone, Submit, Text, Tick, normal_phone
from portal.infra.web.languages import LANGUAGES
from portal.placements.offers.opening_forms import OpeningForm
from portal.workers.domain import LONGEST_NAME, Given, Ground
from portal.workers.domain import read_email as normal_email
from portal.workers.own_contact import Contact

GIVEN_WORDS = {Given.NAME: _("My name"), Given.PHONE: _("My phone"), Given.EMAIL: _("My e-mail")}


class PageOpeningForm(OpeningForm):
    """The first opening of the worker's own page."""

    submit = Submit(_("Open my page"))


class LanguageForm(Form):
    """In which language mails and pages come."""

    language = FromList(_("Your language"), [(one.code, one.name) for one in LANGUAGES.values()])
    submit = Submit(_("Use this language"))


class ContactForm(Form):
    """Where only the worker is reached."""

    phone = Phone(
        _("Your own phone (optional)"), hint=_("With the country code, for example +40 721 234 567")
    )
    email = Email(_("Your own e-mail (optional)"))
    submit = Submit(_("Keep this contact"))

    def __init__(self, region: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone.region = region

    @property
    def contact(self) -> Contact:
        """What was given, the phone as E.164."""
        phone = normal_phone(self.phone.data, self.phone.region) if self.phone.data else None
        return Contact(phone, self.email.data or None)


class CorrectionForm(Form):
    """What is wrong in what the agency gave, and what is right."""

    what = OneOf(
        _("What is wrong?"),
        [(one.value, words) for one, words in GIVEN_WORDS.items()],
        needed=_("Choose what is wrong"),
    )
    value = Text(_("What is right?"), needed=_("Enter what is right"), most=254)
    submit = Submit(_("Ask the agency to correct it"))

    def __init__(self, region: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._region = region

    @property
    def right(self) -> str:
        """What is right, as it is kept; empty where it cannot be that."""
        typed = " ".join((self.value.data or "").split())
        match self.what.data:
            case Given.PHONE.value:
                return normal_phone(typed, self._region) or ""
            case Given.EMAIL.value:
                return normal_email(typed) or ""
            case _:
                is_name = any(one.isalpha() for one in typed) and "@" not in typed
                return typed if is_name and len(typed) <= LONGEST_NAME else ""

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if right and not self.right:
            wrong = {
                Given.PHONE.value: gettext("Enter a phone number, with the country code"),
                Given.EMAIL.value: gettext("Enter an e-mail address, for example name@example.com"),
            }
            self.fail("value", wrong.get(self.what.data or "", gettext("Enter your name in letters")))
            return False
        return right


class ContestForm(Form):
    """Why the listing is wrong."""

    ground = OneOf(
        _("What is wrong with the listing?"),
        [
            (Ground.UNKNOWN_AGENCY.value, _("I do not know this agency")),
            (Ground.LEFT.value, _("I no longer work with them")),
        ],
        needed=_("Choose what is wrong"),
    )
    submit = Submit(_("Have me taken off the list"))


class EraseForm(Form):
    """Sure?"""

    sure = Tick(_("Yes, erase it. This cannot be taken back"), needed=_("Tick that you are sure"))
    submit = Submit(_("Erase"))
