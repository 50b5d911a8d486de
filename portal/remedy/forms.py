"""What people are asked who report something, who look a case up, and who pay."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext
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
from portal.infra.web.languages import current
from portal.infra.web.pages import language_name
from portal.posts.domain import CURRENCIES
from portal.posts.words import LANGUAGES
from portal.remedy.domain.reporting import Complaint, Details, How, Report
from portal.remedy.rows import CaseRow
from portal.remedy.words import COMPLAINTS, HOWS

ANONYMOUS, CONTACT = "anonymous", "contact"


class TapsForm(Form):
    """What happened and who may know: one choice and a press; the rest can come later."""

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
    reach = OneOf(
        _("May we contact you?"),
        [(ANONYMOUS, _("No, I stay anonymous")), (CONTACT, _("Yes, only you, nobody else"))],
        needed=_("Choose whether we may contact you"),
        default=ANONYMOUS,
    )
    contact = Text(_("Phone or e-mail that only you read"), most=254)
    submit = Submit(_("Send the report"))

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if self.reach.data == CONTACT and not self.contact.data:
            self.fail("contact", gettext("Enter a phone number or an e-mail address, or stay anonymous"))
            right = False
        return right

    def report(self) -> Report:
        """What was said, in the language of the page."""
        return Report(
            complaint=Complaint(self.complaint.data or ""),
            job=self.job.data or "",
            language=current().code,
        )

    @property
    def own_contact(self) -> str:
        """How to reach whoever does not stay anonymous."""
        return (self.contact.data or "") if self.reach.data == CONTACT else ""


class DetailsForm(Form):
    """What was left out of a report: how much, to whom, when; any of it."""

    amount = Amount(_("How much money? (optional)"))
    currency = FromList(_("Currency"), [("", _("Choose")), *((one, one) for one in CURRENCIES)])
    to_whom = Text(_("Who asked or took it? (optional)"), most=300)
    when = Text(_("When? (optional)"), hint=_("For example: last Friday"), most=200)
    how = FromList(
        _("How? (optional)"), [("", _("Choose")), *((one.value, words) for one, words in HOWS.items())]
    )
    words = LongText(_("Tell us more (optional)"), hint=_("In any language, as you would say it."), most=4000)
    submit = Submit(_("Send"))

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if "amount" in self and self.amount.data is not None and not self.currency.data:
            self.fail("currency", gettext("Choose the currency"))
            right = False
        return right

    def leave_out_known(self, row: CaseRow) -> None:
        """Ask for nothing that was told already: that stands as it was said."""
        if row.amount is not None:
            del self.amount
            del self.currency
        for name in ("to_whom", "when", "how"):
            if getattr(row, name):
                del self[name]

    def details(self) -> Details:
        """What was told."""
        told = {name: self[name].data for name in ("to_whom", "when", "words") if name in self}
        how = self.how.data if "how" in self else ""
        amount = self.amount.data if "amount" in self else None
        return Details(
            **{name: text or "" for name, text in told.items()},
            amount=amount,
            currency=(self.currency.data or None) if amount is not None else None,
            how=How(how) if how else None,
        )


class ReportForm(DetailsForm, TapsForm):
    """All of a report at once, for members, and for staff who write down what they are told."""

    language = FromList(_("Which language do you read best?"))
    name = Text(_("What may we call you? (optional)"), most=120)
    submit = Submit(_("Send the report"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = sorted(
            ((code, language_name(code)) for code in LANGUAGES), key=lambda pair: pair[1]
        )
        if not self.language.data:
            self.language.data = current().code

    def report(self) -> Report:
        """What was said."""
        return replace(
            super().report(),
            **vars(replace(self.details(), job=self.job.data or "")),
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
        named = self.name.data or "" if self.reach.data == CONTACT else ""
        return {"name": named, "contact": self.own_contact}


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
