"""Rates of minimum pay: which hold, and entering another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.compliance.pay.forms import MinimumPayForm
from portal.compliance.pay.minimum import PayRate, rate_on
from portal.compliance.pay.queries import pay_rates
from portal.compliance.pay.service import NoSuchRate, enter_minimum_pay, withdraw_minimum_pay
from portal.compliance.views.staff import staff_pages
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import country_name


@dataclass(frozen=True)
class CountryRates:
    """What holds in one country today, what came before and what comes next, the latest first."""

    country: str
    now: PayRate | None
    others: Sequence[PayRate]


@dataclass(frozen=True)
class MinimumPayPage:
    countries: Sequence[CountryRates]
    today: date


@allow(Audience.COMPLIANCE)
@staff_pages.get("/minimum-pay")
def minimum_pay() -> ResponseReturnValue:
    """The least that may be paid per hour, country by country."""
    today = clock.today()
    by_country = [
        _rates(country, list(rates), today)
        for country, rates in groupby(pay_rates(reading()), key=lambda one: one.country)
    ]
    by_country.sort(key=lambda one: country_name(one.country))
    return page("compliance/staff/minimum_pay.html", MinimumPayPage(by_country, today))


def _rates(country: str, rates: list[PayRate], today: date) -> CountryRates:
    now = rate_on(rates, country, today)
    return CountryRates(country, now, [one for one in reversed(rates) if one is not now])


@allow(Audience.COMPLIANCE)
@staff_pages.route("/minimum-pay/enter", methods=["GET", "POST"])
def enter_pay() -> ResponseReturnValue:
    """Enter a rate for a country from a day on."""
    form = MinimumPayForm()
    if form.validate_on_submit():
        rate = form.rate()
        perform(enter_minimum_pay, rate)
        say(
            _(
                "The rate of %(country)s is entered. Vacancies there are judged again.",
                country=country_name(rate.country),
            )
        )
        return redirect(url_for("compliance_staff.minimum_pay"), 303)
    return ask("compliance/staff/enter_pay.html", form)


@allow(Audience.COMPLIANCE)
@staff_pages.post("/minimum-pay/<uuid:rate_id>/withdraw")
def withdraw_pay(rate_id: UUID) -> ResponseReturnValue:
    """Take back a rate that staff entered."""
    match perform(withdraw_minimum_pay, rate_id):
        case NoSuchRate():
            raise NotFound
        case country:
            say(_("The rate of %(country)s is withdrawn.", country=country_name(country)))
    return redirect(url_for("compliance_staff.minimum_pay"), 303)
