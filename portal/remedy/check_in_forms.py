"""What a worker is asked on day 7 and day 30 about the job."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Amount, AnyOf, Form, FromList, LongText, OneOf, Submit, Text, YesNo
from portal.placements.work.domain.check_ins import CheckInAnswers, Covers, Differs, FirstPayslip
from portal.posts.domain import CURRENCIES

DEDUCTIONS = 4
"""As many lines of a payslip can be typed."""


DIFFERS = {
    Differs.PAY: _("The pay"),
    Differs.HOURS: _("The hours"),
    Differs.WORK: _("The work itself"),
    Differs.HOUSING: _("The housing"),
    Differs.TRANSPORT: _("The way to work"),
    Differs.OTHER: _("Something else"),
}
COVERS = {Covers.WEEK: _("One week"), Covers.TWO_WEEKS: _("Two weeks"), Covers.MONTH: _("One month")}


class CheckInForm(Form):
    """Two questions that everybody answers; the rest is as the worker likes."""

    as_promised = YesNo(_("Is this the job you were promised?"), needed=_("Choose yes or no"))
    differs = AnyOf(
        _("What is different?"),
        [(one.value, words) for one, words in DIFFERS.items()],
    )
    words = LongText(_("Tell us more, if you like"), hint=_("In your own language."), most=2000)
    asked_for_money = YesNo(_("Did anyone ask you for money for this job?"), needed=_("Choose yes or no"))
    paid = Amount(_("How much did you pay?"), hint=_("Leave it empty if you paid nothing."))
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES])
    to_whom = Text(_("Who asked for it?"), hint=_("A name, a firm, or “the man at the bus”."), most=200)
    hours_worked = Amount(_("How many hours have you worked so far?"), most=Decimal(2000))
    covers = OneOf(
        _("Your first payslip is for"),
        [(one.value, words) for one, words in COVERS.items()],
    )
    gross = Amount(_("Pay before deductions (gross)"))
    hours = Amount(_("Hours on the payslip"), most=Decimal(800))
    label_1 = Text(_("Taken off, for what?"), most=80)
    amount_1 = Amount(_("How much was taken off?"))
    label_2 = Text(_("Taken off, for what?"), most=80)
    amount_2 = Amount(_("How much was taken off?"))
    label_3 = Text(_("Taken off, for what?"), most=80)
    amount_3 = Amount(_("How much was taken off?"))
    label_4 = Text(_("Taken off, for what?"), most=80)
    amount_4 = Amount(_("How much was taken off?"))
    net = Amount(_("What you got (net)"))
    submit = Submit(_("Send my answer"))

    def deduction_fields(self) -> list[tuple[Any, Any]]:
        """Label and amount of each line that can be typed."""
        return [(self[f"label_{n}"], self[f"amount_{n}"]) for n in range(1, DEDUCTIONS + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        return self._payslip_is_whole() and right

    def _payslip_is_whole(self) -> bool:
        """All of it or nothing: half a payslip cannot be held against the offer."""
        if not self.has_payslip:
            return True
        before = len(self.errors)
        if not self.covers.data:
            self.fail("covers", gettext("Choose what the payslip is for"))
        if not self.gross.data and not self.gross.errors:
            self.fail("gross", gettext("Enter the pay before deductions, like 584.00"))
        if not self.hours.data and not self.hours.errors:
            self.fail("hours", gettext("Enter the hours on the payslip, like 40"))
        return len(self.errors) == before

    @property
    def has_payslip(self) -> bool:
        """Whether anything of a payslip was typed."""
        typed = [self.gross, self.hours, self.net, *(amount for _label, amount in self.deduction_fields())]
        return any(one.data is not None for one in typed)

    def answers(self) -> CheckInAnswers:
        """What a valid form says."""
        is_right, asked = self.as_promised.is_yes, self.asked_for_money.is_yes
        return CheckInAnswers(
            as_promised=is_right,
            differs=() if is_right else tuple(Differs(one) for one in self.differs.data or ()),
            words=self.words.data or "",
            asked_for_money=asked,
            paid=self.paid.data or None if asked else None,
            currency=self.currency.data or "",
            to_whom=(self.to_whom.data or "") if asked else "",
            hours_worked=self.hours_worked.data,
            payslip=self._payslip(),
        )

    def _payslip(self) -> FirstPayslip | None:
        if not (self.covers.data and self.gross.data and self.hours.data):
            return None
        taken = tuple(
            (label.data or "", amount.data) for label, amount in self.deduction_fields() if amount.data
        )
        return FirstPayslip(
            covers=Covers(self.covers.data),
            gross=self.gross.data,
            hours=self.hours.data,
            deductions=taken,
            net=self.net.data,
            currency=self.currency.data or "",
        )
