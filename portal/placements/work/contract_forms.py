"""What the side that employs is asked about a worker's contract."""

from datetime import date
from decimal import Decimal
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovFileInput
from wtforms.validators import ValidationError

from portal.infra.web.forms import Amount, Day, Form, FromList, Submit, Text, WholeNumber
from portal.placements.offers.domain.key_terms import Deductions, KeyTerms
from portal.placements.offers.offered_terms import DAYS_BETWEEN_PAY
from portal.placements.work.domain.check_ins import Covers
from portal.placements.work.domain.contracts import UnknownPaper, kind_of
from portal.vacancies.forms import PAY_INTERVALS

_WEEK = Decimal(168)
_PRICE = Decimal(10_000)
DEDUCTIONS = 4
"""As many lines of what is taken off can be typed."""
ONCE = "once"
PER = [
    ("", _("Choose")),
    (Covers.WEEK.value, _("a week")),
    (Covers.TWO_WEEKS.value, _("every two weeks")),
    (Covers.MONTH.value, _("a month")),
    (ONCE, _("one single time")),
]


class ContractForm(Form):
    """What the contract states, and a copy of it; what is left empty it does not state."""

    who = FromList(_("Whose contract?"), needed=_("Choose a worker"))
    pay = Amount(_("Pay per hour"), least=Decimal("0.01"), most=_PRICE)
    hours = Amount(_("Hours a week"), least=Decimal(0), most=_WEEK)
    guaranteed_hours = Amount(_("Guaranteed hours a week"), least=Decimal(0), most=_WEEK)
    interval = FromList(_("When are wages paid?"), [("", _("Not stated")), *PAY_INTERVALS])
    housing_price = Amount(_("What does a bed cost the worker a week?"), most=_PRICE)
    transport_price = Amount(_("What does the way to work cost the worker a week?"), most=_PRICE)
    holiday_percent = Amount(_("Holiday pay, percent of the pay"), most=Decimal(100))
    label_1 = Text(_("Taken off, for what?"), most=80)
    amount_1 = Amount(_("How much?"), least=Decimal("0.01"), most=_PRICE)
    per_1 = FromList(_("Per what?"), PER)
    label_2 = Text(_("Taken off, for what?"), most=80)
    amount_2 = Amount(_("How much?"), least=Decimal("0.01"), most=_PRICE)
    per_2 = FromList(_("Per what?"), PER)
    label_3 = Text(_("Taken off, for what?"), most=80)
    amount_3 = Amount(_("How much?"), least=Decimal("0.01"), most=_PRICE)
    per_3 = FromList(_("Per what?"), PER)
    label_4 = Text(_("Taken off, for what?"), most=80)
    amount_4 = Amount(_("How much?"), least=Decimal("0.01"), most=_PRICE)
    per_4 = FromList(_("Per what?"), PER)
    notice_days = WholeNumber(_("Notice, days"), least=0, most=366)
    first = Day(_("First day"))
    last = Day(_("Last day"))
    paper = wtforms.FileField(
        _("A copy of the contract"),
        description=_("A PDF or a photo (JPEG, PNG), at most 1.9 MB. It is kept sealed."),
        widget=GovFileInput(),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )
    submit = Submit(_("Give the contract"))

    def copy(self) -> bytes:
        """The uploaded file; empty where there is none."""
        sent = self.paper.data
        if not getattr(sent, "filename", ""):
            return b""
        sent.stream.seek(0)
        return bytes(sent.stream.read())

    def validate_paper(self, field: wtforms.FileField) -> None:
        paper = self.copy()
        if paper and isinstance(kind_of(paper), UnknownPaper):
            raise ValidationError(gettext("Choose a PDF or a photo (JPEG, PNG) of at most 1.9 MB"))

    def validate_last(self, field: Day) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(gettext("Enter a day on or after the first day"))

    @property
    def deduction_fields(self) -> list[tuple[Any, Any, Any]]:
        """Label, amount and per what, of each line that can be typed."""
        return [(self[f"label_{n}"], self[f"amount_{n}"], self[f"per_{n}"]) for n in range(1, DEDUCTIONS + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        return self._deductions_are_whole() and right

    def _deductions_are_whole(self) -> bool:
        """Each line says all three things, or nothing."""
        before = len(self.errors)
        for label, amount, per in self.deduction_fields:
            if not (label.data or amount.data or amount.errors or per.data):
                continue
            if not label.data:
                self.fail(label.name, gettext("Enter what it is taken off for, like “Laundry”"))
            if amount.data is None and not amount.errors:
                self.fail(amount.name, gettext("Enter how much is taken off, like 12.50"))
            if not per.data:
                self.fail(per.name, gettext("Choose for how long the amount is"))
        return len(self.errors) == before

    def _deductions(self) -> tuple[Deductions, Deductions]:
        """By the week, and one single time; each sorted by label."""
        typed = [
            (label.data, amount.data, per.data) for label, amount, per in self.deduction_fields if label.data
        ]
        weekly = (
            (label, (amount / Covers(per).weeks).quantize(Decimal("0.01")))
            for label, amount, per in typed
            if per != ONCE
        )
        once = ((label, amount) for label, amount, per in typed if per == ONCE)
        return tuple(sorted(weekly)), tuple(sorted(once))

    def stated(self, currency: str) -> KeyTerms:
        """What was typed, in the currency of the offer."""
        days = {interval.value: days for interval, days in DAYS_BETWEEN_PAY.items()}
        typed: dict[str, Decimal | int | date | None] = {
            name: self[name].data
            for name in (
                *("pay", "hours", "guaranteed_hours", "housing_price", "transport_price"),
                *("holiday_percent", "notice_days", "first", "last"),
            )
        }
        named: dict[str, Any] = {"days_between_pay": days.get(self.interval.data or ""), **typed}
        weekly, once = self._deductions()
        said = bool(weekly or once) or any(value is not None for value in named.values())
        return KeyTerms(currency=currency if said else "", deductions=weekly, taken_once=once, **named)
