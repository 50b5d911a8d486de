"""What staff are asked about a rate of minimum pay."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.pay.minimum import PayRate
from portal.gazetteer.forms import CountryList
from portal.infra.web.forms import Amount, Day, Form, FromList, Submit, Text, Tick, YesNo
from portal.posts.domain import CURRENCIES
from portal.posts.pages import answered

MOST_AN_HOUR = Decimal(1_000_000)


class MinimumPayForm(Form):
    """One country's rate from a day on."""

    country = CountryList(_("Country"), needed=_("Choose the country"))
    since = Day(_("From which day?"), needed=_("Enter the first day on which it holds"))
    is_statutory = YesNo(
        _("Does the law set a rate?"), needed=_("Choose no if only collective agreements set one")
    )
    hourly = Amount(_("Least pay per hour"), most=MOST_AN_HOUR, hint=_("Before tax. Two decimals."))
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES], needed=_("Choose the currency"))
    basis = Text(
        _("How it was worked out, or for whom it holds"),
        hint=_("For example: 4,050 a month, 165.33 hours. Or: 21 and over."),
        most=200,
    )
    source = Text(_("Source"), needed=_("Enter the law or notice that sets the rate"), most=300)
    is_verified = Tick(_("I read it in this source myself"))
    submit = Submit(_("Enter the rate"))

    def validate(self, extra_validators: Any = None) -> bool:
        well = super().validate(extra_validators)
        if self.is_statutory.is_yes and self.hourly.data is None and not self.hourly.errors:
            self.fail("hourly", gettext("Enter the rate per hour, like 12.71"))
            return False
        if self.is_statutory.data and not self.is_statutory.is_yes and self.hourly.data:
            self.fail("hourly", gettext("Clear the rate, or say that the law sets one"))
            return False
        return well

    def rate(self) -> PayRate:
        """The rate that a valid form describes."""
        return PayRate(
            country=str(self.country.data),
            since=answered(self.since.data),
            hourly=self.hourly.data if self.is_statutory.is_yes else None,
            currency=str(self.currency.data),
            basis=self.basis.data or "",
            source=str(self.source.data),
            is_verified=bool(self.is_verified.data),
        )
