"""What people are asked who report something, who look a case up, and who pay."""

from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import (
    Amount,
    AnyOf,
    Day,
    Form,
    FromList,
    LongText,
    OneOf,
    Submit,
    Text,
)
from portal.infra.web.pages import language_name
from portal.posts.domain import CURRENCIES
from portal.posts.words import LANGUAGES
from portal.remedy.domain.reporting import Complaint, How, Report
from portal.remedy.words import COMPLAINTS, HOWS

ANONYMOUS, CONTACT = "anonymous", "contact"


class ReportForm(Form):
    """What happened, in a few taps; everything but the first question may stay empty."""

    complaint = OneOf(
        _("What happened?"),
        [(one.value, words) for one, words in COMPLAINTS.items()],
        needed=_("Choose what happened"),
    )
    offer_code = Text(
        _("Code of the job offer (optional)"),
        hint=_("It stands in the message or on the slip with the offer."),
        most=80,
    )
    job = Text(
        _("Which job, and who offers it? (optional)"),
        hint=_("For example: picking strawberries near Boston, by Fenland Crews"),
        most=300,
    )
    amount = Amount(_("How much money? (optional)"))
    currency = FromList(_("Currency"), [("", _("Choose")), *((one, one) for one in CURRENCIES)])
    to_whom = Text(_("Who asked or took it? (optional)"), most=300)
    when = Text(_("When? (optional)"), hint=_("For example: last Friday"), most=200)
    how = FromList(
        _("How? (optional)"), [("", _("Choose")), *((one.value, words) for one, words in HOWS.items())]
    )
    words = LongText(_("Tell us more (optional)"), hint=_("In any language, as you would say it."), most=4000)
    language = FromList(_("Which language do you read best?"))
    reach = OneOf(
        _("May we contact you?"),
        [(ANONYMOUS, _("No, I stay anonymous")), (CONTACT, _("Yes, only you, nobody else"))],
        needed=_("Choose whether we may contact you"),
        default=ANONYMOUS,
    )
    name = Text(_("What may we call you? (optional)"), most=120)
    contact = Text(_("Phone or e-mail that only you read"), most=254)
    submit = Submit(_("Send the report"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = get_locale().language if get_locale() else "en"
        named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda pair: pair[1])
        self.language.choices = named
        if not self.language.data:
            self.language.data = here

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if self.reach.data == CONTACT and not self.contact.data:
            self.fail("contact", gettext("Enter a phone number or an e-mail address, or stay anonymous"))
            right = False
        if self.amount.data is not None and not self.currency.data:
            self.fail("currency", gettext("Choose the currency"))
            right = False
        return right

    def report(self) -> Report:
        """What was said."""
        return Report(
            complaint=Complaint(self.complaint.data or ""),
            words=self.words.data or "",
            job=self.job.data or "",
            amount=self.amount.data,
            currency=self.currency.data or None,
            to_whom=self.to_whom.data or "",
            when=self.when.data or "",
            how=How(self.how.data) if self.how.data else None,
            language=self.language.data or "en",
        )

    @property
    def has_details(self) -> bool:
        """Something stands in the part that is folded away."""
        fields = (self.amount, self.currency, self.to_whom, self.when, self.how)
        return any(one.data or one.errors for one in fields)

    @property
    def reporter(self) -> dict[str, str]:
        """Name and contact, of whoever does not stay anonymous."""
        if self.reach.data != CONTACT:
            return {"name": "", "contact": ""}
        return {"name": self.name.data or "", "contact": self.contact.data or ""}


class LookUpForm(Form):
    """A case's number and word."""

    number = Text(_("Case number"), needed=_("Enter the number, like C-482913"), most=20)
    word = Text(
        _("Your word"),
        needed=_("Enter the word that you wrote down"),
        most=40,
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"},
    )
    submit = Submit(_("Open the case"))


class MessageForm(Form):
    """More about a case."""

    text = LongText(_("Write to us"), needed=_("Write what you want to tell us"), most=4000)
    submit = Submit(_("Send"))


class WordForm(Form):
    """An organisation's own account."""

    text = LongText(
        _("Your account"),
        needed=_("Write what you know of it, and what you have done"),
        hint=_("Compliance staff read it. Do not ask workers who reported: that is retaliation."),
        most=4000,
    )
    submit = Submit(_("Send your word"))


class PaymentForm(Form):
    """What was paid, with its proof."""

    instalments = AnyOf(_("Which payments have you made?"), needed=_("Choose at least one payment"))
    paid_on = Day(_("On which day?"), needed=_("Enter the day of the payment"))
    proof = Text(
        _("Proof"),
        needed=_("Enter what proves it, like the bank’s reference or the line of the payslip"),
        hint=_("For example: bank transfer, reference 88213"),
        most=300,
    )
    submit = Submit(_("Record the payment"))
