"""What the two sides are asked until they have agreed on the engagement."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Amount, Day, Form, FromList, OneOf, Submit, Text, WholeNumber
from portal.placements.introductions.domain.answers import NoReason, Side
from portal.placements.introductions.domain.engagement import EngagementFlaw, EngagementTerms, Transfer
from portal.posts.domain import EngagementForm as LegalForm
from portal.posts.words import form_words

NO_REASONS = {
    NoReason.FILLED: _("We have found others"),
    NoReason.DATES: _("The dates do not suit"),
    NoReason.PAY: _("The pay does not suit"),
    NoReason.PLACE: _("The place does not suit"),
    NoReason.HOUSING: _("Housing or transport is not solved"),
    NoReason.SKILLS: _("The skills do not suit"),
    NoReason.GROUP: _("The number of workers does not suit"),
    NoReason.OTHER: _("Another reason"),
}


SIDES = ((Side.PROVIDER.value, _("The labour provider")), (Side.EMPLOYER.value, _("The employer")))


class YesForm(Form):
    """Yes, for so many workers."""

    heads = WholeNumber(_("How many workers?"), needed=_("Enter how many workers you say yes for"), least=1)
    submit = Submit(_("Say yes"))


class NoForm(Form):
    """Not now, because …"""

    reason = FromList(
        _("Why not now?"),
        [("", _("Choose a reason")), *((one.value, words) for one, words in NO_REASONS.items())],
        needed=_("Choose why this does not suit you now"),
    )
    note = Text(_("More about it (optional)"), hint=_("The other side reads this."), most=300)
    submit = Submit(_("Not now"))


class StandingYesForm(Form):
    """Up to so many, beforehand."""

    heads = WholeNumber(
        _("Up to how many workers in all?"), needed=_("Enter up to how many workers you say yes for"), least=1
    )
    submit = Submit(_("Say yes beforehand"))


class EngagementTermsForm(Form):
    """The terms of the move, as both sides are to agree them."""

    form = OneOf(_("In which legal form do the workers move?"), needed=_("Choose the legal form"))
    employer_of_record = OneOf(_("Who is their employer?"), SIDES, needed=_("Choose who employs them"))
    wages_paid_by = OneOf(_("Who pays their wages?"), SIDES, needed=_("Choose who pays the wages"))
    wages_paid_when = Text(
        _("When are wages paid?"), needed=_("Say when wages are paid, like “every Friday”"), most=200
    )
    directed_by = OneOf(_("Who directs the work?"), SIDES, needed=_("Choose who directs the work"))
    safety_by = OneOf(
        _("Who answers for health and safety at work?"), SIDES, needed=_("Choose who answers for safety")
    )
    insurer = Text(
        _("Which insurer covers employer's liability?"), needed=_("Enter the insurer's name"), most=200
    )
    insured_until = Day(_("Until when does that cover run?"), needed=_("Enter until when the cover runs"))
    charge_basis = Text(
        _("What does the provider charge the employer, and on what basis?"),
        hint=_("For example “hourly rate plus 12%”. Never the workers."),
        needed=_("Say what is charged, or “nothing”"),
        most=500,
    )
    recall_notice_days = WholeNumber(
        _("How many days' notice before workers are recalled?"),
        needed=_("Enter the days of notice, 0 for none"),
        most=365,
    )
    return_date = Day(
        _("On which day do they return to their home employer?"),
        hint=_("Needed for a loan and a suspension; else leave it empty."),
    )
    comparator_pay = Amount(
        _("What would somebody employed directly earn per hour?"),
        hint=_("Needed for agency work."),
        least=Decimal(0),
        most=Decimal(10_000),
    )
    equal_treatment_from = Day(
        _("From when is equal treatment due?"),
        hint=_("Needed for agency work; in the United Kingdom after 12 weeks."),
    )
    transfer_applies = OneOf(
        _("Could the law on transferred undertakings (TUPE) apply?"),
        [
            (Transfer.NO.value, _("No")),
            (Transfer.POSSIBLY.value, _("Possibly; we will take advice")),
            (Transfer.YES.value, _("Yes")),
        ],
        needed=_("Choose whether it could apply"),
    )
    submit = Submit(_("Propose these terms"))

    def offer_forms(self, shared: frozenset[LegalForm]) -> None:
        """Only forms that both posts accept can be chosen."""
        self.form.choices = [(one.value, form_words((one.value,))) for one in LegalForm if one in shared]

    def terms(self, currency: str) -> EngagementTerms:
        """What was entered; only after validation."""
        return EngagementTerms(
            form=LegalForm(self.form.data or ""),
            employer_of_record=Side(self.employer_of_record.data or ""),
            wages_paid_by=Side(self.wages_paid_by.data or ""),
            wages_paid_when=self.wages_paid_when.data,
            directed_by=Side(self.directed_by.data or ""),
            safety_by=Side(self.safety_by.data or ""),
            insurer=self.insurer.data,
            insured_until=self.insured_until.data or date.min,
            charge_basis=self.charge_basis.data,
            recall_notice_days=self.recall_notice_days.data or 0,
            return_date=self.return_date.data,
            comparator_pay=self.comparator_pay.data,
            comparator_currency=currency if self.comparator_pay.data is not None else None,
            equal_treatment_from=self.equal_treatment_from.data,
            transfer_applies=Transfer(self.transfer_applies.data or ""),
        )

    def fail_for(self, flaw: EngagementFlaw, last: date) -> None:
        """Say beside its field what does not fit together."""
        from flask_babel import format_date, gettext

        day = format_date(last, "long")
        match flaw:
            case EngagementFlaw.INSURANCE_ENDS_EARLY:
                self.fail("insured_until", gettext("Enter cover that runs until %(day)s or later", day=day))
            case EngagementFlaw.RETURN_MISSING:
                self.fail("return_date", gettext("Enter the day of return, after %(day)s", day=day))
            case EngagementFlaw.RETURN_EARLY:
                self.fail("return_date", gettext("Enter a date after %(day)s, the last day of work", day=day))
            case EngagementFlaw.EMPLOYER_STAYS_PROVIDER:
                self.fail(
                    "employer_of_record", gettext("In this form the labour provider stays the employer")
                )
            case EngagementFlaw.EMPLOYER_BECOMES_EMPLOYER:
                self.fail(
                    "employer_of_record", gettext("In this form the workers are employed by the employer")
                )
            case EngagementFlaw.COMPARATOR_MISSING:
                self.fail(
                    "comparator_pay", gettext("Enter what somebody employed directly earns, like 12.60")
                )
            case EngagementFlaw.EQUAL_TREATMENT_MISSING:
                self.fail("equal_treatment_from", gettext("Enter from when equal treatment is due"))
            case EngagementFlaw.FORM_NOT_SHARED:
                self.fail("form", gettext("Choose a form that both posts accept"))


class ExtendForm(Form):
    """Until when the work is to go on."""

    until = Day(_("New last day"), needed=_("Enter the new last day"))
    submit = Submit(_("Propose this day"))


class GiveBackForm(Form):
    """How many unfilled places others may have."""

    places = WholeNumber(_("How many places?"), needed=_("Enter how many places to give back"), least=1)
    submit = Submit(_("Give places back"))


def as_formdata(terms: EngagementTerms) -> dict[str, Any]:
    """What an earlier version said, to change it."""
    return {name: getattr(terms, name) for name in terms.__dataclass_fields__}
