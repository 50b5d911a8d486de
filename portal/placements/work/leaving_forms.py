"""What a worker who leaves is asked, and what is settled on a return sheet."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Amount, Day, Form, FromList, LongText, OneOf, Submit, Text
from portal.placements.work.domain.leaving import LeavingReason, ReturnSheet
from portal.posts.domain import CURRENCIES

REASONS = {
    LeavingReason.OTHER_WORK: _("I have other work"),
    LeavingReason.HOME: _("I go home"),
    LeavingReason.HEALTH: _("My health or my family"),
    LeavingReason.NOT_AS_PROMISED: _("The job is not as promised"),
    LeavingReason.TREATED_BADLY: _("I am treated badly"),
    LeavingReason.UNPAID: _("I am not paid as agreed"),
    LeavingReason.UNSAID: _("I do not want to say"),
}


class LeaveForm(Form):
    """From which day, and why."""

    from_day = Day(_("First day on which you do not come"), needed=_("Enter the first day you do not come"))
    reason = OneOf(
        _("Why do you leave?"),
        [(one.value, words) for one, words in REASONS.items()],
        needed=_("Choose why, or that you do not want to say"),
        hint=_("The agency and the workplace are told the day, and never why."),
    )
    submit = Submit(_("I leave"))


class ReturnSheetForm(Form):
    """What is owed and what is given back, for one worker."""

    who = OneOf(_("Which worker?"), needed=_("Choose the worker"))
    last_day = Day(_("Last day of work"), needed=_("Enter the last day of work"))
    wages_owed = Amount(_("Wages still owed"), needed=_("Enter the wages still owed, or 0"))
    holiday_owed = Amount(
        _("Holiday pay still owed"),
        needed=_("Enter the pay for holiday that was not taken, or 0"),
        hint=_("For holiday that was earned and not taken."),
    )
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES], needed=_("Choose the currency"))
    paid_by = Day(_("Paid by"), needed=_("Enter the day by which it is paid"))
    to_give_back = LongText(_("What the worker gives back"), hint=_("Keys, clothes, tools."), most=500)
    whom_to_call = Text(
        _("Whom to call"),
        needed=_("Enter a name and a phone number"),
        hint=_("A name and a phone number, for questions about the last pay."),
    )
    submit = Submit(_("Keep the sheet"))

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if self.paid_by.data and self.last_day.data and (self.paid_by.data - self.last_day.data).days > 62:
            self.fail("paid_by", gettext("Enter a day within two months of the last day"))
            return False
        return right

    def sheet(self) -> ReturnSheet:
        """What a valid form says."""
        last, paid = self.last_day.data, self.paid_by.data
        if last is None or paid is None:
            raise ValueError("a return sheet has a last day, and a day by which it is paid")
        return ReturnSheet(
            last_day=last,
            wages_owed=self.wages_owed.data or Decimal(0),
            holiday_owed=self.holiday_owed.data or Decimal(0),
            currency=self.currency.data or "",
            paid_by=paid,
            to_give_back=self.to_give_back.data or "",
            whom_to_call=self.whom_to_call.data or "",
        )
